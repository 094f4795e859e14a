// @ts-check
// The page without network gives way by itself to the page that was asked for. The browser's « online » is not enough:
// it is said before the line carries anything, and where the server alone was away it is never said. What somebody must
// have read first, [data-keeps-page], keeps the page as long as it is shown.

const EVERY_MS = 3000;
const never = document.documentElement.dataset.serviceWorker ?? ""; // the one address that no service worker answers

async function comeBack() {
  if (document.hidden || document.querySelector("[data-keeps-page]:not([hidden])")) return;
  const answer = await fetch(never, { cache: "no-store" }).catch(() => null);
  if (answer?.ok) location.reload();
}

// Asked for by its own address, it gives way to nothing.
if (location.pathname !== new URL("offline", new URL(never, location.href)).pathname) {
  addEventListener("online", comeBack);
  setInterval(comeBack, EVERY_MS);
}
export {};
