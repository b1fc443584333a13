/* Steps move up and down, by touch and by keyboard; their list boxes stay the form's truth. */
export default function ordering(area) {
  if (area.dataset.ready) return;
  area.dataset.ready = "yes";
  const list = area.querySelector("ol");
  const steps = () => Array.from(list.children);
  const box = (step) => step.querySelector("select");
  const place = (step) => +box(step).value || 1000;

  const check = () => steps().forEach((step, at, all) => {
    const [up, down] = step.querySelectorAll("[data-move]");
    up.disabled = at === 0;
    down.disabled = at === all.length - 1;
  });
  const arrange = () => {
    steps().sort((one, other) => place(one) - place(other)).forEach((step) => list.append(step));
    check();
  };
  /* From the first move on every step has the place where it stands */
  const settle = (step) => {
    steps().forEach((each, at) => { box(each).value = at + 1; });
    check();
    area.querySelector("[data-told]").textContent = area.dataset.moved
      .replace("{place}", box(step).value).replace("{total}", list.children.length);
  };
  const put = (step, at) => {
    const others = steps().filter((each) => each !== step);
    list.insertBefore(step, others[at] || null);
    settle(step);
  };

  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-move]");
    if (!button) return;
    const step = button.closest("li");
    put(step, steps().indexOf(step) + +button.dataset.move);
    const other = step.querySelector(`[data-move="${-button.dataset.move}"]`);
    (button.disabled ? other : button).focus();
    list.dispatchEvent(new Event("input", { bubbles: true }));
  });
  list.addEventListener("input", (event) => {
    if (event.target === list || !event.target.value) return;
    put(event.target.closest("li"), event.target.value - 1);
    event.target.focus();
  });
  area.addEventListener("arrange", arrange);
  area.querySelectorAll(".moves").forEach((moves) => { moves.hidden = false; });
  arrange();
}
