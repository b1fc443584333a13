/* Saves the answers of an attempt while the person works; the plain form does the same without it. */
import { csrfToken } from "./csrf.js";

const PAUSE = 800; // ms after the last change
const LONGEST = 30000; // ms between tries
const MOST = 100; // events a request
const form = document.getElementById("kuis");
const words = form.dataset;
const part = (name) => form.querySelector(`[data-${name}]`);
const fields = Array.from(form.querySelectorAll("[data-question]"));
const store = `jawaban-${words.attempt}`;
const skew = Date.parse(words.now) - Date.now();
const now = () => Date.now() + skew;
const clock = new Intl.DateTimeFormat(document.documentElement.lang, {
  hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: words.zone,
});

const uuid = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
};

const client = uuid();
let token = form.elements.csrf_token.value;
let base = Number(form.elements.saved_seq.value);
let sent = []; // on their way: ids and numbers stay the same until the server answers
let pending = {}; // question → answer, without a number yet
let stale = null; // the server's state, while the person decides
let busy = false;
let wait = PAUSE;
let timer = 0;

/* What is not saved survives a closed tab */
const isUnsaved = () => sent.length > 0 || Object.keys(pending).length > 0;
const keep = () => {
  try {
    if (isUnsaved()) localStorage.setItem(store, JSON.stringify({ base, sent, pending }));
    else localStorage.removeItem(store);
  } catch (error) { /* no storage: the page itself still holds them */ }
};
const kept = () => {
  try { return JSON.parse(localStorage.getItem(store)); } catch (error) { return null; }
};

const chosen = (field) => Array.from(field.querySelectorAll("input:checked"), (input) => input.value);
const same = (one, other) => String(one.slice().sort()) === String((other || []).slice().sort());
const say = (text, state) => {
  const line = part("save");
  line.textContent = text;
  line.className = `save ${state}`;
};

const count = () => {
  const done = fields.filter((field) => {
    const jump = form.querySelector(`[data-jump="${field.dataset.question}"]`);
    const answered = chosen(field).length > 0;
    jump.classList.toggle("done", answered);
    jump.setAttribute("aria-label", answered ? jump.dataset.done : jump.dataset.todo);
    return answered;
  });
  part("answered").textContent = done.length;
  part("meter").value = done.length;
};

const soon = (time) => {
  clearTimeout(timer);
  timer = setTimeout(flush, time);
};

const again = () => {
  say(words.retrying, "failed");
  wait = Math.min(wait * 2, LONGEST);
  soon(wait);
};

async function flush() {
  clearTimeout(timer);
  if (busy || stale) return;
  if (!sent.length) {
    const questions = Object.keys(pending).slice(0, MOST);
    sent = questions.map((question, n) => ({
      id: uuid(), seq: base + 1 + n, question, answer: pending[question], at: new Date(now()).toISOString(),
    }));
    questions.forEach((question) => delete pending[question]);
    keep();
  }
  if (!sent.length) return;
  busy = true;
  say(words.saving, "busy");
  try {
    take(await send());
  } catch (error) {
    again();
  }
  busy = false;
}

async function send() {
  const answer = await fetch(form.action, {
    method: "POST",
    keepalive: true,
    headers: { "Content-Type": "application/json", "X-CSRFToken": token },
    body: JSON.stringify({ client, base, events: sent }),
  });
  part("signed-out").hidden = answer.status !== 401;
  if (answer.status === 400) token = await csrfToken();
  if (!answer.ok && answer.status !== 409) throw new Error(String(answer.status));
  return answer.json();
}

function take(state) {
  if (state.reason === "stale") return compare(state);
  if (state.reason) return leave();
  wait = PAUSE;
  goOn(state.saved_seq);
}

/* Everything up to a number is on the server */
function goOn(seq) {
  base = seq;
  form.elements.saved_seq.value = seq;
  sent = [];
  keep();
  say(words.saved.replace("{time}", clock.format(now())), "");
  if (isUnsaved()) soon(0);
}

/* Another window went on: when both say the same nobody needs to decide */
function compare(state) {
  pending = {};
  fields.forEach((field) => {
    const answer = chosen(field);
    if (!same(answer, state.answers[field.dataset.question])) pending[field.dataset.question] = answer;
  });
  if (!isUnsavedAfter()) return goOn(state.saved_seq);
  stale = state;
  keep();
  say(words.retrying, "failed");
  part("stale").hidden = false;
  part("stale").focus();
}
const isUnsavedAfter = () => Object.keys(pending).length > 0;

/* The attempt is closed, or the server's answers are wanted: this same address shows them */
function leave() {
  sent = [];
  pending = {};
  keep();
  location.reload();
}

part("use-server").addEventListener("click", leave);
part("use-screen").addEventListener("click", () => {
  base = stale.saved_seq;
  sent = [];
  stale = null;
  part("stale").hidden = true;
  flush();
});

form.addEventListener("change", (event) => {
  const field = event.target.closest("[data-question]");
  if (!field) return;
  pending[field.dataset.question] = chosen(field);
  keep();
  count();
  say(words.saving, "busy");
  soon(PAUSE);
});
addEventListener("online", flush);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") flush();
});

/* The server's deadline; the warning is read out */
const deadline = Date.parse(part("total").dataset.deadline);
const face = (seconds) => {
  const two = (number) => String(number).padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return (hours ? `${hours}:${two(minutes)}` : minutes) + `:${two(seconds % 60)}`;
};
const warn = (text) => {
  const box = part("warning");
  if (box.textContent === text) return;
  const line = document.createElement("p");
  line.className = "notice warning";
  line.textContent = text;
  box.replaceChildren ? box.replaceChildren(line) : ((box.textContent = ""), box.append(line));
};
const tick = () => {
  const left = Math.max(0, Math.floor((deadline - now()) / 1000));
  part("left").textContent = face(left);
  part("left").parentElement.classList.toggle("low", left <= 300);
  if (left <= 300) warn(left <= 60 ? words.one : words.five);
  if (left <= 2) flush();
  if (now() > deadline + 1000) {
    clearInterval(ticking);
    location.reload();
  }
};
const ticking = deadline ? setInterval(tick, 1000) : 0;

const rest = kept();
if (rest) {
  ({ base, sent, pending } = rest);
  const answers = Object.assign({}, ...sent.map((event) => ({ [event.question]: event.answer })), pending);
  fields.filter((field) => field.dataset.question in answers).forEach((field) => {
    field.querySelectorAll("input").forEach((input) => {
      input.checked = answers[field.dataset.question].includes(input.value);
    });
  });
  soon(0);
}
count();
