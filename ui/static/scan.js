// @ts-check
// <div data-scanner="https://our.host">: finds a code of our host, and no other, by camera or picture, and goes where it
// leads; with data-scanner-into="code", somebody's own code is put into that field and sent.

import { FORGED, leadOf } from "./lead.js";
import { makeReader } from "./reader.js";

const EVERY_MS = 120;
const place = /** @type {HTMLElement} */ (document.querySelector("[data-scanner]"));
const video = /** @type {HTMLVideoElement} */ (place.querySelector("video"));
const ours = new URL(place.dataset.scanner ?? "/", location.href).origin;
const field = /** @type {HTMLInputElement | null} */ (document.getElementById(place.dataset.scannerInto ?? ""));
/** @type {MediaStream | undefined} */
let stream;
let foreign = "";
const keys = JSON.parse(place.dataset.scannerKeys ?? "{}");

/** @param {...string} names */
function show(...names) {
  for (const part of place.querySelectorAll("[data-scanner-part]")) {
    if (part instanceof HTMLElement) part.hidden = !part.dataset.scannerPart?.split(" ").some((each) => names.includes(each));
  }
}

/** @param {string} text @returns {Promise<string>} what is wrong with it, if it is not ours */
async function follow(text) {
  const lead = await leadOf(text, { ours, keys, pathForField: field ? place.dataset.scannerPath : undefined });
  if (!lead || lead === FORGED) return lead ?? "foreign";
  stop(), navigator.vibrate?.(60);
  if (field) [field.value] = [lead], field.form?.requestSubmit();
  else location.assign(lead);
  return "";
}

function stop() {
  stream = void stream?.getTracks().forEach((track) => track.stop());
}

async function open() {
  show("starting");
  const [read, opened] = await Promise.all([
    makeReader(),
    navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 1280 } } }),
  ]);
  stream = opened;
  video.srcObject = opened;
  await video.play();
  show("looking");
  while (stream) {
    const text = await read(video).catch(() => undefined);
    const wrong = text ? await follow(text) : undefined;
    if (wrong === "") return;
    if (wrong && text !== foreign) show("looking", wrong);
    foreign = text ?? foreign;
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  }
}

const start = () => open().catch((error) => (stop(), show(error?.name === "NotAllowedError" ? "denied" : "missing")));

place.querySelector("[data-scanner-open]")?.addEventListener("click", start);
place.querySelector("input[type=file]")?.addEventListener("change", async (event) => {
  const [file] = /** @type {HTMLInputElement} */ (event.target).files ?? [];
  if (!file) return;
  const text = await Promise.all([makeReader(), createImageBitmap(file)]).then(([read, image]) => read(image), () => undefined);
  const wrong = text ? await follow(text) : "unread";
  if (wrong) show(wrong);
});
addEventListener("pagehide", stop);
document.addEventListener("visibilitychange", () => document.hidden && stream && (stop(), show("closed")));

place.hidden = false;
show(navigator.mediaDevices ? "closed" : "missing");
const granted = await navigator.permissions?.query({ name: /** @type {any} */ ("camera") }).catch(() => null);
if (granted?.state === "granted") start();
