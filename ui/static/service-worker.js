// @ts-check
// The service worker of a door: without network it shows the door's own page about that, `offline`, and what that page
// needs. Nothing else is kept: an old amount must never look like a present one.

/** @type {any} */
const worker = self;
const scope = new URL(worker.registration.scope).pathname;
const others = ["/pro", "/console", "/v1"].filter((path) => !scope.startsWith(path));
const page = `${scope}offline`;
const store = `${scope} ${location.search}`; // the version of the static files is in the address

async function fill() {
  const cache = await caches.open(store);
  const answer = await fetch(page, { cache: "reload" });
  const text = await answer.clone().text();
  const needs = [...text.matchAll(/(?:href|src)="(\/[^"#]+\.(?:css|js|svg|woff2|webmanifest)[^"#]*)/g)].map(([, address]) => address);
  await cache.put(page, answer);
  await cache.addAll([...new Set(needs)]);
}

async function dropOlder() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(`${scope} `) && name !== store).map((name) => caches.delete(name)));
}

/** @param {Request} request */
async function fromStoreFirst(request) {
  return (await caches.match(request)) ?? fetch(request);
}

/** @param {Request} request @param {Request | string} instead */
async function fromNetworkFirst(request, instead) {
  try {
    return await fetch(request);
  } catch {
    return (await caches.match(instead)) ?? Response.error();
  }
}

worker.addEventListener("install", (/** @type {any} */ event) => event.waitUntil(fill().then(() => worker.skipWaiting())));
worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(dropOlder().then(() => worker.clients.claim())));
worker.addEventListener("fetch", (/** @type {any} */ event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  const isAnothers = others.some((path) => pathname === path || pathname.startsWith(`${path}/`));
  if (request.method !== "GET" || origin !== location.origin || isAnothers) return;
  if (request.mode === "navigate") event.respondWith(fromNetworkFirst(request, page));
  else if (pathname.startsWith("/ui/")) event.respondWith(fromStoreFirst(request));
  else if ([`${scope}static/`, "/shared/"].some((path) => pathname.startsWith(path))) event.respondWith(fromNetworkFirst(request, request));
});
