/* The editor: everything here is comfort over a plain form. */
import images from "./studio_images.js";
import preview from "./studio_preview.js";
import saving from "./studio_saving.js";
import { goToLine, replaceLines, wrap } from "./studio_text.js";

const form = document.getElementById("naskah");
const area = form.elements.text;
const desk = document.querySelector("[data-desk]");
const said = form.querySelector("[data-said]");

const say = (text, failed) => {
  said.textContent = text;
  said.className = failed ? "error" : "vh";
};

/* On a narrow screen text and preview take turns */
const views = document.querySelector("[data-views]");
const look = (name) => {
  desk.classList.toggle("one", name === "write");
  desk.classList.toggle("two", name === "read");
  views.querySelectorAll("button").forEach((button) => {
    button.setAttribute("aria-pressed", String(button.dataset.view === name));
  });
};
views.hidden = false;
views.addEventListener("click", (event) => {
  if (event.target.dataset.view) look(event.target.dataset.view);
});
look("write");

/* Buttons that insert; arrow keys lead along them */
const tools = form.querySelector("[data-tools]");
tools.hidden = false;
form.querySelector("[data-plain]").hidden = true;
tools.addEventListener("click", (event) => {
  const button = event.target.closest("[data-insert]");
  if (!button) return;
  const menu = button.closest("details");
  if (menu) menu.open = false;
  const { before, sample, after } = button.dataset;
  wrap(area, { before, sample, after, block: "block" in button.dataset });
});
tools.addEventListener("keydown", (event) => {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (!step) return;
  const stops = Array.from(tools.querySelectorAll("button, summary")).filter((each) => each.offsetParent);
  const next = stops[(stops.indexOf(document.activeElement) + step + stops.length) % stops.length];
  event.preventDefault();
  next.focus();
});

/* What the check says leads to its line; what needs no decision is done at once */
const read = document.querySelector("[data-read]");
read.addEventListener("click", (event) => {
  const link = event.target.closest("[data-line]");
  if (!link) return;
  event.preventDefault();
  look("write");
  goToLine(area, +link.dataset.line);
});
read.addEventListener("submit", (event) => {
  const fix = event.target;
  if (!("fix" in fix.dataset) || "rename" in fix.dataset) return;
  event.preventDefault();
  const lines = "empty" in fix.dataset ? [] : fix.dataset.lines.split("\n");
  look("write");
  replaceLines(area, +fix.dataset.first, +fix.dataset.last, lines);
  shown.ask();
});

/* The advanced editor comes when it is asked for */
const switcher = form.querySelector("[data-advanced]");
switcher.hidden = false;
switcher.addEventListener("click", async () => {
  if (area.advanced) area.advanced.leave();
  else (await import("./studio_advanced.js")).default(area, form.dataset.label);
  switcher.textContent = area.advanced ? form.dataset.plainEditor : form.dataset.advancedEditor;
});

const shown = preview(form);
saving(form, say);
images(form, say);
if (form.dataset.line) goToLine(area, +form.dataset.line);
