"""One running house and one browser for all journeys; who has signed in stays signed in."""

import os
from collections.abc import AsyncIterator, Iterator

import pytest
from anew import begin_anew
from browser import HOW_TO_GET_ONE, close_in_time, find_chromium, open_browser
from people import Visitor
from playwright.async_api import Browser, BrowserContext, Page, expect
from profiles import EnterAs, Profiles
from running_house import House, running_house
from staged_town import StagedTown, stage

expect.set_options(timeout=15_000)  # a machine that does other things as well is not a fault


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
