// @ts-check
// [data-lock]: opens a locked session by its officer's passkey. The page of the lock then leads to [data-lock-after], or
// shows the form that waits, [data-lock-draft]; a page that idle.js has covered comes back.

import { assertion } from "/shared/order.js";
import { post } from "/shared/send.js";

const PURPOSE = "mlc/unlock/v1\n";

/** @param {boolean} isPlayed @returns {Promise<{ status: number, content: any }>} */
async function unlocked(isPlayed) {
  if (isPlayed) return post("/console/demo/unlock", "{}");
  const asked = await post("/console/locked/challenge", "{}");
  const { challenge } = asked.content ?? {};
  if (!challenge) return asked;
  const { credential, approval } = await assertion(new TextEncoder().encode(PURPOSE + challenge), []);
  const signed = { challenge, credential, approval: { key: crypto.randomUUID(), ...approval } };
  return post("/console/locked/key", JSON.stringify(signed));
}

/** @param {HTMLElement} panel @param {() => void} onOpen */
export function wire(panel, onOpen) {
  const button = /** @type {HTMLButtonElement} */ (panel.querySelector("[data-lock-open]"));
  const wrong = /** @type {HTMLElement} */ (panel.querySelector("[data-lock-wrong]"));
  const noAnswer = wrong.textContent;
  button.disabled = false;
  button.addEventListener("click", async () => {
    wrong.hidden = button.disabled = true;
    const { status, content } = await unlocked("lockDemo" in panel.dataset).catch(() => ({ status: 0, content: null }));
    button.disabled = false;
    // Somebody else has signed in meanwhile, in another tab: what this one shows is not theirs to see.
    if (status === 201 && content.person !== panel.dataset.lockOf) return location.assign("/console");
    if (status === 201) return onOpen();
    [wrong.hidden, wrong.textContent] = [false, content?.detail ?? noAnswer];
    button.focus();
  });
}

const panel = /** @type {HTMLElement | null} */ (document.querySelector("[data-lock]"));
const draft = /** @type {HTMLElement | null} */ (document.querySelector("[data-lock-draft]"));
if (panel) {
  wire(panel, () => {
    if (panel.dataset.lockAfter) return location.replace(panel.dataset.lockAfter);
    if (!draft) return location.replace("/console");
    panel.hidden = !(draft.hidden = false);
    draft.querySelector("h1")?.focus();
  });
}
