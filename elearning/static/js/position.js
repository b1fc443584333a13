/* Remembers the heading last read, at most every ten seconds, so that one resumes exactly there. */
import { csrfToken } from "./csrf.js";

const PAUSE = 10000;

export default function position(article) {
  const headings = Array.from(article.querySelectorAll("h2[id],h3[id],h4[id]"));
  const place = headings.find((heading) => heading.id === article.dataset.anchor);
  /* On a weak link this comes late: who has begun to scroll is not pulled away. */
  if (place && !location.hash && !scrollY) place.scrollIntoView();
  let sent = article.dataset.anchor;
  let token = null;
  let waiting = null;
  /* Asked for early: a page that is being left has no time to ask. */
  const ready = async () => { token = token || await csrfToken(); };

  /* Further down, what is read still stands above the heading and would be skipped. */
  const here = () => headings.filter((heading) => heading.getBoundingClientRect().top < innerHeight / 4).pop();
  const send = async () => {
    waiting = null;
    const heading = here();
    if (!heading || heading.id === sent) return;
    try {
      if (!token) await ready();
      const answer = await fetch(article.dataset.positionUrl, {
        method: "POST",
        keepalive: true,
        headers: { "Content-Type": "application/json", "X-CSRFToken": token },
        body: JSON.stringify({ anchor: heading.id }),
      });
      if (answer.ok) sent = heading.id; else token = null;
    } catch (error) {
      token = null; /* offline: the next scroll tries again */
    }
  };
  addEventListener("scroll", () => { waiting = waiting || setTimeout(send, PAUSE); }, { passive: true });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && waiting) { clearTimeout(waiting); send(); }
  });
  waiting = setTimeout(send, PAUSE);
  setTimeout(() => ready().catch(() => {}), 1000);
}
