/* An answer is checked in place: everything is saved first, then the question comes back with its feedback. */
import { send } from "./fragment.js";

export default async function check(button, { words, inputs, progress, saveAll, count }) {
  const area = button.closest("[data-asked]");
  if (!progress(area.querySelector("[data-question]"))) return complain(area, words.unanswered);
  button.disabled = true;
  try {
    await saveAll();
    const data = new FormData();
    data.append("csrf_token", inputs.csrf_token.value);
    data.append("periksa", button.value);
    const answer = await send(button.formAction, data, "check");
    answer.querySelector("[name=tandai]").checked = area.querySelector("[name=tandai]").checked;
    area.replaceWith(answer);
    answer.querySelector("[data-verdict]").focus();
  } catch (error) {
    button.disabled = false;
    complain(area, words.failed);
  }
  count();
}

function complain(area, text) {
  const line = area.querySelector(".error") || document.createElement("p");
  line.className = "error";
  line.setAttribute("role", "alert");
  line.textContent = text;
  area.append(line);
}
