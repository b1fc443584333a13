/* A text that stands on this page is on the server: this device need not keep it. */
document.querySelectorAll("[data-mine]").forEach((area) => {
  try {
    const store = `naskah-${area.dataset.mine}`;
    const rest = JSON.parse(localStorage.getItem(store) || "null");
    if (rest && rest.text === area.defaultValue) localStorage.removeItem(store);
  } catch (error) { /* no storage here */ }
});
