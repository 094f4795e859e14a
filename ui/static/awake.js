// @ts-check
// <… data-keep-awake> keeps the screen lit while the page is looked at: a till that sleeps proves nothing.

const wanted = document.querySelector("[data-keep-awake]") && "wakeLock" in navigator;

async function stayAwake() {
  try {
    await navigator.wakeLock.request("screen");
  } catch {
    // A low battery refuses; the till then sleeps as any phone does.
  }
}

if (wanted) {
  stayAwake();
  document.addEventListener("visibilitychange", () => { if (!document.hidden) stayAwake(); });
}
export {};
