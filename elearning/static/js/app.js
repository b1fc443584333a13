/* Every page works without this; it adds comfort. */
const all = (selector, work) => document.querySelectorAll(selector).forEach(work);

/* A form that may be answered with a page instead of the way to it; that page takes its own address */
all("[name=langsung]", (field) => { field.value = "1"; });
const { address } = document.documentElement.dataset;
const place = () => {
  if (location.pathname !== address) history.replaceState(null, "", address + location.hash);
};
if (address) {
  place();
  addEventListener("popstate", place); /* a jump inside the page may have come first */
}

/* "Tampilkan kata sandi" */
all("[data-reveal]", (button) => {
  const field = document.getElementById(button.dataset.reveal);
  const show = button.textContent;
  button.hidden = false;
  button.addEventListener("click", () => {
    const hidden = field.type === "password";
    field.type = hidden ? "text" : "password";
    button.textContent = hidden ? button.dataset.hide : show;
  });
  if (field.form) field.form.addEventListener("submit", () => { field.type = "password"; });
});

/* Messages that can be closed */
all("[data-close]", (button) => {
  button.hidden = false;
  button.addEventListener("click", () => button.parentElement.remove());
});

/* After a refused form the summary speaks first */
all("[data-focus]", (element) => element.focus());

/* Menus close on Escape and on a click elsewhere */
const closeMenus = (event) => all("[data-menu][open]", (menu) => {
  const away = event.type === "click" && !menu.contains(event.target);
  if (!away && event.key !== "Escape") return;
  menu.open = false;
  if (!away) menu.firstElementChild.focus();
});
document.addEventListener("click", closeMenus);
document.addEventListener("keydown", closeMenus);

/* Glossary: tap or Enter on an abbreviation shows its meaning; the first of each term takes the focus */
let meaning = null;
const hideMeaning = () => { if (meaning) meaning.remove(); meaning = null; };
const showMeaning = (abbr) => {
  hideMeaning();
  meaning = document.createElement("div");
  meaning.className = "pop";
  meaning.setAttribute("role", "status");
  const term = document.createElement("b");
  term.textContent = abbr.textContent;
  document.body.append(meaning);
  meaning.append(term, abbr.title);
};
const known = new Set();
all("abbr[title]", (abbr) => {
  if (known.has(abbr.textContent)) return;
  known.add(abbr.textContent);
  abbr.tabIndex = 0;
  abbr.setAttribute("role", "button");
});
document.addEventListener("click", (event) => {
  const abbr = event.target.closest("abbr[title]");
  if (abbr) showMeaning(abbr); else hideMeaning();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") hideMeaning();
  if (event.target.matches("abbr[title]") && (event.key === "Enter" || event.key === " ")) {
    event.preventDefault();
    showMeaning(event.target);
  }
});

/* Modules named by data-module come when they are first needed: at a form's submit, at the first scroll, or at the first
   sign that somebody is there */
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.on !== "submit") return;
  event.preventDefault();
  import(form.dataset.module).then((module) => module.default(form), () => form.submit());
});
const SIGNS = { scroll: ["scroll"], use: ["wheel", "touchstart", "pointermove", "pointerdown", "keydown", "focusin"] };
all("[data-on=scroll], [data-on=use]", (element) => {
  const { on, anchor, module } = element.dataset;
  let started = null;
  const start = () => { started = started || import(module).then((loaded) => loaded.default(element)); };
  if (anchor || (on === "use" && location.hash.startsWith("#paragraf-"))) start();
  else SIGNS[on].forEach((sign) => addEventListener(sign, start, { once: true, passive: true }));
});

/* Answers that have not been sent are asked about before signing out, and have no place beside a result */
const unsent = () => import("./unsent.js");
all("[data-sign-out]", (form) => form.addEventListener("submit", (event) => {
  event.preventDefault();
  unsent().then((module) => module.signOut(form)).catch(() => form.submit());
}));
all("[data-closed-attempt]", (result) => unsent().then((module) => module.close(result.dataset.closedAttempt)));
