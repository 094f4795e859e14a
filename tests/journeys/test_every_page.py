"""Every page in each state: open to all, fit for every screen, silent, asking nobody else.

Whoever asks their browser for large letters loses nothing: each page is also read at 200 %.
"""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from layouts import (
    CUT_TEXT,
    LEAST_PAYING_TARGET,
    LEAST_TARGET,
    SCROLLED_IN_SILENCE,
    SMALL_TARGETS,
    WIDER,
)
from playwright.async_api import Page
from profiles import Profiles
from running_house import House
from scene import Scene
from scenes import SCENES
from staged_town import StagedTown

from ui.environment import STATIC
from ui.language import COOKIE

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
DOORS = ("resident_app/templates", "merchant_app/templates", "admin/templates")
DOORS += ("ledger/templates", "ledger/api/templates")
PHONE, DESK, SMALLEST = (360, 740), (1280, 800), (320, 640)
AXE = (STATIC / "vendor/test/axe.min.js").read_text(encoding="utf-8")
RUN_AXE = """
async (rules) => (await axe.run({
  resultTypes: ["violations"], elementRef: false, ...(rules.length && {runOnly: rules}),
})).violations.map(({id, nodes}) => [id, ...nodes.map(({html}) => html.slice(0, 200))])
"""
SAID_IN_ITS_LANGUAGE = """
() => {
  for (const quoted of document.querySelectorAll("main [lang=fr]")) quoted.remove();
  return document.body.innerText;
}
"""
SETTLED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
SET_IN_ITS_FONT = f"() => document.fonts.ready.then({SETTLED})"
USUAL_TEXT, TEXT_TWICE = {"standard": 16, "fixed": 13}, {"standard": 32, "fixed": 26}
SIZE = "() => getComputedStyle(document.documentElement).fontSize"
FRENCH = re.compile(r"\b(avec|dans|mais|nous|payer|pour|rien|sans|votre|vous)\b", re.IGNORECASE)
SAME_ID_TWICE = """
() => [...document.querySelectorAll("[id]")].map(({id}) => id)
  .filter((id, at, all) => all.indexOf(id) !== at)
"""


async def look(page: Page, size: tuple[int, int], scheme: str) -> None:
    await page.set_viewport_size({"width": size[0], "height": size[1]})
    await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    await page.evaluate(SETTLED)


@asynccontextmanager
async def text_at_twice_its_size(page: Page) -> AsyncIterator[None]:
    """Read a page as somebody whose browser is set to large letters."""
    browser = await page.context.new_cdp_session(page)
    await browser.send("Page.setFontSizes", {"fontSizes": TEXT_TWICE})
    yield
    await browser.send("Page.setFontSizes", {"fontSizes": USUAL_TEXT})
    await browser.detach()


async def lost_at_twice_its_size(page: Page) -> dict[str, object]:
    """Find what large letters cut or push out of a phone."""
    lost: dict[str, object] = {}
    async with text_at_twice_its_size(page):
        assert await page.evaluate(SIZE) == "32px"
        for phone in (PHONE, SMALLEST):
            await look(page, phone, "light")
            await page.evaluate(SET_IN_ITS_FONT)
            cut = await page.evaluate(CUT_TEXT) + await page.evaluate(SCROLLED_IN_SILENCE)
            lost |= {f"{phone[0]} px, {each}": True for each in cut}
            if wider := await page.evaluate(WIDER):
                lost[f"{phone[0]} px, wider by"] = wider
    return lost


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
async def test_a_page_is_open_to_all_and_fits_every_screen(
    scene: Scene, profiles: Profiles, house: House, town: StagedTown
) -> None:
    page = await profiles.kept_page_of(scene.visitor)
    profiles.complaints.clear()
    await look(page, PHONE, "light")

    await scene.arrive(page, house.address, town)

    await page.evaluate(AXE)
    found = {"phone": await page.evaluate(RUN_AXE, [])}
    small = await page.evaluate(SMALL_TARGETS, [LEAST_TARGET, LEAST_PAYING_TARGET])
    await look(page, PHONE, "dark")
    found["phone by night"] = await page.evaluate(RUN_AXE, ["color-contrast"])
    await look(page, DESK, "dark")
    found["desk by night"] = await page.evaluate(RUN_AXE, ["color-contrast"])
    await look(page, DESK, "light")
    found["desk"] = await page.evaluate(RUN_AXE, [])
    small += await page.evaluate(SMALL_TARGETS, [LEAST_TARGET, LEAST_PAYING_TARGET])
    await look(page, SMALLEST, "light")
    wider, twice = await page.evaluate(WIDER), await page.evaluate(SAME_ID_TWICE)
    title = await page.title()
    lost = await lost_at_twice_its_size(page)

    assert {screen: violations for screen, violations in found.items() if violations} == {}
    assert small == []
    assert wider <= 0
    assert lost == {}
    assert twice == []  # a label names one field
    assert title.partition(" – ")[0].strip()
    assert profiles.complaints == []


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
async def test_a_page_in_english_is_open_to_all_and_fits_a_phone(
    scene: Scene, profiles: Profiles, house: House, town: StagedTown
) -> None:
    page = await profiles.kept_page_of(scene.visitor)
    profiles.complaints.clear()
    await page.context.add_cookies([{"name": COOKIE, "value": "en", "url": house.address}])
    await look(page, PHONE, "light")

    await scene.arrive(page, house.address, town)
    language = await page.evaluate("() => document.documentElement.lang")
    await page.evaluate(AXE)
    found = await page.evaluate(RUN_AXE, [])
    await look(page, SMALLEST, "light")
    wider = await page.evaluate(WIDER)
    said = await page.evaluate(SAID_IN_ITS_LANGUAGE)
    await page.context.clear_cookies(name=COOKIE)

    assert language == "en"
    assert FRENCH.findall(said) == []
    assert found == []
    assert wider <= 0
    assert profiles.complaints == []


async def test_every_template_of_a_door_is_shown_by_some_scene(
    profiles: Profiles, house: House, town: StagedTown
) -> None:
    templates = {path for folder in DOORS for path in (ROOT / folder).glob("*.html")}
    for scene in SCENES:
        if templates <= house.templates_opened:  # the crawl above has seen to it, unless shared out
            break
        page = await profiles.kept_page_of(scene.visitor)
        await scene.arrive(page, house.address, town)
    assert sorted(templates - house.templates_opened) == []
