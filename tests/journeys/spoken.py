"""What a page says in its own language: journeys are written with its French sentences."""

from playwright.async_api import Page

from ui.translation import in_language


async def spoken(page: Page, french: str) -> str:
    """Give a sentence of the catalogue as this page says it, up to its first hole."""
    # A locator waits for the page that follows a press; a script may run between two pages.
    is_english = await page.locator("html").get_attribute("lang") == "en"
    return in_language(french, "en" if is_english else "fr").partition("{")[0].strip()


async def press(page: Page, button: str) -> None:
    """Press the first button that bears these words, whatever else it says."""
    await page.get_by_role("button", name=await spoken(page, button)).first.click()


async def write(page: Page, label: str, text: str) -> None:
    """Write into the first field that bears this label."""
    await page.get_by_label(await spoken(page, label)).first.fill(text)
