// @ts-check
// <fieldset data-claims="/pro/claims">: the numbers that wait before the shop's tills, kept up to date by the live
// line (`claim`) and, since numbers also expire quietly, every few seconds.

const EVERY_MS = 5000;
const place = /** @type {HTMLElement | null} */ (document.querySelector("[data-claims]"));
const list = place?.querySelector("[data-claims-list]");

/** @param {{ id: string, number: number, place: string }} claim */
function buttonOf(claim) {
  const button = document.createElement("button");
  button.className = "button button--primary button--large";
  [button.name, button.value, button.textContent] = ["claim", claim.id, String(claim.number)];
  button.translate = false;
  return button;
}

async function refresh() {
  if (!place || !list || document.hidden) return;
  const answer = await fetch(place.dataset.claims ?? "", { headers: { accept: "application/json" } }).catch(() => null);
  const { waiting } = (await answer?.json().catch(() => null)) ?? {};
  if (!waiting) return;
  const shown = [...list.children].map((button) => button.getAttribute("value")).join();
  if (shown === waiting.map((/** @type {{ id: string }} */ { id }) => id).join()) return; // keep what has the focus
  list.replaceChildren(...waiting.map(buttonOf));
  place.hidden = !waiting.length;
}

if (place) {
  document.addEventListener("claim", refresh);
  document.addEventListener("visibilitychange", refresh);
  setInterval(refresh, EVERY_MS);
}
export {};
