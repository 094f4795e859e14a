// @ts-check
// [data-pin] (macro `pin_pad`): the pad fills the field; each press can be felt and none is said, only how many there are.

const place = /** @type {HTMLElement | null} */ (document.querySelector("[data-pin]"));
const field = /** @type {HTMLInputElement | null} */ (place?.querySelector("input") ?? null);
const pad = /** @type {HTMLElement | null} */ (place?.querySelector("[data-pin-pad]") ?? null);
const said = /** @type {HTMLElement | null} */ (place?.querySelector("[data-pin-said]") ?? null);

/** @param {string} key */
function press(key) {
  if (!field) return;
  const typed = key === "erase" ? field.value.slice(0, -1) : field.value + key;
  field.value = typed.slice(0, field.maxLength);
  navigator.vibrate?.(key === "erase" ? [20, 40, 20] : 30);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function count() {
  const n = field?.value.length ?? 0;
  if (said) said.textContent = n ? (said.dataset.pinSaidAs ?? "").replace("{n}", String(n)) : "";
}

if (pad && field) {
  pad.hidden = false;
  pad.addEventListener("click", (event) => {
    const key = /** @type {HTMLElement} */ (event.target).closest("[data-pin-key]");
    if (key instanceof HTMLElement) press(key.dataset.pinKey ?? "");
  });
  field.addEventListener("input", count);
}

export {};
