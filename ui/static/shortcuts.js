// @ts-check
// Keys for whoever works here all day: "/" searches, "?" opens the sheet of <dialog data-shortcuts>, "g" and then a
// letter follows the link <a data-go="letter"> of the sheet. They do nothing while somebody types, nor beside Ctrl,
// Alt or Meta, and can be turned off: whoever speaks to the device would press them unawares.

const KEPT = "shortcuts";
const PATIENCE_MS = 1500;
const sheet = /** @type {HTMLDialogElement | null} */ (document.querySelector("dialog[data-shortcuts]"));
const wish = /** @type {HTMLInputElement | null} */ (sheet?.querySelector("[name=shortcuts]") ?? null);
let leadsSince = 0;

function areOn() {
  try {
    return localStorage.getItem(KEPT) !== "off";
  } catch {
    return true; // a browser that keeps nothing keeps no wish either
  }
}

function keepWish() {
  try {
    if (wish?.checked) localStorage.removeItem(KEPT);
    else localStorage.setItem(KEPT, "off");
  } catch {
    // the wish lasts as long as the page
  }
}

/** @param {KeyboardEvent} event */
function isTyping(event) {
  const where = /** @type {HTMLElement} */ (event.target);
  return where.isContentEditable || where.matches("input, textarea, select");
}

function openSheet() {
  if (wish) wish.checked = areOn();
  if (!sheet?.open) sheet?.showModal();
}

function search() {
  const field = /** @type {HTMLInputElement | null} */ (document.querySelector("[data-search]"));
  if (field) field.focus();
  else /** @type {HTMLElement | null} */ (document.querySelector("[data-search-link]"))?.click();
}

/** @param {string} letter */
function go(letter) {
  const link = /** @type {HTMLElement | null} */ (sheet?.querySelector(`[data-go="${CSS.escape(letter)}"]`) ?? null);
  link?.click();
}

document.addEventListener("keydown", (event) => {
  const isOurs = !event.ctrlKey && !event.altKey && !event.metaKey && !event.repeat;
  if (!isOurs || isTyping(event) || sheet?.open || !(wish?.checked ?? areOn())) return;
  const isLed = Date.now() - leadsSince < PATIENCE_MS;
  leadsSince = event.key === "g" && !isLed ? Date.now() : 0;
  if (isLed) go(event.key.toLowerCase());
  else if (event.key === "/") search();
  else if (event.key === "?") openSheet();
  else return;
  event.preventDefault();
});

if (wish) {
  wish.checked = areOn();
  wish.addEventListener("change", keepWish);
}
for (const opener of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-shortcuts-open]"))) {
  opener.hidden = false;
  opener.addEventListener("click", openSheet);
}
export {};
