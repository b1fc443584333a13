/* The passphrase is typed once and sent with each chunk; it stays in its field until nothing waits. */
import { send } from "./fragment.js";

const form = document.querySelector("[data-signing]");
const words = form && form.dataset;
let total = 0;

const state = () => document.getElementById("penandatanganan");
const waiting = () => Number(state().dataset.waiting);
const part = (selector) => form.querySelector(selector);

function show() {
  const done = total - waiting();
  part("[data-progress]").hidden = false;
  part("progress").max = total;
  part("progress").value = done;
  part("[role=status]").textContent =
    words.going.replace("{done}", String(done)).replace("{total}", String(total));
}

function begin() {
  document.querySelectorAll("main .errors, main [role=alert]").forEach((each) => { each.remove(); });
  form.querySelectorAll(".field.bad").forEach((field) => {
    field.classList.remove("bad");
    field.querySelectorAll(".error").forEach((each) => { each.remove(); });
    field.querySelectorAll("[aria-invalid]").forEach((each) => { each.removeAttribute("aria-invalid"); });
  });
  part("button:not([type])").disabled = true;
  total = waiting();
  show();
}

/* What stopped it is said above the form, in sight on a phone; the passphrase must be typed again. */
function stop(sentence) {
  form.elements.passphrase.value = "";
  part("button:not([type])").disabled = false;
  part("h2").textContent = state().dataset.howMany;
  if (sentence) part("[role=status]").textContent = sentence;
  else if (waiting() === total) part("[data-progress]").hidden = true;
  form.elements.passphrase.focus();
  const said = state().querySelector("[role=alert]");
  if (!said) return;
  form.before(said);
  said.scrollIntoView({ block: "nearest" });
}

function finish() {
  form.elements.passphrase.value = "";
  form.querySelectorAll("h2, .field, button").forEach((each) => { each.hidden = true; });
  part("[role=status]").textContent = words.done;
  part("[role=status]").focus();
}

async function signAll() {
  const data = new FormData(form);
  let before = Infinity;
  for (;;) {
    state().replaceWith(await send(form.action, data, "signing"));
    show();
    if ("stopped" in state().dataset) return stop();
    if (!waiting()) return finish();
    if (waiting() >= before) return stop(words.broken);
    before = waiting();
  }
}

if (form) {
  form.addEventListener("submit", (event) => {
    if (!form.elements.passphrase.value || (form.elements.nik && !form.elements.nik.value)) return;
    event.preventDefault();
    begin();
    /* What the server refuses it says on the page. */
    signAll().catch((error) => (/^4/.test(error.message) ? form.submit() : stop(words.broken)));
  });
}
