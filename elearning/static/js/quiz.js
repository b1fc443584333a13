/* Saves the answers of an attempt while the person works; the plain form does the same without it. */
import { csrfToken } from "./csrf.js";
import * as store from "./unsent.js";

const PAUSE = 800;
const LONGEST = 30000;
const ROOM = 61000;
const BLINK = 50;
const FINAL = [403, 404, 413, 422]; /* trying again would change nothing */
const MONTH = 2592000;
const form = document.getElementById("kuis");
const address = form.getAttribute("action").replace(/\/jawaban$/, "");
const renew = () => (location.pathname === address ? location.reload() : location.replace(address));
const words = form.dataset;
const jumps = form.querySelector(".jumps").dataset;
const inputs = form.elements;
const part = (name) => form.querySelector(`[data-${name}]`);
const all = (selector) => Array.from(form.querySelectorAll(selector));
const fields = () => all("[data-question]");
/* A checked answer changes no more */
const open = () => fields().filter((field) => !("checked" in field.parentElement.dataset));
/* The server's moment lies between this page's request and its answer. The clock goes by the request, so that it never shows
   time that is over; the page ends by the answer, so that nobody loses a second */
const moment = performance.now();
const [trip = { requestStart: moment, responseStart: moment }] = performance.getEntriesByType("navigation");
const skew = Date.parse(words.now) - Date.now() + moment - trip.requestStart;
const doubt = trip.responseStart - trip.requestStart;
const now = () => Date.now() + skew;
const clock = new Intl.DateTimeFormat(document.documentElement.lang, {
  hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: words.zone,
});
const uuid = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte, n) => {
  const bits = n === 6 ? (byte & 15) | 64 : n === 8 ? (byte & 63) | 128 : byte;
  return ([4, 6, 8, 10].includes(n) ? "-" : "") + (bits + 256).toString(16).slice(1);
}).join("");

const client = uuid();
let deadline = Date.parse(part("total").dataset.deadline);
let base = +inputs.saved_seq.value;
let sent = []; /* on their way: ids and numbers stay */
let pending = {}; /* question: answer */
let stale = null; /* while the person decides */
let busy = false;
let over = false; /* the time is up */
let isReady = false; /* what closed tabs have kept is here */
let isOthers = false; /* there was something */
let isKept = true; /* what is not saved would survive a closed tab */
let isGone = false; /* signed out: nothing is kept any more */
let isOld = false; /* this page shows what has changed since */
let wait = PAUSE;
let timer;

const isWaiting = () => Object.keys(pending).length > 0;

/* The answer of each kind, as the server keeps it */
const boxes = (field) => Array.from(field.querySelectorAll("select,[type=text],textarea"));
const ticked = (field) => Array.from(field.querySelectorAll("input:checked"), (input) => input.value);
const own = (box) => box.name.split(".")[1];
const readers = {
  text: (field) => boxes(field)[0].value.trim(),
  number: (field) => boxes(field)[0].value.trim(),
  essay: (field) => boxes(field)[0].value.trim(),
  blanks: (field) => boxes(field).map((box) => box.value.trim()),
  matching: (field) => Object.assign({}, ...boxes(field).map((box) => box.value && { [own(box)]: box.value })),
  ordering: (field) => boxes(field).map((_box, at) => {
    const step = boxes(field).find((box) => +box.value === at + 1);
    return step ? own(step) : "";
  }),
};
const chosen = (field) => (readers[field.dataset.kind] || ticked)(field);
const spelled = (answer) => JSON.stringify(Object.entries(answer || []).filter((pair) => pair[1]).sort());
/* 2 answered, 1 in part, 0 not at all */
const progress = (field) => {
  const filled = field.dataset.kind ? boxes(field).map((box) => box.value.trim()) : [ticked(field).length];
  return filled.every(Boolean) ? 2 : +filled.some(Boolean);
};

const say = (text, state) => {
  part("save").textContent = text;
  part("save").className = `save ${state}`;
};
const soon = (time) => {
  clearTimeout(timer);
  timer = setTimeout(flush, time);
};

/* What is not saved survives a closed tab, or the page says that it would not */
const hasUnsent = () => sent.length > 0 || isWaiting();
const rest = () => ({ client, base, sent, pending, at: Date.now() });
const keep = async () => {
  if (isGone) return;
  if (!hasUnsent()) return store.remove(words.attempt, client);
  const was = isKept;
  isKept = await store.keep(words.attempt, client, rest());
  if (isKept !== was && wait > PAUSE) sayWaiting();
};
const sayWaiting = () => say(isKept ? words.retrying : words.fragile, "failed");
const forget = () => {
  sent = [];
  pending = {};
  return keep();
};

