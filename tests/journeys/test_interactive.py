"""On an old phone and a slow line, the pages that pay can be used within a second and a half."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest
from people import AWA, sign_in
from playwright.async_api import Browser, Page
from running_house import House
from staged_town import StagedTown

pytestmark = pytest.mark.browser

BUDGET_MS = 1_500
SLOWER = 4
"""How much slower than this machine's the phone's processor is: Lighthouse's factor for mobiles."""
TRIES = 3
"""The machine has other work: the best try says what the page needs, the others what it waited."""
PHONE = {"width": 360, "height": 740}
PAGES = {
    "/wallet": "a.button--primary[href='/pay']",
    "/pay": "[data-scanner-open]",
    "/pay/{open_request}": "form[data-order] button[type=submit]",
}
"""A page, and what somebody came to it for."""


@dataclass(frozen=True, slots=True)
class Line:
    """A mobile line as Chromium slows it: each request waits, and all share the rate."""

    name: str
    latency_ms: int
    kbit_per_s: int
    is_first_visit: bool


LINES = (
    Line("first-visit-slow-4g", 150, 1_638, is_first_visit=True),
    Line("return-on-3g", 300, 700, is_first_visit=False),
)
"""Lighthouse's `mobileSlow4G` with nothing kept, `mobileRegular3G` with an earlier visit's files.

The figures are its constants of the line itself (`rttMs`, `throughputKbps`). Opening a connection
costs nothing here, as Chromium delays requests and not packets.
"""
WATCH = """
window.tasks = [];
new PerformanceObserver((seen) => window.tasks.push(...seen.getEntries()))
  .observe({type: "longtask", buffered: true});
const look = () => {
  const found = document.querySelector(ACTION);
  const box = found?.getBoundingClientRect();
  const is_there = found && !found.disabled && box.height > 0 && box.top < innerHeight;
  if (is_there) window.shown = performance.now();
  else requestAnimationFrame(look);
};
look();
"""
USABLE_AT = """
() => Math.max(
  window.shown,
  performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd,
  ...window.tasks.map(({startTime, duration}) => startTime + duration),
)
"""
"""The action is shown and enabled, the scripts have run, the last task above 50 ms is over."""


SHOWN = """
() => new Promise((done, refuse) => {
  setTimeout(() => refuse(new Error("what somebody came for is not there")), 30_000);
  const look = () => (window.shown ? done() : requestAnimationFrame(look));
  look();
})
"""


@asynccontextmanager
async def old_phone(browser: Browser, house: House, line: Line, action: str) -> AsyncIterator[Page]:
    """Give a page of Awa's old phone, on a line that is slow as soon as she has been there."""
    context = await browser.new_context(service_workers="block", viewport=PHONE)
    page = await sign_in(context, house, AWA)
    await page.add_init_script(WATCH.replace("ACTION", repr(action)))
    tools = await context.new_cdp_session(page)
    await tools.send("Network.enable")
    rate = line.kbit_per_s * 1_000 // 8
    slow = {"downloadThroughput": rate, "uploadThroughput": rate, "latency": line.latency_ms}
    await tools.send("Network.emulateNetworkConditions", {"offline": False, **slow})
    await tools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    if line.is_first_visit:
        await tools.send("Network.clearBrowserCache")
    yield page
    await context.close()


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.name)
@pytest.mark.parametrize("path", PAGES)
async def test_a_page_that_pays_can_soon_be_used_on_an_old_phone(
    browser: Browser,
    house: House,
    town: StagedTown,
    path: str,
    line: Line,
    record_property: Callable[[str, object], None],
) -> None:
    address = house.address + path.format(open_request=town.open_request)
    took: list[float] = []
    while len(took) < TRIES and min(took, default=BUDGET_MS) >= BUDGET_MS:
        async with old_phone(browser, house, line, PAGES[path]) as page:
            if not line.is_first_visit:
                await page.goto(address, wait_until="networkidle")
            await page.goto(address, wait_until="networkidle")
            await page.evaluate(SHOWN)  # a predicate is asked again by `eval`: the policy forbids
            took.append(await page.evaluate(USABLE_AT))

    record_property("did", f"usable after {min(took):,.0f} ms")
    assert min(took) < BUDGET_MS
