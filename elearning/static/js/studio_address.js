/* Proposes an address while the title is typed, until the address is written by hand. */
const form = document.querySelector("[data-address]");
const title = form.elements.judul;
const address = form.elements.alamat;
let proposed = "";

const addressOf = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase()
  .split(/[^a-z0-9]+/).filter(Boolean).reduce((key, word) => {
    const longer = key ? `${key}-${word}` : word;
    return longer.length > 60 ? key : longer;
  }, "");

title.addEventListener("input", () => {
  if (address.value !== proposed) return;
  proposed = addressOf(title.value);
  address.value = proposed;
});
