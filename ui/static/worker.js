// @ts-check
// <html data-service-worker="/sw.js"> registers that service worker. The policy of pages lets nobody name a
// script's address, except here, and only that one address.

const wanted = document.documentElement.dataset.serviceWorker;

/** @param {string} address */
function onlyOurs(address) {
  if (address === wanted) return address;
  throw new TypeError("not our service worker");
}

if (wanted && "serviceWorker" in navigator) {
  // @ts-expect-error: browsers without trusted types take the address itself
  const policy = window.trustedTypes?.createPolicy("mlc-worker", { createScriptURL: onlyOurs });
  navigator.serviceWorker.register(policy ? policy.createScriptURL(wanted) : wanted);
}
export {};
