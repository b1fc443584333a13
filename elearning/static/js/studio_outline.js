/* Moves lessons by dragging and keeps the focus where a button was pressed; the buttons work without it. */
const form = document.querySelector("[data-order]");
const list = form && form.querySelector("ol");
const said = form && form.querySelector("[data-said]");
const rows = () => Array.from(list.children);
const keys = () => rows().map((row) => row.querySelector("[name=urutan]").value);

const tell = (row) => {
  said.className = "vh";
  said.textContent = form.dataset.moved
    .replace("{title}", row.querySelector(".name").textContent)
    .replace("{place}", rows().indexOf(row) + 1)
    .replace("{total}", rows().length);
};

const settle = () => rows().forEach((row, place, all) => {
  const [up, down] = row.querySelectorAll("[name=pindah]");
  up.disabled = place === 0;
  down.disabled = place === all.length - 1;
});

async function save(row, back) {
  settle();
  const data = new FormData(form);
  data.delete("pindah");
  try {
    const answer = await fetch(form.action, { method: "POST", headers: { "X-Fragment": "order" }, body: data });
    if (answer.status !== 204) throw answer.status;
    tell(row);
  } catch (error) {
    back();
    settle();
    said.className = "error";
    said.textContent = form.dataset.failed;
  }
}

function put(order) {
  const byKey = new Map(rows().map((row) => [row.querySelector("[name=urutan]").value, row]));
  order.forEach((key) => list.append(byKey.get(key)));
}

function step(button) {
  const row = button.closest("li");
  const before = keys();
  const other = button.value.startsWith("naik") ? row.previousElementSibling : row.nextElementSibling;
  if (!other) return;
  if (button.value.startsWith("naik")) list.insertBefore(row, other); else list.insertBefore(other, row);
  settle();
  if (button.disabled) row.querySelector("[name=pindah]:not(:disabled)").focus(); else button.focus();
  save(row, () => put(before));
}

/* A row that moves in the page loses a captured pointer, so the document listens */
function drag(grip, event) {
  const row = grip.closest("li");
  const before = keys();
  row.classList.add("dragged");
  const move = (moved) => {
    if (moved.pointerId !== event.pointerId) return;
    const over = rows().find((each) => {
      const box = each.getBoundingClientRect();
      return each !== row && moved.clientY > box.top && moved.clientY < box.bottom;
    });
    if (!over) return;
    const box = over.getBoundingClientRect();
    list.insertBefore(row, moved.clientY > box.top + box.height / 2 ? over.nextElementSibling : over);
  };
  const end = (ended) => {
    if (ended.pointerId !== event.pointerId) return;
    document.removeEventListener("pointermove", move);
    document.removeEventListener("pointerup", end);
    document.removeEventListener("pointercancel", end);
    row.classList.remove("dragged");
    if (keys().join() !== before.join()) save(row, () => put(before));
  };
  document.addEventListener("pointermove", move);
  document.addEventListener("pointerup", end);
  document.addEventListener("pointercancel", end);
}

if (form) {
  list.querySelectorAll(".grip").forEach((grip) => {
    grip.hidden = false;
    grip.addEventListener("pointerdown", (event) => { event.preventDefault(); drag(grip, event); });
  });
  form.addEventListener("submit", (event) => {
    const button = event.submitter || document.activeElement;
    if (!button || button.name !== "pindah") return;
    event.preventDefault();
    step(button);
  });
}
