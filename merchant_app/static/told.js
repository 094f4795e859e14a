// @ts-check
// <… data-told="<url>" data-told-word="…">: the page of an amount that was asked. Where its payer says something of it, or it
// is withdrawn, the page is shown anew: heard on the live line (`claim`), and asked for now and then.

const EVERY_MS = 5000;
const place = /** @type {HTMLElement | null} */ (document.querySelector("[data-told]"));
let isLeaving = false; // a form was sent: what it changes is no news, and showing the page anew would cut it short

async function listen() {
  if (!place || document.hidden || isLeaving) return;
  const answer = await fetch(place.dataset.told ?? "", { headers: { accept: "application/json" } }).catch(() => null);
  const { word } = (await answer?.json().catch(() => null)) ?? {};
  const isPaid = document.querySelector("[data-paid]:not([hidden])");
  if (typeof word === "string" && word !== place.dataset.toldWord && !isPaid && !isLeaving) location.replace(place.dataset.told ?? "");
}

if (place) {
  document.addEventListener("submit", () => (isLeaving = true));
  addEventListener("pageshow", () => (isLeaving = false));
  document.addEventListener("claim", listen);
  document.addEventListener("visibilitychange", listen);
  setInterval(listen, EVERY_MS);
}
export {};
