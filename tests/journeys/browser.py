"""A real Chromium for the journeys: the machine's own, else the one at MLC_CHROMIUM."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit

from playwright.async_api import Browser, BrowserContext, ConsoleMessage, async_playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
CLOSED_S = 20
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
HOW_TO_GET_ONE = (
    "no Chromium on this machine: `apt-get install chromium`, or name one in MLC_CHROMIUM"
)


def find_chromium() -> str | None:
    """Find a Chromium at MLC_CHROMIUM, or on this machine."""
    named = os.environ.get("MLC_CHROMIUM")
    return named or next((path for name in NAMES if (path := shutil.which(name))), None)


@asynccontextmanager
async def open_browser(*more: str) -> AsyncIterator[Browser]:
    """Open a browser without a screen, with more flags where a test needs them."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=find_chromium(), args=[*FLAGS, *more]
        )
        yield browser
        await close_in_time(browser.close())


async def close_in_time(closing: Awaitable[None]) -> None:
    """Wait for a page, profile or browser to close; one that hangs is left to the driver's end.

    A Chromium on a busy machine sometimes never answers that it has closed.
    """
    with suppress(TimeoutError):
        await asyncio.wait_for(closing, CLOSED_S)


def watch(context: BrowserContext, complaints: list[str]) -> None:
    """Collect what pages complain of: faulty scripts, refusals of the policy, strangers asked."""

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error" and not _is_expected(message):
            complaints.append(f"{message.text} ({message.location['url']})")

    def see(address: str) -> None:
        parts = urlsplit(address)
        if parts.scheme in {"http", "https"} and parts.hostname != "localhost":
            complaints.append(f"a stranger was asked: {address}")

    context.on("console", hear)
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    context.on("request", lambda request: see(request.url))


def _is_expected(message: ConsoleMessage) -> bool:
    """Say whether a browser only repeats the status of a page that is itself a refusal."""
    is_status = message.text.startswith("Failed to load resource: the server responded")
    page = message.page
    return is_status and page is not None and message.location["url"] == page.url