const later = () => all("[name=tandai]:checked").map((box) => box.value);
const count = () => {
  const marked = later();
  const done = fields().filter((field) => {
    const jump = part(`jump="${field.dataset.question}"`);
    const state = ["", "part", "done"][progress(field)];
    const isLater = marked.includes(field.dataset.question);
    const label = jumps[state || "todo"].replace("{number}", jump.textContent);
    jump.className = isLater ? `${state} later` : state;
    jump.setAttribute("aria-label", isLater ? `${label}, ${jumps.later}` : label);
    return state === "done";
  });
  part("answered").textContent = part("meter").value = done.length;
  form.querySelectorAll("[data-words]").forEach((said) => {
    const written = said.previousElementSibling.value.match(/\S+/g) || [];
    said.textContent = said.dataset.words.replace("{count}", written.length);
  });
};

/* The server reads the same cookie */
const keepMarks = () => {
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `tanda=${later().join(".")}; path=${address}; max-age=${MONTH}; samesite=lax${secure}`;
  count();
};

/* A request holds 64 KB, which a long essay nearly fills; what finds no room goes with the next */
const batch = () => {
  let room = ROOM;
  return Object.keys(pending).slice(0, 100).map((question, n) => ({
    id: uuid(), seq: base + 1 + n, question, answer: pending[question], at: new Date(now()).toISOString(),
  })).filter((event, n) => {
    room -= new Blob([JSON.stringify(event)]).size;
    return !n || room > 0;
  });
};

async function flush() {
  clearTimeout(timer);
  if (busy || stale || over || !isReady) return;
  if (!sent.length) {
    sent = batch();
    sent.forEach((event) => delete pending[event.question]);
    keep();
  }
  if (!sent.length) return;
  busy = true;
  say(words.saving, "busy");
  try {
    take(await send());
  } catch (error) {
    if (FINAL.includes(error)) giveUp(error);
    else if (!over) retry();
  }
  busy = false;
}

function retry() {
  wait = Math.min(wait * 2, LONGEST);
  sayWaiting();
  if (!isKept) keep();
  soon(wait);
}

/* What cannot be read is dropped; what this account may not send waits for the next choice */
function giveUp(status) {
  if (status === 422) sent = [];
  keep();
  say(words.refused, "failed");
}

async function send() {
  const answer = await fetch(form.action, {
    method: "POST",
    keepalive: true,
    headers: { "Content-Type": "application/json", "X-CSRFToken": inputs.csrf_token.value },
    body: JSON.stringify({ client, base, events: sent }),
  });
  tellSignedOut(answer.status === 401);
  if (answer.status === 400) inputs.csrf_token.value = await csrfToken();
  if (!answer.ok && answer.status !== 409) throw answer.status;
  return answer.json();
}

/* The message stands above the questions; it takes the focus once, so that it is seen */
function tellSignedOut(isOut) {
  const isNews = isOut && part("signed-out").hidden;
  part("signed-out").hidden = !isOut;
  if (isNews) part("signed-out").focus();
}

function take(state) {
  if (state.reason === "stale") compare(state);
  else if (state.reason === "checked") drop(state);
  else if (state.reason) leave();
  else goOn(state.saved_seq, state.deadline);
}

/* Another window has checked these answers: they stay as they were, all others are saved */
function drop(state) {
  pending = unsaved({ sent, pending });
  state.questions.forEach((question) => delete pending[question]);
  isOld = true;
  goOn(state.saved_seq);
}

function goOn(seq, until) {
  inputs.saved_seq.value = base = seq;
  deadline = Date.parse(until) || deadline;
  sent = [];
  wait = PAUSE;
  keep();
  if (isOld && !isWaiting()) renew();
  say(words.saved.replace("{time}", clock.format(now())), "");
  if (isWaiting()) soon(0);
}

const unsaved = (kept) => (
  Object.assign({}, ...kept.sent.map((event) => ({ [event.question]: event.answer })), kept.pending)
);
const fill = (field, value) => boxes(field).forEach((box, at) => { box.value = value(box, at) || ""; });
const writers = {
  text: (field, answer) => fill(field, () => answer),
  number: (field, answer) => fill(field, () => answer),
  essay: (field, answer) => fill(field, () => answer),
  blanks: (field, answer) => fill(field, (_box, at) => answer[at]),
  matching: (field, answer) => fill(field, (box) => answer[own(box)]),
  ordering: (field, answer) => {
    fill(field, (box) => answer.indexOf(own(box)) + 1);
    field.querySelector("[data-order]").dispatchEvent(new Event("arrange"));
  },
};
const tick = (field, answer) => field.querySelectorAll("input").forEach((input) => {
  input.checked = answer.includes(input.value);
});
const show = (answers) => open().forEach((field) => {
  const answer = answers[field.dataset.question] || [];
  (writers[field.dataset.kind] || tick)(field, answer);
});

/* Another window went on: only what was chosen here is in question, what was chosen there stays;
   where both say the same nobody decides */
