"""A person chooses a language at the foot of a page, and stays where they are."""

import pytest
from conftest import Profiles
from people import AWA
from playwright.async_api import expect
from running_house import House

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


async def test_a_refusal_is_told_in_the_language_that_was_chosen(
    profiles: Profiles, house: House
) -> None:
    page = await profiles.page_of(AWA)
    await page.goto(f"{house.address}/wallet")
    await page.get_by_role("button", name="English").click()
    await page.get_by_role("link", name="Pay a shop").click()
    await page.get_by_label("Code of the shop").fill("AAAAAAAA")
    await page.get_by_role("button", name="Continue").click()

    await expect(page.get_by_role("alert")).to_contain_text("This code is not recognised.")
    await expect(page.get_by_text("Code not recognised")).to_be_visible()

    await page.goto(f"{house.address}/wallet")
    await page.get_by_role("button", name="Français").click()
    await expect(page.get_by_role("link", name="Payer un commerçant")).to_be_visible()
