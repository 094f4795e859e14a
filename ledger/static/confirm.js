// @ts-check
// [data-confirm='{…}']: the person approves a challenge of the house, then goes on where they wanted to.

import { approveByPin, approveWithoutPin } from "./person.js";
import { ready } from "/ui/ready.js";
import { post } from "./send.js";

const place = /** @type {HTMLElement} */ (document.querySelector("[data-confirm]"));
const wrong = /** @type {HTMLElement} */ (place.querySelector("[data-confirm-wrong]"));
const facts = JSON.parse(place.dataset.confirm ?? "{}");

/** @param {string | undefined} text */
function tell(text) {
  [wrong.hidden, wrong.textContent] = [!text, text ?? ""];
  if (text) wrong.focus();
}

/** @param {string} way @param {string} pin */
async function confirm(way, pin) {
  const { content: given } = await post("confirm/challenge", "{}");
  const challenge = given?.challenge ?? "";
  const bytes = new TextEncoder().encode(`mlc/confirm/v1\n${challenge}`);
  const { approval, problem } =
    way === "pin" ? await approveByPin(bytes, challenge, facts, pin) : await approveWithoutPin(bytes, facts, way === "passkey");
  if (!approval) return tell(problem?.detail);
  const { status, content } = await post("confirm", JSON.stringify({ challenge, approval }));
  if (status === 201) return location.replace(place.dataset.confirmNext ?? "/");
  tell(content?.detail);
}

for (const form of place.querySelectorAll("form[data-confirm-by]")) {
  if (!(form instanceof HTMLFormElement)) continue;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const field = form.elements.namedItem("pin");
    const pin = field instanceof HTMLInputElement ? field.value : "";
    if (field instanceof HTMLInputElement) field.value = "";
    confirm(form.dataset.confirmBy ?? "", pin).catch(() => {}); // the person turned back
  });
  ready(form);
}
