// @ts-check
// <div data-watch="<url>" data-watch-state="waiting">: asks the address for its state, and goes there when it changed.

const EVERY_MS = 1500;
const place = /** @type {HTMLElement | null} */ (document.querySelector("[data-watch]"));
const FINAL = new Set(["confirmed", "expired", "done"]);

async function watch() {
  const address = place?.dataset.watch ?? "";
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    const answer = await fetch(address, { headers: { accept: "application/json" } }).catch(() => null);
    const { state } = (await answer?.json().catch(() => null)) ?? {};
    if (state && state !== place?.dataset.watchState) return location.replace(address);
  }
}

if (place && !FINAL.has(place.dataset.watchState ?? "")) watch();
export {};
