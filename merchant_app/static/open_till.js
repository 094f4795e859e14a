// @ts-check
// <div data-open-till="/pro/open">: this till signs, says who may open it, and opens for whoever types their code.

import { sign } from "/shared/order.js";
import { ready } from "/ui/ready.js";
import { post } from "/shared/send.js";
import { keysHere } from "/shared/store.js";

const place = /** @type {HTMLElement} */ (document.querySelector("[data-open-till]"));
const form = /** @type {HTMLFormElement} */ (place.querySelector("[data-open-part=code]"));
const wrong = /** @type {HTMLElement} */ (place.querySelector("[data-open-wrong]"));
const address = place.dataset.openTill ?? "";
let person = "";

/** @param {string} name */
function show(name) {
  for (const part of place.querySelectorAll("[data-open-part]")) if (part instanceof HTMLElement) part.hidden = part.dataset.openPart !== name;
  /** @type {HTMLElement | null} */ (place.querySelector(`[data-open-part=${name}]`))?.focus();
}

/** A challenge of the house that this till has signed; nothing where this is no till. */
async function signedChallenge() {
  const [till] = await keysHere();
  if (!till) return undefined;
  const { content } = await post("/pro/sign-in/challenge", "{}");
  if (!content) return null;
  const signature = await sign(till.key, new TextEncoder().encode(`mlc/sign-in/v1\n${content.challenge}`));
  return { challenge: content.challenge, approval: { key: till.id, signature } };
}

/** @param {{ id: string, name: string }} who */
function nameButton(who) {
  const copy = /** @type {HTMLTemplateElement} */ (place.querySelector("[data-open-name]")).content.cloneNode(true);
  const line = /** @type {DocumentFragment} */ (copy);
  const [initials, name] = ["tile", "name"].map((part) => line.querySelector(`.person__${part}`));
  if (initials) initials.textContent = who.name.split(/\s+/).map((word) => word[0]).slice(0, 2).join("");
  if (name) name.textContent = who.name;
  line.querySelector("form")?.addEventListener("submit", (event) => {
    event.preventDefault();
    person = who.id;
    /** @type {HTMLElement} */ (place.querySelector("[data-open-who]")).textContent = who.name;
    show("code");
  });
  return line;
}

async function begin() {
  const signed = await signedChallenge();
  if (!signed) return show(signed === null ? "away" : "unregistered");
  const { status, content } = await post(`${address}/names`, JSON.stringify(signed));
  if (!content?.staff) return show(status === 403 ? "unregistered" : "away");
  place.querySelector("[data-open-names]")?.replaceChildren(...content.staff.map(nameButton));
  show(content.staff.length ? "names" : "nobody");
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const field = /** @type {HTMLInputElement} */ (form.elements.namedItem("pin"));
  const pin = field.value;
  field.value = "";
  const { status, content } = await post(address, JSON.stringify({ ...(await signedChallenge()), person, pin }));
  if (status === 201) return location.assign(content.next);
  [wrong.hidden, wrong.textContent] = [false, content?.detail ?? ""];
});
ready(form);
begin();
