/* The preview beside the text: asked for when the writer rests, the older question dropped. */
import { send } from "./fragment.js";

const PAUSE = 400;
const LONGEST = 8000;

export default function preview(form) {
  const area = form.elements.text;
  const part = (name) => document.querySelector(`[data-${name}]`);
  let running = null;
  let timer;
  let wait = PAUSE;

  const soon = (time) => {
    clearTimeout(timer);
    timer = setTimeout(ask, time);
  };

  async function ask() {
    if (running) running.abort();
    const own = running = new AbortController();
    const data = new FormData();
    data.append("csrf_token", form.elements.csrf_token.value);
    data.append("text", area.value);
    try {
      const found = await send(form.dataset.preview, data, "preview", own.signal);
      if (own === running) put(found);
    } catch (error) {
      if (own !== running || error.message === "aborted") return;
      part("preview-said").textContent = form.dataset.previewFailed;
      wait = Math.min(wait * 2, LONGEST);
      soon(wait);
    }
  }

  function put(found) {
    const piece = (name) => found.querySelector(`[data-part=${name}]`);
    const fill = (name, from) => part(name).replaceChildren
      ? part(name).replaceChildren(...piece(from).childNodes)
      : refill(part(name), piece(from));
    running = null;
    wait = PAUSE;
    part("preview-said").textContent = "";
    fill("shown", "preview");
    fill("faults", "faults");
    fill("counts", "counts");
    part("title").textContent = piece("title").textContent;
    if (part("name") && piece("title").textContent) part("name").textContent = piece("title").textContent;
    part("number").textContent = piece("number").textContent;
  }

  function refill(element, source) {
    while (element.firstChild) element.firstChild.remove();
    while (source.firstChild) element.append(source.firstChild);
  }

  area.addEventListener("input", () => soon(PAUSE));
  return { ask };
}
