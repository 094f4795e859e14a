// @ts-check
// [data-switch-account="account"]: shown where this browser also holds the key of another account.

import { keysHere } from "/shared/store.js";

const keys = await keysHere().catch(() => []);
for (const place of document.querySelectorAll("[data-switch-account]")) {
  if (place instanceof HTMLElement) place.hidden = keys.every(({ account }) => account === place.dataset.switchAccount);
}
