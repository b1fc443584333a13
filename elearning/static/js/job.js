/* Watches a job: asks how far it has come, and loads the page again at the end. */
const PAUSE = 2000;
const box = document.querySelector("[data-job]");
const meter = box && box.querySelector("progress");

const ask = async () => {
  try {
    const answer = await fetch(box.dataset.job, { headers: { Accept: "application/json" } });
    if (answer.ok) {
      const job = await answer.json();
      if (job.ended) { location.reload(); return; }
      meter.value = job.percent;
      box.querySelector("[data-job-percent]").textContent = `${job.percent}%`;
      const line = box.querySelector("[data-job-sentence]");
      if (job.sentence && job.sentence !== line.textContent) line.textContent = job.sentence;
    }
  } catch (error) { /* offline: asked again */ }
  setTimeout(ask, PAUSE);
};
if (box) setTimeout(ask, PAUSE);
