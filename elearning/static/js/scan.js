/* A certificate's or transcript's QR code by camera or from a photo. The picture stays in the browser; only the code that is
   read leads to the page of the certificate. Where the browser reads no QR codes, a small reader is loaded. */
const box = document.querySelector("[data-scan]");
const words = box && box.dataset;
const CODE = /\/verifikasi\/((?:transkrip\/)?)([A-Z2-7]{26})\/?$/i;
/* Widths at which a photo is looked at: a sharp one, and smaller ones in which noise is gone. */
const WIDTHS = [1600, 900, 500];
const PAUSE = 250;

function say(sentence) {
  box.querySelector("[role=status]").textContent = sentence;
}

async function nativeReader() {
  if (!("BarcodeDetector" in window)) return null;
  const formats = await window.BarcodeDetector.getSupportedFormats().catch(() => []);
  if (!formats.includes("qr_code")) return null;
  const detector = new window.BarcodeDetector({ formats: ["qr_code"] });
  return async (source) => {
    const [found] = await detector.detect(source);
    return found && found.rawValue;
  };
}

async function ownReader() {
  const { decode } = await import("./qr-0.7.0.js");
  const canvas = document.createElement("canvas");
  const paper = canvas.getContext("2d", { willReadFrequently: true });
  return (source, width) => {
    const [w, h] = [source.videoWidth || source.width, source.videoHeight || source.height];
    const scale = Math.min(1, width / Math.max(w, h));
    canvas.width = Math.round(w * scale);
    canvas.height = Math.round(h * scale);
    paper.drawImage(source, 0, 0, canvas.width, canvas.height);
    try {
      return decode(paper.getImageData(0, 0, canvas.width, canvas.height));
    } catch (error) {
      return null; // no QR code in sight
    }
  };
}

let reader = null;
const ready = () => reader || (reader = nativeReader().then((native) => native || ownReader()));

function follow(text) {
  const code = CODE.exec(text.trim());
  if (!code) return say(words.foreign);
  say(words.found);
  location.assign(words.prefix + code[1].toLowerCase() + code[2].toUpperCase());
}

async function readPhoto(file) {
  say(words.reading);
  const read = await ready();
  const picture = await createImageBitmap(file);
  for (const width of WIDTHS) {
    const text = await read(picture, width);
    if (text) return follow(text);
  }
  say(words.nothing);
}

function camera() {
  const video = box.querySelector("video");
  const start = box.querySelector("[data-camera]");
  const stop = box.querySelector("[data-stop]");
  let stream = null;

  function end() {
    if (stream) stream.getTracks().forEach((track) => track.stop());
    stream = null;
    video.hidden = stop.hidden = true;
    start.hidden = false;
  }

  async function look(read) {
    if (!stream) return;
    const text = video.readyState >= 2 ? await read(video, WIDTHS[1]) : null;
    if (!stream) return;
    if (!text) return void setTimeout(look, PAUSE, read);
    end();
    follow(text);
  }

  start.addEventListener("click", async () => {
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch (error) {
      return say(words.denied);
    }
    video.srcObject = stream;
    video.hidden = stop.hidden = false;
    start.hidden = true;
    say(words.aim);
    await video.play();
    look(await ready());
  });
  stop.addEventListener("click", () => { end(); say(""); start.focus(); });
  addEventListener("pagehide", end);
  start.hidden = false;
}

if (box) {
  box.hidden = false;
  if (navigator.mediaDevices && navigator.mediaDevices.getUserMedia) camera();
  const input = box.querySelector("[data-photo]");
  box.querySelector("[data-choose]").addEventListener("click", () => input.click());
  input.addEventListener("change", () => {
    const file = input.files[0];
    input.value = "";
    if (file) readPhoto(file).catch(() => say(words.unreadable));
  });
}
