// @ts-check
// <div data-keypad="amount"> (macro `keypad`): large keys write into the field of that id; what it holds is said.

const COLUMNS = 3;
const LONGEST = 9;
const CENTS = 2;
const STEPS = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: COLUMNS, ArrowUp: -COLUMNS };

/** What a field holds after a key. @param {string} held @param {string} key */
function after(held, key) {
  if (key === "erase") return held.slice(0, -1);
  const [, cents] = held.split(/[.,]/);
  const isMark = key === "," || key === ".";
  if (isMark) return cents === undefined ? (held || "0") + key : held;
  if (cents === undefined ? held.length >= LONGEST : cents.length >= CENTS) return held;
  return held === "0" ? key : held + key;
}

/** @param {HTMLElement} pad @param {HTMLInputElement} field */
function wire(pad, field) {
  const keys = [...pad.querySelectorAll("button")];
  const said = pad.querySelector("[data-keypad-said]");

  /** @param {string} key */
  function press(key) {
    field.value = after(field.value.trim(), key);
    navigator.vibrate?.(20);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    if (said) said.textContent = field.value;
  }

  /** @param {number} at */
  function stand(at) {
    if (!keys[at]) return;
    for (const key of keys) key.tabIndex = key === keys[at] ? 0 : -1;
    keys[at].focus();
  }

  pad.addEventListener("click", (event) => {
    const key = /** @type {HTMLElement} */ (event.target).closest("button");
    if (key) press(key.dataset.key ?? "");
  });
  pad.addEventListener("keydown", (event) => {
    const at = keys.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
    const step = STEPS[/** @type {keyof typeof STEPS} */ (event.key)];
    if (step) stand(at + step);
    else if (event.key === "Backspace") press("erase");
    else if (/^[0-9.,]$/.test(event.key)) press(event.key);
    else return;
    event.preventDefault();
  });
  pad.hidden = false;
}

for (const pad of document.querySelectorAll("[data-keypad]")) {
  const field = document.getElementById(pad.getAttribute("data-keypad") ?? "");
  if (pad instanceof HTMLElement && field instanceof HTMLInputElement) wire(pad, field);
}
export {};
