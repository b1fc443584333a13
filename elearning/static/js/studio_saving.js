/* Saves a text while it is written; the plain form does the same without it.
   What has not reached the server stays on this device. */
import { csrfToken } from "./csrf.js";

const PAUSE = 2000;
const LONGEST = 30000;
const KEEPALIVE = 60000;

export default function saving(form, say) {
  const area = form.elements.text;
  const words = form.dataset;
  const store = `naskah-${words.file}`;
  const part = (name) => document.querySelector(`[data-${name}]`);
  const clock = new Intl.DateTimeFormat(document.documentElement.lang, {
    hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: words.zone,
  });
  let saved = area.value;
  let busy = false;
  let stopped = false; /* two texts wait for a decision */
  let wait = PAUSE;
  let timer;

  const show = (text, failed) => {
    part("save").textContent = text;
    part("save").className = failed ? "failed" : "";
  };
  const isDirty = () => area.value !== saved;
  const soon = (time) => {
    clearTimeout(timer);
    timer = setTimeout(flush, time);
  };
  const keep = () => {
    const rest = { base: +form.elements.base.value, text: area.value, at: Date.now() };
    try {
      if (isDirty()) localStorage.setItem(store, JSON.stringify(rest));
      else localStorage.removeItem(store);
    } catch (error) { /* the page holds it */ }
  };

  async function flush(byHand = false) {
    clearTimeout(timer);
    if (busy || stopped || !(isDirty() || byHand)) return;
    const text = area.value;
    if (new Blob([text]).size > 1000000) return show(words.tooLarge, true);
    busy = true;
    show(words.saving);
    try {
      take(await send(text, !byHand), text, byHand);
    } catch (error) {
      show(words.retrying, true);
      if (wait === PAUSE) say(words.retrying);
      wait = Math.min(wait * 2, LONGEST);
      soon(wait);
    }
    busy = false;
  }

  /* A page may be older than its sign-in: once more with a token of now */
  async function send(text, auto) {
    let answer = await ask(text, auto);
    if (answer.status === 400) {
      form.elements.csrf_token.value = await csrfToken();
      answer = await ask(text, auto);
    }
    tellSignedOut(answer.status === 401);
    const told = answer.ok || answer.status === 409 ? await answer.json() : null;
    if (!told || !(told.edition || told.reason === "conflict")) throw answer.status;
    return told;
  }

  function ask(text, auto) {
    const body = JSON.stringify({ text, base: +form.elements.base.value, auto });
    return fetch(form.action, {
      method: "POST",
      keepalive: body.length < KEEPALIVE,
      headers: { "Content-Type": "application/json", "X-CSRFToken": form.elements.csrf_token.value },
      body,
    });
  }

  function tellSignedOut(isOut) {
    const isNews = isOut && part("signed-out").hidden;
    part("signed-out").hidden = !isOut;
    if (isNews) say(part("signed-out").textContent);
  }

  function take(told, text, byHand) {
    wait = PAUSE;
    saved = text;
    if (told.reason) return meet(told);
    form.elements.base.value = told.edition;
    keep();
    const sentence = words.saved.replace("{time}", clock.format(new Date(told.saved_at)));
    if (byHand) say(sentence);
    if (isDirty()) {
      show(words.unsaved);
      soon(PAUSE);
    } else show(sentence);
  }

  /* Both texts are on the server now; what is typed on from here goes with the button to the comparison */
  function meet(told) {
    stopped = true;
    keep();
    show(words.undecided, true);
    part("by").textContent = told.by;
    part("conflict").hidden = false;
    part("conflict").focus();
  }

  area.addEventListener("input", () => {
    keep();
    if (!stopped) show(words.unsaved);
    soon(PAUSE);
  });
  area.addEventListener("blur", () => flush());
  form.addEventListener("submit", (event) => {
    if (stopped) return;
    event.preventDefault();
    flush(true);
  });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "s") {
      event.preventDefault();
      flush(true);
    }
  });
  /* Who signs out all the same leaves none behind */
  document.addEventListener("submit", (event) => {
    if ("signOut" in event.target.dataset && !event.defaultPrevented) saved = area.value;
  });
  addEventListener("online", () => { wait = PAUSE; flush(); });
  addEventListener("pagehide", () => flush());
  document.addEventListener("visibilitychange", () => flush());

  /* What an earlier visit could not send: it goes out as it was, on the edition it was written on */
  const restore = () => {
    const rest = JSON.parse(localStorage.getItem(store) || "null");
    if (!rest || rest.text === area.value) return localStorage.removeItem(store);
    area.value = rest.text;
    form.elements.base.value = rest.base;
    area.dispatchEvent(new Event("input", { bubbles: true }));
    say(words.restored);
    flush();
  };
  try { restore(); } catch (error) { /* no storage here */ }

  return { flush };
}
