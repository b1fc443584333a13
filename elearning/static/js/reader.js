/* Tools at a paragraph: bookmark, private note, error report; and the size of the text.
   The lesson's page "catatan" does the same without it. */
import { csrfToken } from "./csrf.js";

const BLOCKS = "p,li,tr,dt,dd,pre,figcaption,caption,summary,blockquote,div";
const ASIDE = "h1,h2,h3,h4,h5,h6,.footnote-ref,.footnote-backref,.task";
const YEAR = 31536000;
const PICTURES = { more: "M8 3v.01M8 8v.01M8 13v.01", bookmark: "M4 2h8v12l-4-3-4 3z", note: "M3 2.5h10v11H3zM5.5 6h5M5.5 9h3" };
const here = location.pathname;
const quoteOf = (text) => text.replace(/\s+/g, " ").trim().slice(0, 60);

/* What a paragraph is known by: as learning/lessons/paragraphs.py has it */
const lettersOf = (text) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
function digestOf(letters) {
  let one = 0xdeadbeef;
  let two = 0x41c6ce57;
  for (const letter of letters) {
    one = Math.imul(one ^ letter.codePointAt(0), 2654435761);
    two = Math.imul(two ^ letter.codePointAt(0), 1597334677);
  }
  return [one, two].map((part) => (part >>> 0).toString(16).padStart(8, "0")).join("");
}

export function paragraphsIn(article) {
  const texts = new Map(Array.from(article.querySelectorAll(BLOCKS), (block) => [block, ""]));
  const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const block = node.parentElement.closest(`${BLOCKS},${ASIDE}`);
    if (texts.has(block) && !block.closest("form")) texts.set(block, texts.get(block) + node.data);
  }
  const seen = {};
  const found = [];
  texts.forEach((text, block) => {
    const letters = lettersOf(text);
    if (!letters) return;
    seen[letters] = (seen[letters] || 0) + 1;
    const again = seen[letters] > 1 ? `-${seen[letters]}` : "";
    found.push({ block, digest: digestOf(letters) + again, quote: quoteOf(text) });
  });
  return found;
}

const make = (name, values, ...children) => {
  const element = Object.assign(document.createElement(name), values);
  element.append(...children);
  return element;
};
const drawn = (name) => {
  const [picture, path] = ["svg", "path"].map((tag) => document.createElementNS("http://www.w3.org/2000/svg", tag));
  picture.setAttribute("viewBox", "0 0 16 16");
  picture.setAttribute("class", "ico");
  picture.setAttribute("aria-hidden", "true");
  path.setAttribute("d", PICTURES[name]);
  picture.append(path);
  return picture;
};

/* Where the button stands, and where the menu opens */
const hostOf = (block) => (block.matches("tr") ? block.cells[0] : block.closest(".highlight") || block);
const openAt = (block, menu) => {
  const around = block.closest(block.matches("dt") ? "dl" : "tr,caption,figure,.highlight") || block;
  const place = around.closest(".tablewrap") || around;
  if (place.matches("li,dd")) place.append(menu); else place.after(menu);
};

class Tools {
  constructor(article, told) {
    Object.assign(this, told, { article, menu: null, token: null, place: 0 });
    const fitting = paragraphsIn(article).filter(({ block }) => !block.matches("summary"));
    this.spots = fitting.map((spot, place) => this.equip(spot, place));
    if (!this.spots.length) return;
    this.spots[0].button.tabIndex = 0;
    article.append(make("p", { className: "vh", id: "petunjuk-alat", textContent: this.words.hint }));
    if (this.words.changed) article.append(make("p", {}, make("a", { href: `${here}/catatan`, textContent: this.words.changed })));
    article.addEventListener("click", (event) => this.point(event));
    article.addEventListener("keydown", (event) => this.press(event));
    this.comeBack();
  }

  equip(spot, place) {
    const button = make("button", { type: "button", className: "tool", tabIndex: -1 });
    button.setAttribute("aria-label", this.words.tools.replace("{quote}", spot.quote));
    button.setAttribute("aria-describedby", "petunjuk-alat");
    button.setAttribute("aria-expanded", "false");
    button.addEventListener("click", () => this.toggle(made));
    button.addEventListener("focus", () => this.stand(place));
    const made = { ...spot, button, host: hostOf(spot.block), mark: this.marks[spot.digest] || { note: "" } };
    made.host.classList.add("tooled");
    made.host.append(button);
    this.show(made);
    return made;
  }

  show({ button, mark }) {
    const name = mark.note ? "note" : mark.bookmarked ? "bookmark" : "more";
    button.textContent = "";
    button.append(drawn(name));
    button.classList.toggle("on", name !== "more");
    button.classList.toggle("kept", Boolean(mark.bookmarked));
  }

  /* One stop for the Tab key: the arrows go from paragraph to paragraph */
  stand(place) {
    this.spots[this.place].button.tabIndex = -1;
    this.spots[place].button.tabIndex = 0;
    this.place = place;
  }

