// @ts-check
// <form data-choose-pin='{…}'>: keeps a new PIN that the person approved, by a passkey, the PIN before, or this phone alone.

import { approveByPin, approveWithoutPin } from "/shared/person.js";
import { ready } from "/ui/ready.js";
import { post } from "/shared/send.js";

const form = /** @type {HTMLFormElement} */ (document.querySelector("form[data-choose-pin]"));
const wrong = /** @type {HTMLElement} */ (document.querySelector("[data-pin-wrong]"));
const facts = JSON.parse(form.dataset.choosePin ?? "{}");

/** @param {string} name */
const typed = (name) => /** @type {HTMLInputElement | null} */ (form.elements.namedItem(name))?.value ?? "";

/** @param {string | undefined} text */
function tell(text) {
  [wrong.hidden, wrong.textContent] = [false, text ?? ""];
  wrong.scrollIntoView({ block: "nearest" });
}

async function choose() {
  if (typed("pin") !== typed("again")) return tell(wrong.dataset.pinDiffers);
  const { content: given } = await post("/pin/challenge", "{}");
  const challenge = given?.challenge ?? "";
  const bytes = new TextEncoder().encode(`mlc/set-pin/v1\n${challenge}`);
  const current = typed("current");
  const { approval, problem } = current
    ? await approveByPin(bytes, challenge, facts, current)
    : await approveWithoutPin(bytes, facts, facts.passkeys.length > 0);
  if (!approval) return tell(problem?.detail);
  const { status, content } = await post("/pin", JSON.stringify({ pin: typed("pin"), challenge, approval }));
  if (status === 201) return location.assign(content.next);
  tell(content?.detail);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  choose().catch(() => {}); // the person turned back
});
ready(form);
