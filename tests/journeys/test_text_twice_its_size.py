"""Text at 200 % on a phone: whoever asks their browser for large letters loses nothing."""

from collections.abc import AsyncIterator

import pytest
from browser import open_browser
from layouts import CUT_TEXT, SCROLLED_IN_SILENCE, WIDER
from profiles import Profiles
from running_house import House
from scene import Scene
from scenes import SCENES
from staged_town import StagedTown

pytestmark = pytest.mark.browser

TWICE = "--blink-settings=defaultFontSize=32,defaultFixedFontSize=26"
PHONES = ((360, 740), (320, 640))
SIZE = "() => getComputedStyle(document.documentElement).fontSize"
SET_IN_ITS_FONT = """
() => document.fonts.ready.then(() => new Promise((done) => {
  requestAnimationFrame(() => requestAnimationFrame(done));
}))
"""


@pytest.fixture(scope="session")
async def enlarged(house: House, town: StagedTown) -> AsyncIterator[Profiles]:
    """Give the browsers of people who read at twice the size, as their settings have it."""
    assert town.member
    async with open_browser(TWICE) as browser:
        opened = Profiles(browser, house)
        yield opened
        await opened.close()


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
async def test_a_page_at_twice_its_text_size_loses_nothing(
    scene: Scene, enlarged: Profiles, house: House, town: StagedTown
) -> None:
    page = await enlarged.kept_page_of(scene.visitor)
    enlarged.complaints.clear()
    await scene.arrive(page, house.address, town)
    assert await page.evaluate(SIZE) == "32px"

    found = {}
    for width, height in PHONES:
        await page.set_viewport_size({"width": width, "height": height})
        await page.evaluate(SET_IN_ITS_FONT)
        cut = await page.evaluate(CUT_TEXT) + await page.evaluate(SCROLLED_IN_SILENCE)
        found[width] = (await page.evaluate(WIDER), cut)

    assert found == dict.fromkeys(found, (0, []))
    assert enlarged.complaints == []
