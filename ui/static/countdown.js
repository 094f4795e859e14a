// @ts-check
// <span data-countdown="2026-11-22T14:05:00Z"> shows the time a code has left, and says it aloud rarely:
// at one minute, and at the end. Dispatches `expired` from the element; with data-countdown-reload, a page that saw
// the time run out is asked for anew, once.

const SAID_AT = 60;
const RELOAD_MS = 1500; // the clock of the server may be a little behind

/** @param {number} seconds */
const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

/** @param {HTMLElement} element */
function follow(element) {
  const shown = element.querySelector("[data-countdown-shown]") ?? element;
  const said = element.querySelector("[data-countdown-said]");
  const until = Date.parse(element.dataset.countdown ?? "");
  const label = element.dataset.countdownLabel ?? "";
  if (Number.isNaN(until)) return;
  let before = Infinity;

  const timer = setInterval(tick, 1000);
  function tick() {
    const left = Math.max(0, Math.ceil((until - Date.now()) / 1000));
    shown.textContent = left ? `${label} ${clock(left)}`.trim() : element.dataset.countdownExpired ?? "";
    element.classList.toggle("countdown--short", left <= SAID_AT);
    const wasRunning = before !== Infinity;
    const passed = wasRunning && before > SAID_AT && left <= SAID_AT;
    if (said && (passed || !left)) said.textContent = shown.textContent;
    before = left;
    if (left) return;
    clearInterval(timer);
    element.dispatchEvent(new CustomEvent("expired", { bubbles: true }));
    if (wasRunning && "countdownReload" in element.dataset) setTimeout(() => location.reload(), RELOAD_MS);
  }
  tick();
}

for (const element of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-countdown]"))) {
  follow(element);
}
export {};
