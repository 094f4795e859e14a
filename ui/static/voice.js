// @ts-check
// What is said aloud, by a voice of this device only: nothing of it goes elsewhere. On `proof-shown` the amount, where sound
// is on; a button [data-say="…"] its text. Where there is no such voice the buttons stay hidden and the screen says it all.

const AFTER_THE_CHIME_MS = 900;

function localVoice() {
  const language = document.documentElement.lang;
  return window.speechSynthesis?.getVoices().find((voice) => voice.localService && voice.lang.startsWith(language));
}

/** @param {string} text */
function say(text) {
  const voice = localVoice();
  if (!voice || !text) return;
  const words = new SpeechSynthesisUtterance(text);
  [words.voice, words.lang] = [voice, voice.lang];
  speechSynthesis.cancel();
  speechSynthesis.speak(words);
}

const buttons = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("button[data-say]"));
const offer = () => buttons.forEach((button) => (button.hidden = !localVoice()));
buttons.forEach((button) => button.addEventListener("click", () => say(button.dataset.say ?? "")));
window.speechSynthesis?.addEventListener?.("voiceschanged", offer);
offer();

document.addEventListener("proof-shown", () => {
  if (document.documentElement.dataset.sound !== "on") return;
  const screen = /** @type {HTMLElement | null} */ (document.querySelector("[data-paid]"));
  const figures = screen?.querySelector("[data-paid-field=amount_text]")?.textContent?.replace(/[^\d.,]/g, "");
  setTimeout(() => say(`${screen?.dataset.paid} ${figures}`), AFTER_THE_CHIME_MS);
});
export {};
