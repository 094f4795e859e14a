"""What a till shows: driven in a real browser, with its clock and its server in our hands."""

import json
import shutil
from collections.abc import Iterator
from mimetypes import guess_type

import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright

from ui.environment import STATIC
from ui.gallery import PAGES, render
from ui.guard import PAGE_POLICY

pytestmark = pytest.mark.browser

BROWSER = next(filter(None, map(shutil.which, ("chromium", "google-chrome", "chrome"))), None)
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run")
FLAGS += ("--disable-background-networking", "--disable-component-update", "--disable-sync")
HOUSE = "http://localhost:1"
AXE = STATIC / "vendor/test/axe.min.js"

CHEESE = {
    "id": "pst_1",
    "here": True,
    "amount_text": "12,50\u202fĐ",
    "at_text": "11 h 42",
    "reference": "K7QX",
    "place": "Caisse 1",
    "day_text": "42 paiements, 367,50\u202fĐ aujourd’hui",
}
BUTTER = CHEESE | {"id": "pst_2", "amount_text": "1\u202f234,50\u202fĐ"}
OTHER_TILL = CHEESE | {"id": "pst_3", "here": False, "place": "Caisse 2"}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if BROWSER is None:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 320, "height": 640}, reduced_motion="reduce")
    page.clock.install()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "console",
        lambda said: faults.append(said.text) if "Content Security" in said.text else None,
    )
    yield page
    page.close()
    assert faults == []


def serve(page: Page, *events: dict[str, object]) -> None:
    """Answer with the gallery, the kit's files, and these payments on the first live line."""
    frames = [
        f"id: {n}\nevent: paid\ndata: {json.dumps(event)}\n\n" for n, event in enumerate(events)
    ]
    lines = ["retry: 9999999\nevent: beat\ndata: {}\n\n" + "".join(frames)]

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(HOUSE).partition("?")[0].removeprefix("/")
        if path == "gallery_stream":
            body = lines.pop() if lines else "retry: 9999999\n\n"
            route.fulfill(body=body, content_type="text/event-stream")
        elif path.startswith("ui/"):
            file = STATIC / path.removeprefix("ui/")
            kind = guess_type(file.name)[0] or "application/octet-stream"
            route.fulfill(path=file, content_type=kind) if file.exists() else route.abort()
        else:
            policy = {"Content-Security-Policy": PAGE_POLICY}
            route.fulfill(
                body=render(path), content_type="text/html; charset=utf-8", headers=policy
            )

    page.route("**/*", answer)


def open_till(page: Page, *events: dict[str, object]) -> None:
    serve(page, *events)
    page.goto(f"{HOUSE}/gallery_till")


def test_a_payment_fills_the_screen_until_it_is_dismissed(page: Page) -> None:
    open_till(page, CHEESE)

    page.wait_for_selector("[data-paid]:visible")
    box = page.locator("[data-paid]").bounding_box()

    assert box is not None
    assert (box["width"], box["height"]) == (320, 640)
    assert page.inner_text("[data-paid-field=amount_text]") == "12,50\u202fĐ"
    assert "Payé 12,50\u202fĐ" in (page.text_content("[data-paid-said]") or "")
    assert page.text_content("[data-day-text]") == CHEESE["day_text"]
    page.clock.run_for(1500)
    assert page.is_visible("[data-paid]")
    page.click("[data-paid-dismiss]")
    assert page.is_hidden("[data-paid]")


def test_a_proof_that_nobody_could_read_is_not_dismissed(page: Page) -> None:
    open_till(page, CHEESE)
    page.wait_for_selector("[data-paid]:visible")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    assert page.is_visible("[data-paid]")


def test_two_payments_are_two_screens_and_one_told_twice_is_one(page: Page) -> None:
    open_till(page, CHEESE, BUTTER, CHEESE)
    page.wait_for_selector("[data-paid-more]:visible")

    page.clock.run_for(1500)
    page.click("[data-paid-dismiss]")

    assert page.inner_text("[data-paid-field=amount_text]") == "1\u202f234,50\u202fĐ"
    assert page.is_hidden("[data-paid-more]")
    page.clock.run_for(1500)
    page.click("[data-paid-dismiss]")
    assert page.is_hidden("[data-paid]")


def test_a_payment_told_while_scripts_still_come_is_shown(page: Page) -> None:
    serve(page, CHEESE)
    late: list[Route] = []
    page.route("**/ui/paid.js*", lambda route: late.append(route))  # noqa: PLW0108 # no builtin is taken
    page.goto(f"{HOUSE}/gallery_till", wait_until="commit")
    page.wait_for_timeout(500)  # what is told now is told to nobody yet

    late.pop().fulfill(path=STATIC / "paid.js", content_type="text/javascript")

    page.wait_for_selector("[data-paid]:visible", timeout=5_000)


def test_a_long_amount_stays_on_a_small_screen(page: Page) -> None:
    open_till(page, BUTTER)
    page.wait_for_selector("[data-paid]:visible")
    box = page.locator("[data-paid-field=amount_text]").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 320


def test_a_payment_at_the_other_till_is_a_quiet_line(page: Page) -> None:
    open_till(page, OTHER_TILL)
    page.wait_for_selector("[data-paid-elsewhere]:has-text('Caisse 2')")
    assert page.is_hidden("[data-paid]")


def test_twenty_seconds_of_silence_forbid_to_accept_anything(page: Page) -> None:
    open_till(page)
    page.wait_for_selector("html[data-connection=live]")
    page.clock.run_for(18_000)
    assert page.is_hidden("[data-live-lost]")
    page.clock.run_for(5_000)
    assert page.is_visible("[data-live-lost]")
    assert "n’acceptez rien" in page.inner_text("[data-live-lost]")


def test_a_line_that_the_server_will_not_give_is_told_at_once(page: Page) -> None:
    serve(page)
    page.route("**/gallery_stream*", lambda route: route.fulfill(status=401))
    page.goto(f"{HOUSE}/gallery_till")
    page.wait_for_selector("[data-live-lost]:visible")


def test_a_code_says_that_it_has_expired(page: Page) -> None:
    open_till(page)
    assert page.inner_text("[data-countdown-shown]").startswith("Encore 9:")
    page.clock.run_for(10 * 60_000)
    assert page.inner_text("[data-countdown-shown]") == "Ce code a expiré."
    assert page.text_content("[data-countdown-said]") == "Ce code a expiré."


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_is_open_to_all_and_fits_the_smallest_phone(
    browser: Browser, name: str, scheme: str
) -> None:
    if not AXE.exists():
        pytest.skip("the kit's vendor files are not built")
    context = browser.new_context(
        bypass_csp=True,  # axe writes a style of its own
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
        viewport={"width": 320, "height": 640},
    )
    page = context.new_page()
    serve(page)
    page.goto(f"{HOUSE}/{name}")
    page.add_script_tag(path=AXE)

    found = page.evaluate(
        "axe.run().then((run) => run.violations.map((v) => [v.id, v.nodes[0].html]))"
    )
    wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    context.close()

    assert found == []
    assert wider <= 0
