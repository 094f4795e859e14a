// @ts-check
// <form data-pair-till='{…}'>: the device asks, by its key, to answer for the location chosen.

import { sign } from "/shared/order.js";
import { phoneOf } from "/shared/phone.js";
import { ready } from "/ui/ready.js";
import { post } from "/shared/send.js";
import { forgetKey } from "/shared/store.js";

const PURPOSE = "mlc/pair-till/v1\n";
const form = /** @type {HTMLFormElement | null} */ (document.querySelector("form[data-pair-till]"));
const facts = JSON.parse(form?.dataset.pairTill ?? "{}");

/** @param {string} name @param {string} [text] */
function show(name, text) {
  for (const part of document.querySelectorAll("[data-pair-part]")) {
    if (!(part instanceof HTMLElement)) continue;
    part.hidden = part.dataset.pairPart !== name;
    const place = part.querySelector("[data-pair-text]");
    if (!part.hidden && text && place) place.textContent = text;
  }
}

/** @param {string} action @param {string} location */
async function pair(action, location) {
  const device = await phoneOf(facts);
  if (!device) return show("unregistered");
  const { challenge = "" } = (await post(`${action}/challenge`, "{}")).content ?? {};
  const signature = await sign(device.key, new TextEncoder().encode(`${PURPOSE}${location}\n${challenge}`));
  const body = JSON.stringify({ location, challenge, approval: { key: device.id, signature } });
  const { status, content } = await post(action, body);
  if (status === 201) return window.location.assign(content.next);
  if (content?.code !== "device_not_accepted") return show("refused", content?.detail);
  await forgetKey(facts.payer);
  show("unregistered");
}

form?.addEventListener("submit", (event) => {
  event.preventDefault();
  const chosen = String(new FormData(form).get("location") ?? "");
  pair(new URL(form.action).pathname, chosen).catch(() => show("refused"));
});
ready(form);
