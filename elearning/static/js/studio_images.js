/* A picture that is pasted, dropped or chosen is uploaded, described and put into the text. */
import { csrfToken } from "./csrf.js";
import { insertBlock } from "./studio_text.js";

const picturesIn = (list) => Array.from(list || []).filter((file) => file.type.startsWith("image/"));

export default function images(form, say) {
  const area = form.elements.text;
  const words = form.dataset;
  const input = form.querySelector("[data-file-input]");
  const button = form.querySelector("[data-picture]");

  async function upload(file) {
    const data = new FormData();
    data.append("berkas", file, file.name || "gambar.png");
    const answer = await fetch(words.media, {
      method: "POST", headers: { Accept: "application/json", "X-CSRFToken": await csrfToken() }, body: data,
    });
    const told = await answer.json().catch(() => ({}));
    if (!answer.ok) throw new Error(told.remedy || words.uploadFailed);
    return told.names[0];
  }

  async function take(files) {
    for (const file of files) {
      say(words.uploading);
      try {
        const name = await upload(file);
        const alt = (prompt(words.alt) || "").replace(/[[\]\n]/g, " ").trim();
        insertBlock(area, `![${alt}](media/${name})\n\n`);
        say(words.uploaded);
      } catch (error) {
        say(error.message || words.uploadFailed, true);
      }
    }
  }

  /* Heard before the field or the advanced editor hears it */
  const place = area.parentElement;
  const taking = (event, list) => {
    const files = picturesIn(list);
    if (!files.length) return;
    event.preventDefault();
    event.stopPropagation();
    take(files);
  };
  place.addEventListener("paste", (event) => taking(event, event.clipboardData.files), true);
  place.addEventListener("drop", (event) => taking(event, event.dataTransfer.files), true);
  place.addEventListener("dragover", (event) => {
    if (Array.from(event.dataTransfer.types).includes("Files")) event.preventDefault();
  });
  button.addEventListener("click", () => input.click());
  input.addEventListener("change", () => take(picturesIn(input.files)).then(() => { input.value = ""; }));
}