  press(event) {
    if (event.key === "Escape" && this.menu) this.close(true);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !event.target.matches(".tool")) return;
    event.preventDefault();
    const next = this.spots[this.place + step];
    if (next) next.button.focus();
  }

  /* A tap on a paragraph shows its button */
  point(event) {
    if (event.target.closest("a,button,abbr,summary,input,label,textarea,.toolmenu") || String(getSelection())) return;
    const host = event.target.closest(".tooled");
    this.article.querySelectorAll(".near").forEach((other) => other.classList.remove("near"));
    if (host) host.classList.add("near");
  }

  toggle(spot) {
    const again = this.menu && this.menu.spot === spot;
    this.close(again);
    if (!again) this.open(spot);
  }

  close(back) {
    if (!this.menu) return;
    const { spot } = this.menu;
    this.menu.remove();
    this.menu = null;
    spot.block.classList.remove("chosen");
    spot.button.setAttribute("aria-expanded", "false");
    if (back) spot.button.focus();
  }

  open(spot) {
    const { words } = this;
    const act = (text, work) => {
      const button = make("button", { type: "button", className: "btn plain", textContent: text });
      button.addEventListener("click", () => work(button));
      return button;
    };
    const mark = act("", () => this.bookmark(spot, mark));
    const note = act(words.note, () => this.write(spot).focus());
    const report = make("a", { className: "btn plain", href: `${here}/laporan?paragraf=${spot.digest}`, textContent: words.report });
    const shut = act(words.close, () => this.close(true));
    this.status = make("p", { className: "small" });
    this.status.setAttribute("role", "status");
    this.menu = make("div", { className: "toolmenu", spot }, make("div", { className: "row" }, mark, note, report, shut), this.status);
    this.menu.setAttribute("role", "group");
    this.menu.setAttribute("aria-label", spot.button.getAttribute("aria-label"));
    this.name(spot, mark);
    spot.block.classList.add("chosen");
    openAt(spot.block, this.menu);
    spot.button.setAttribute("aria-expanded", "true");
    if (spot.mark.note) this.write(spot);
    mark.focus();
  }

  name(spot, button) {
    button.textContent = spot.mark.bookmarked ? this.words.unmark : this.words.bookmark;
  }

  async bookmark(spot, button) {
    const bookmarked = !spot.mark.bookmarked;
    if (!(await this.send("/tanda", { paragraf: spot.digest, tanda: bookmarked ? "ya" : "tidak" }))) return;
    spot.mark.bookmarked = bookmarked;
    this.show(spot);
    this.name(spot, button);
  }

  write(spot) {
    const old = this.menu.querySelector("textarea");
    if (old) return old;
    const field = make("textarea", { id: "catatan-alat", rows: 3, maxLength: this.longest, value: spot.mark.note });
    const save = make("button", { className: "btn ghost", textContent: this.words.save });
    const label = make("label", { htmlFor: field.id, textContent: this.words.private });
    const form = make("form", {}, make("div", { className: "field" }, label, field), save);
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const note = field.value.trim();
      if (!(await this.send("/catatan", { paragraf: spot.digest, catatan: note }))) return;
      spot.mark.note = note;
      this.show(spot);
    });
    this.status.before(form);
    return field;
  }

  async send(path, fields) {
    const { words, status } = this;
    try {
      this.token = this.token || await csrfToken();
      const headers = { "X-CSRFToken": this.token, "X-Fragment": "mark" };
      const answer = await fetch(here + path, { method: "POST", headers, body: new URLSearchParams(fields) });
      if (answer.status !== 204) this.token = null;
      const trouble = answer.redirected ? words.out : answer.status === 409 ? words.stale : words.failed;
      status.textContent = answer.status === 204 ? words.saved : trouble;
      return answer.status === 204;
    } catch (error) {
      status.textContent = words.failed;
      return false;
    }
  }

  /* An address from the list of all notes names a paragraph, perhaps by its words of before */
  comeBack() {
    const wanted = location.hash.replace("#paragraf-", "");
    const found = this.spots.find(({ digest, mark }) => digest === wanted || mark.was === wanted);
    if (!found) return;
    found.host.scrollIntoView({ block: "center" });
    found.button.focus({ preventScroll: true });
  }
}

function sizes(group) {
  const links = Array.from(group.querySelectorAll("a"));
  const main = document.querySelector("main");
  const nameOf = (link) => link.pathname.split("/").pop();
  links.forEach((link) => link.addEventListener("click", (event) => {
    event.preventDefault();
    document.cookie = `teks=${nameOf(link)};path=/;max-age=${YEAR};samesite=lax`;
    links.forEach((other) => {
      main.classList.toggle(`teks-${nameOf(other)}`, other === link);
      if (other === link) other.setAttribute("aria-current", "true"); else other.removeAttribute("aria-current");
    });
  }));
}

export default async function reader(group) {
  sizes(group);
  const article = document.querySelector("article");
  const answer = await fetch(`${here}/catatan.json`, { headers: { Accept: "application/json" } });
  if (!answer.ok || answer.redirected) return;
  const told = await answer.json();
  const style = make("link", { rel: "stylesheet", href: told.style });
  style.onload = () => new Tools(article, told);
  document.head.append(style);
}
