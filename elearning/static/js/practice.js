/* A practice question answers in place. */
import { sendForm } from "./fragment.js";

export default async function practice(form) {
  form.classList.add("busy");
  try {
    const answer = await sendForm(form, "practice");
    form.replaceWith(answer);
    answer.querySelectorAll("[data-on=use]").forEach(start);
    const verdict = answer.querySelector("[data-focus]");
    if (verdict) verdict.focus();
  } catch (error) {
    form.classList.remove("busy");
    tellFailure(form);
  }
}

async function start(element) {
  (await import(element.dataset.module)).default(element);
}

function tellFailure(form) {
  let line = form.querySelector(".error");
  if (!line) {
    line = document.createElement("p");
    line.className = "error";
    line.setAttribute("role", "alert");
    form.append(line);
  }
  line.textContent = form.dataset.failed;
}
