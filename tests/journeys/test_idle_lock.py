"""A counter left alone shows nothing; its teller's key brings back what was typed, posted once."""

import pytest
from people import NADIA, SOPHIE, sign_in, unlock
from playwright.async_api import Browser, Page, expect
from running_house import House
from staged_town import StagedTown

pytestmark = pytest.mark.browser
AWA = "Awa"


@pytest.fixture
async def desk(browser: Browser, house: House, town: StagedTown) -> Page:
    """Give the counter of Nadia, where fifty-one euros of Awa are typed and not confirmed yet."""
    context = await browser.new_context(locale="fr-FR", reduced_motion="reduce")
    page = await sign_in(context, house, NADIA)
    await page.clock.install()
    await page.goto(f"{house.address}/console/desk?member={town.member}")
    await page.get_by_label("Espèces reçues").fill("51")
    return page


async def lock_server(page: Page) -> None:
    """Lock the session from elsewhere, as five minutes do."""
    await page.evaluate("fetch('/console/locked', { method: 'POST', redirect: 'manual' })")


async def confirm_once(page: Page) -> None:
    """Confirm what is typed: one receipt, of one issuance."""
    await expect(page.get_by_label("Espèces reçues")).to_have_value("51")
    await page.locator("form[action='/console/issuances']").evaluate("form => form.requestSubmit()")
    await page.wait_for_url("**/console/desk?member=*&done=pst_*")


async def test_a_page_left_alone_is_covered_and_comes_back_as_it_was(desk: Page) -> None:
    await desk.clock.fast_forward("04:30")
    await expect(desk.get_by_text("se verrouille dans une minute")).to_be_visible()
    await desk.clock.fast_forward("00:40")

    await expect(desk.get_by_role("heading", name="Session verrouillée")).to_be_focused()
    await expect(desk.locator("body")).not_to_contain_text(AWA)
    await expect(desk).to_have_title("Session verrouillée")
    await lock_server(desk)

    await unlock(desk)
    await confirm_once(desk)
    await desk.context.close()


async def test_whoever_works_on_a_page_is_not_locked_out(desk: Page) -> None:
    for _ in range(4):
        await desk.clock.fast_forward("04:30")
        async with desk.expect_response("**/console/awake") as told:
            await desk.get_by_label("Espèces reçues").press("End")
            await desk.clock.fast_forward("00:02")
        assert (await told.value).status == 204  # the server hears of it

    await expect(desk.get_by_label("Espèces reçues")).to_have_value("51")
    await desk.context.close()


async def test_a_form_sent_to_a_locked_session_is_found_again_and_posted_once(desk: Page) -> None:
    await lock_server(desk)
    await desk.locator("form[action='/console/issuances']").evaluate("form => form.requestSubmit()")
    await expect(desk.get_by_role("heading", name="Session verrouillée")).to_be_visible()
    await expect(desk.locator("main")).not_to_contain_text(AWA)

    await unlock(desk)

    await confirm_once(desk)
    await desk.context.close()


async def test_a_locked_page_opened_anew_is_still_locked(desk: Page) -> None:
    await lock_server(desk)
    await desk.reload()
    await expect(desk.get_by_role("heading", name="Session verrouillée")).to_be_visible()

    await unlock(desk)

    await expect(desk.get_by_label("Espèces reçues")).to_be_visible()
    await desk.get_by_role("button", name="Verrouiller").click()
    await expect(desk.get_by_role("heading", name="Session verrouillée")).to_be_visible()
    await desk.get_by_role("button", name="Quitter").click()
    await desk.wait_for_url("**/console/sign-in")
    await desk.context.close()


async def test_a_covered_page_does_not_come_back_for_somebody_else(
    desk: Page, house: House
) -> None:
    await desk.clock.fast_forward("05:10")
    await expect(desk.get_by_role("heading", name="Session verrouillée")).to_be_visible()
    await sign_in(desk.context, house, SOPHIE)

    await desk.locator("[data-lock-open]").click()

    await desk.wait_for_url("**/console/desk")
    await expect(desk.get_by_text(SOPHIE.name)).to_be_visible()
    await expect(desk.get_by_label("Espèces reçues")).to_have_count(0)
    await desk.context.close()
