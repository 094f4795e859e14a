"""The sample of docs/fr/rgaa.md, for what axe does not measure: spaced text, visible focus."""

import pytest
from layouts import CUT_TEXT, WIDER
from playwright.async_api import Page
from profiles import Profiles
from running_house import House
from scene import Scene
from scenes import SCENES
from staged_town import StagedTown

pytestmark = pytest.mark.browser

NAMES = {
    "welcome", "sign-in", "resident-code", "resident-request-open", "resident-asked-for-pin",
    "resident-receipt-done", "merchant-charge", "merchant-waiting", "merchant-card", "merchant-pin",
}  # fmt: skip
SAMPLE = [scene for scene in SCENES if scene.name in NAMES]
MOST_STOPS = 60
SPACED = """
() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
    word-spacing: 0.16em !important; } p { margin-block-end: 2em !important; }`);
  document.adoptedStyleSheets.push(sheet);
}
"""
STOP = """
() => {
  const stop = document.activeElement;
  if (!stop || stop === document.body) return null;
  window.stops ??= new Map();
  if (window.stops.has(stop)) return null;
  window.stops.set(stop, true);
  const drawn = [stop, stop.closest("label")].filter(Boolean).map((each) => getComputedStyle(each));
  const isDrawn = (style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const isSeen = drawn.some(isDrawn);
  const { top, bottom } = stop.getBoundingClientRect();
  const isThere = bottom > 0 && top < innerHeight;
  return { what: stop.outerHTML.slice(0, 120), isSeen: isSeen && isThere };
}
"""


async def arrive(scene: Scene, profiles: Profiles, house: House, town: StagedTown) -> Page:
    page = await profiles.kept_page_of(scene.visitor)
    await page.set_viewport_size({"width": 360, "height": 740})
    await scene.arrive(page, house.address, town)
    return page


def test_the_sample_is_made_of_scenes_that_exist() -> None:
    assert {scene.name for scene in SAMPLE} == NAMES


@pytest.mark.parametrize("scene", SAMPLE, ids=lambda scene: scene.name)
async def test_text_that_its_reader_spaces_out_loses_nothing(
    scene: Scene, profiles: Profiles, house: House, town: StagedTown
) -> None:
    page = await arrive(scene, profiles, house, town)
    await page.evaluate(SPACED)
    assert await page.evaluate(WIDER) <= 0
    assert await page.evaluate(CUT_TEXT) == []


@pytest.mark.parametrize("scene", SAMPLE, ids=lambda scene: scene.name)
async def test_every_stop_of_tab_is_seen_and_none_holds_the_reader(
    scene: Scene, profiles: Profiles, house: House, town: StagedTown
) -> None:
    page = await arrive(scene, profiles, house, town)
    stops = []
    for _ in range(MOST_STOPS):
        await page.keyboard.press("Tab")
        stop = await page.evaluate(STOP)
        if stop is None:
            break
        stops.append(stop)
    assert len(stops) > 2
    assert len(stops) < MOST_STOPS
    assert [stop["what"] for stop in stops if not stop["isSeen"]] == []
