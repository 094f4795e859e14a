"""One running house and one browser for all journeys; who has signed in stays signed in."""

import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

import pytest
from anew import begin_anew
from browser import HOW_TO_GET_ONE, close_in_time, find_chromium, open_browser, watch
from people import Visitor, sign_in
from playwright.async_api import Browser, BrowserContext, Page, expect
from running_house import House, running_house
from staged_town import StagedTown, stage

expect.set_options(timeout=15_000)  # a machine that does other things as well is not a fault

EnterAs = Callable[[Visitor | None], Awaitable[Page]]


class Profiles:
    """A browser profile for each visitor, opened when first needed; what its pages complain of."""

    def __init__(self, browser: Browser, house: House) -> None:
        self._browser = browser
        self._house = house
        self._of: dict[Visitor | None, BrowserContext] = {}
        self._kept: dict[Visitor | None, Page] = {}
        self.complaints: list[str] = []

    async def page_of(self, visitor: Visitor | None) -> Page:
        """Open a page: on it the visitor is signed in, and stands where signing in leads."""
        if visitor in self._of:
            page = await self._of[visitor].new_page()
            if visitor:
                await page.goto(self._house.address + visitor.lands_on)
            return page
        context = await self.new()
        self._of[visitor] = context
        return await (sign_in(context, self._house, visitor) if visitor else context.new_page())

    async def kept_page_of(self, visitor: Visitor | None) -> Page:
        """Give the one page of a visitor that is led from scene to scene."""
        if visitor not in self._kept:
            self._kept[visitor] = await self.page_of(visitor)
        return self._kept[visitor]

    async def new(self) -> BrowserContext:
        """Open the profile of somebody new."""
        context = await self._browser.new_context(
            reduced_motion="reduce", locale="fr-FR", service_workers="block"
        )
        watch(context, self.complaints)
        return context

    async def close(self) -> None:
        """Close every profile."""
        for context in self._of.values():
            await close_in_time(context.close())


@pytest.fixture(scope="session")
def house() -> Iterator[House]:
    """Give a house that runs for as long as the journeys, and leaves well."""
    if find_chromium() is None:
        give_up = pytest.fail if os.environ.get("CI") else pytest.skip
        give_up(HOW_TO_GET_ONE)
    with running_house() as running:
        yield running


@pytest.fixture(scope="session")
async def browser(house: House) -> AsyncIterator[Browser]:
    """Give a browser; it is only opened where there is a house to visit."""
    assert house.address
    async with open_browser() as opened:
        yield opened


@pytest.fixture(scope="session")
async def town(house: House) -> StagedTown:
    """Give the addresses of everything staged."""
    return await stage(house)


@pytest.fixture(scope="session")
async def profiles(browser: Browser, house: House, town: StagedTown) -> AsyncIterator[Profiles]:
    """Give the browsers of everybody, in a town where everything is staged."""
    assert town.member
    opened = Profiles(browser, house)
    yield opened
    await opened.close()


@pytest.fixture(autouse=True)
async def anew(request: pytest.FixtureRequest) -> None:
    """Give every journey a town in which nobody has paid by a device alone so far."""
    if "house" in request.fixturenames:
        await begin_anew(request.getfixturevalue("house"))


@pytest.fixture
async def enter_as(profiles: Profiles) -> AsyncIterator[EnterAs]:
    """Give the way to a page of a visitor, each in a browser of their own; none may complain."""
    profiles.complaints.clear()
    pages: list[Page] = []

    async def enter(visitor: Visitor | None) -> Page:
        pages.append(await profiles.page_of(visitor))
        return pages[-1]

    yield enter
    for page in pages:
        await close_in_time(page.close())
    assert profiles.complaints == []


@pytest.fixture
async def fresh_context(profiles: Profiles) -> AsyncIterator[BrowserContext]:
    """Give the browser of somebody new; at the end, none of its pages may have complained."""
    profiles.complaints.clear()
    context = await profiles.new()
    yield context
    await close_in_time(context.close())
    assert profiles.complaints == []
