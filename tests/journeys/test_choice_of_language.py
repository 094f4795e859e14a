"""A person chooses a language at the foot of a page, and stays where they are."""

import re

import pytest
from people import AWA, CLAIRE
from playwright.async_api import expect
from profiles import EnterAs, Profiles
from running_house import House

from ui.language import COOKIE

pytestmark = pytest.mark.browser


async def test_a_press_at_the_foot_shows_the_same_page_in_the_other_language(
    profiles: Profiles, house: House
) -> None:
    context = await profiles.new()
    page = await context.new_page()
    here = f"{house.address}/sign-in?next=/statement"
    await page.goto(here)
    await expect(page.get_by_role("heading", name="S’identifier")).to_be_visible()

    await page.get_by_role("button", name="English").click()
    await expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    address_in_english = page.url
    await page.goto(f"{house.address}/pro/sign-in")
    await expect(page.get_by_role("heading", name="Sign in")).to_be_visible()

    await page.get_by_role("button", name="Français").click()
    await expect(page.get_by_role("heading", name="S’identifier")).to_be_visible()

    assert address_in_english == here
    await context.close()


async def test_a_payment_is_signed_and_told_in_the_language_of_each_screen(
    enter_as: EnterAs,
) -> None:
    till, phone = await enter_as(CLAIRE), await enter_as(AWA)
    await till.get_by_role("button", name="English").click()
    await till.get_by_label("Amount of the sale").fill("1.50")
    await till.get_by_role("button", name="Show the code").click()
    code = await till.locator(".code").inner_text()
    await phone.get_by_role("button", name="English").click()
    await phone.get_by_role("link", name="Pay a shop").click()

    await phone.get_by_label("Code of the shop").fill("AAAAAAAA")
    await phone.get_by_role("button", name="Continue").click()
    await expect(phone.get_by_role("alert")).to_contain_text("This code is not recognised.")

    await phone.get_by_label("Code of the shop").fill(code)
    await phone.get_by_role("button", name="Continue").click()
    await phone.get_by_role("button", name="Pay 1.50\u202fĐ").click()
    await expect(phone.get_by_text("It is paid.")).to_be_visible()
    await expect(till.locator("[data-paid]")).to_contain_text("Paid")
    await expect(till.locator("[data-paid]")).to_contain_text(
        re.compile(r"\d payments?, [\d.,]+\u202fĐ today")
    )

    await till.get_by_role("button", name="Next sale").click()
    for page in (till, phone):
        await page.context.clear_cookies(name=COOKIE)
