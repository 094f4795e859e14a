// @ts-check
// A live line to the server: <div data-live="/live" data-live-events="paid claim"> dispatches each event of the
// stream as a CustomEvent that bubbles, `detail` being its JSON. Any event, `beat` included, proves the line;
// after 20 s without one, or when the server will not give it any more, the page says so. One stream per browser: the tab that is looked at holds it and
// shares what it hears. The cursor of the last event is given back as `after` when the line is taken up again.

const SILENCE_MS = 20_000;
const LATE_MS = 12_000;

/** @param {HTMLElement} element */
function listen(element) {
  const address = new URL(element.dataset.live ?? "", location.href);
  const names = [...(element.dataset.liveEvents ?? "").split(" ").filter(Boolean), "beat"];
  const lost = /** @type {HTMLElement | null} */ (element.querySelector("[data-live-lost]"));
  const others = new BroadcastChannel(`live ${address.href}`);
  /** @type {EventSource | undefined} */
  let stream;
  let heardAt = Date.now();
  let cursor = "";

  /** @param {{ name: string, json: string, cursor: string }} event */
  function hear(event) {
    heardAt = Date.now();
    if (event.cursor && event.cursor === cursor) return;
    cursor = event.cursor || cursor;
    show(true);
    if (event.name === "beat") return;
    element.dispatchEvent(new CustomEvent(event.name, { bubbles: true, detail: JSON.parse(event.json) }));
  }

  /** @param {boolean} isHeard */
  function show(isHeard) {
    document.documentElement.dataset.connection = isHeard ? "live" : "lost";
    if (lost) lost.hidden = isHeard;
  }

  function open() {
    stream?.close();
    if (cursor) address.searchParams.set("after", cursor);
    stream = new EventSource(address);
    stream.addEventListener("error", () => { if (stream?.readyState === EventSource.CLOSED) show(false); });
    for (const name of names) {
      stream.addEventListener(name, (message) => {
        const event = { name, json: message.data || "null", cursor: message.lastEventId };
        others.postMessage(event);
        hear(event);
      });
    }
  }

  // Whoever holds the lock holds the stream; the tab that comes to the front takes both.
  function lead() {
    navigator.locks
      .request(`live ${address.href}`, { steal: true }, () => { open(); return new Promise(() => {}); })
      .catch(() => { stream?.close(); stream = undefined; });
  }

  others.addEventListener("message", (message) => hear(message.data));
  document.addEventListener("visibilitychange", () => { if (!document.hidden) check(); });
  addEventListener("pageshow", (event) => { if (event.persisted) lead(); });

  function check() {
    const silence = Date.now() - heardAt;
    if (silence > SILENCE_MS) show(false);
    if (!document.hidden && silence > LATE_MS && stream?.readyState !== EventSource.CONNECTING) lead();
  }
  setInterval(check, 2000);
  lead();
}

// Once every script of the page has run: what is told before somebody listens is lost.
document.addEventListener("DOMContentLoaded", () => {
  for (const element of document.querySelectorAll("[data-live]")) listen(/** @type {HTMLElement} */ (element));
});
export {};