function compare(state) {
  const mine = unsaved({ sent, pending });
  pending = {};
  sent = [];
  Object.keys(mine).forEach((question) => {
    if (spelled(mine[question]) !== spelled(state.answers[question])) pending[question] = mine[question];
  });
  show({ ...state.answers, ...pending });
  count();
  if (!isWaiting()) return goOn(state.saved_seq);
  stale = state;
  keep();
  say(words.undecided, "failed");
  part("stale").hidden = false;
  part("stale").focus();
}

/* This address shows a closed attempt's result, an open one's saved answers */
async function leave() {
  await forget();
  renew();
}

part("use-server").addEventListener("click", leave);
part("use-screen").addEventListener("click", () => {
  part(`question="${Object.keys(pending)[0]}"`).querySelector("input,select,textarea").focus();
  part("stale").hidden = true;
  base = stale.saved_seq;
  sent = [];
  stale = null;
  flush();
});
form.addEventListener("input", (event) => {
  const field = event.target.closest("[data-question]");
  if (!field) return keepMarks();
  pending[field.dataset.question] = chosen(field);
  keep();
  count();
  if (!stale) say(words.saving, "busy");
  soon(PAUSE);
});
/* Enter in a field saves and stays */
form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.target.type !== "text") return;
  event.preventDefault();
  flush();
});
form.addEventListener("click", (event) => {
  const button = event.target.closest("[name=periksa]");
  if (!button) return;
  event.preventDefault();
  import("./quiz_checking.js").then((module) => module.default(button, { words, inputs, progress, saveAll, count }));
});
all("[data-order]").forEach(async (area) => (await import(area.dataset.module)).default(area));
/* Who signs out all the same leaves none behind */
document.addEventListener("unsent", (event) => { if (hasUnsent()) event.preventDefault(); });
document.addEventListener("forget", () => {
  isGone = over = true;
  clearTimeout(timer);
  forget();
});
addEventListener("beforeunload", (event) => {
  if (isKept || isGone || !hasUnsent()) return;
  event.preventDefault();
  event.returnValue = "";
});
addEventListener("pageshow", () => { if (isGone) renew(); });
addEventListener("online", () => (over ? finish() : flush()));
document.addEventListener("visibilitychange", flush);

/* Before an answer is checked everything is saved */
async function saveAll() {
  while (busy) await new Promise((ready) => setTimeout(ready, BLINK));
  await flush();
  if (sent.length || stale) throw new Error("not saved");
  if (isWaiting()) await saveAll();
}

const passTime = () => {
  const left = Math.max(0, Math.floor((deadline - now()) / 1000));
  const warning = left > 300 ? "" : left > 60 ? words.five : words.one;
  part("left").textContent = new Date(left * 1000).toISOString().slice(11, 19).replace(/^0(0:0?)?/, "");
  if (part("warning").textContent !== warning) {
    part("warning").textContent = warning;
    part("warning").className = warning && "notice warning";
    part("left").parentElement.className = warning ? "left low" : "left";
  }
  if (left < 3) flush();
  if (now() > deadline + doubt + 1000) finish();
};
const ticking = deadline && setInterval(passTime, 1000);
if (deadline) passTime();

/* Without a connection the page stays and says so; the result comes with the connection */
async function finish() {
  clearInterval(ticking);
  clearTimeout(timer);
  over = true;
  try {
    await fetch(address, { method: "HEAD", cache: "no-store" });
    renew();
  } catch (error) {
    say(words.ended, "failed");
    part("warning").textContent = words.over;
    part("warning").className = "notice warning";
    part("warning").scrollIntoView({ block: "center" });
    timer = setTimeout(finish, LONGEST / 6);
  }
}

/* What closed tabs have kept: the oldest batch goes out as it was, a later choice replaces an earlier one, and what was
   chosen here meanwhile all of them */
const merge = (rests) => {
  const [oldest, ...others] = rests.filter((each) => each.client !== client);
  if (!oldest) return rest();
  ({ base, sent } = oldest);
  pending = Object.assign({}, oldest.pending, ...others.map(unsaved), pending);
  isOthers = true;
  return rest();
};
/* What was chosen or marked before this script had come */
const drawn = (box) => Array.from(box.options).find((each) => each.defaultSelected) || box.options[0];
const isTouched = (box) => (box.options ? box.value !== drawn(box).value
  : box.value !== box.defaultValue || box.checked !== box.defaultChecked);
open().filter((field) => Array.from(field.querySelectorAll("input,select,textarea")).some(isTouched)).forEach((field) => {
  pending[field.dataset.question] = chosen(field);
});
if (isWaiting()) keep();
if (all("[name=tandai]").some(isTouched)) keepMarks();
store.takeOver(words.attempt, client, merge).then((kept) => { isKept = kept; }, () => { isKept = false; }).then(() => {
  isReady = true;
  if (isOthers) {
    const shown = Object.assign({}, ...open().map((field) => ({ [field.dataset.question]: chosen(field) })));
    show({ ...shown, ...unsaved({ sent, pending }) });
    count();
  }
  flush();
});
count();
