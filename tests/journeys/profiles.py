"""A browser profile for everybody who visits: who has signed in stays signed in."""

from collections.abc import Awaitable, Callable

from browser import close_in_time, watch
from people import Visitor, sign_in, unlock
from playwright.async_api import Browser, BrowserContext, Page
from running_house import House

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
                await unlock(page)
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
