// @ts-check
// The sound of a payment: three rising notes on `proof-shown`. Browsers keep silent until somebody pressed
// something: [data-till-open] unlocks the sound, and so does any press on its page; a browser that was pressed on the
// page before may let this one sound at once. <html data-sound="on"> while it can be heard.

const NOTES_HZ = [659, 988, 1319];
const NOTE_S = 0.14;
const RING_S = 0.6;
const QUIET = 0.0001;

/** @type {AudioContext | undefined} */
let sound;

/** @param {AudioContext} context @param {number} frequency @param {number} start */
function ring(context, frequency, start) {
  const tone = context.createOscillator();
  const volume = context.createGain();
  tone.type = "triangle";
  tone.frequency.value = frequency;
  volume.gain.setValueAtTime(QUIET, start);
  volume.gain.exponentialRampToValueAtTime(0.9, start + 0.02);
  volume.gain.exponentialRampToValueAtTime(QUIET, start + RING_S);
  tone.connect(volume).connect(context.destination);
  tone.start(start);
  tone.stop(start + RING_S);
}

function tell() {
  if (sound?.state === "running") document.documentElement.dataset.sound = "on";
}

function open() {
  sound = new AudioContext();
  sound.addEventListener("statechange", tell);
  tell();
}

if (document.querySelector("[data-till-open]")) open();
document.addEventListener("click", () => { if (sound?.state === "suspended") sound.resume(); });

document.addEventListener("proof-shown", () => {
  const context = sound;
  if (!context) return;
  NOTES_HZ.forEach((frequency, n) => ring(context, frequency, context.currentTime + n * NOTE_S));
  navigator.vibrate?.([120, 60, 120]);
});
export {};
