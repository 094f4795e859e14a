"""Who is shown out hears nothing more: the live line ends at once, the next page is the sign-in."""

from time import monotonic

import pytest
from people import CLAIRE, Visitor, ask_payment, sign_in
from playwright.async_api import Browser, Page, Request, expect
from running_house import House, inside
from staged_town import person_named

from ledger.core.role import Role
from ledger.fresh import new_id, utc_now
from ledger.use_cases.enrol_member import add_employee
from ledger.use_cases.keep_staff import dismiss_employee

pytestmark = pytest.mark.browser
NOE = Visitor("Noé Vermeersch", "/pro/sign-in", "/pro/charge")
ENDS_WITHIN_S = 2.0
SETTLED = "html[data-connection=live]"


def is_line(request: Request) -> bool:
    return "/pro/live" in request.url


async def wait_at_till(page: Page, house: House) -> None:
    await ask_payment(page, house, "5")
    await page.wait_for_selector(SETTLED)


async def test_a_dismissed_employee_hears_nothing_more(browser: Browser, house: House) -> None:
    context = await browser.new_context(locale="fr-FR")
    async with inside(house) as (clearing, reader):
        claire = await person_named(reader, Role.SHOP_OWNER, CLAIRE.name)
        noe = new_id()
        assert claire.member_id is not None
        await add_employee(clearing, noe, NOE.name, shop=claire.member_id)
        page = await sign_in(context, house, NOE)
        await wait_at_till(page, house)

        async with page.expect_event("requestfinished", is_line, timeout=5_000) as ended:
            await dismiss_employee(clearing, noe, shop=claire.member_id, now=utc_now())
            shown_out = monotonic()
        await ended.value

    assert monotonic() - shown_out <= ENDS_WITHIN_S
    await expect(page.get_by_text("n’acceptez rien sur cet écran")).to_be_visible(timeout=8_000)
    await page.get_by_role("button", name="Retirer ce montant").click()
    await expect(page).to_have_url(f"{house.address}/pro/sign-in")
    await expect(page.get_by_role("button", name=NOE.name)).to_have_count(0)
    await context.close()


async def test_a_session_ended_in_one_window_ends_the_line_of_the_other(
    browser: Browser, house: House
) -> None:
    context = await browser.new_context(locale="fr-FR")
    page = await sign_in(context, house, CLAIRE)
    await wait_at_till(page, house)
    other = await context.new_page()
    await other.goto(f"{house.address}/pro/charge")

    async with page.expect_event("requestfinished", is_line, timeout=5_000) as ended:
        await other.get_by_role("button", name="Se déconnecter").click()
        signed_out = monotonic()
    await ended.value

    assert monotonic() - signed_out <= ENDS_WITHIN_S
    await page.goto(f"{house.address}/pro/takings")
    await expect(page).to_have_url(f"{house.address}/pro/sign-in?next=%2Fpro%2Ftakings")
    await context.close()
