"""Without network: the page that says so, an order whose answer was lost, what may be installed."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest
from people import ANTOINE, AWA, CLAIRE, Visitor, ask_payment, sign_in
from playwright.async_api import Browser, BrowserContext, Page, Route, expect
from playwright.async_api import Error as PageGone
from profiles import EnterAs
from running_house import House

pytestmark = pytest.mark.browser


@pytest.fixture
async def phone(browser: Browser) -> AsyncIterator[BrowserContext]:
    """Give a browser that may keep a service worker; cut off, it has errors to complain of."""
    context = await browser.new_context(locale="fr-FR", service_workers="allow")
    yield context
    await context.close()


async def _ready(page: Page) -> None:
    await page.wait_for_load_state()  # its scripts have run: the balance is kept
    await page.evaluate("navigator.serviceWorker.ready.then(() => undefined)")


async def test_a_phone_without_network_shows_the_last_known_balance_and_says_so(
    house: House, phone: BrowserContext
) -> None:
    page = await sign_in(phone, house, AWA)
    balance = await page.locator(".river .amount").inner_text()
    await _ready(page)

    await phone.set_offline(True)
    await page.goto(f"{house.address}/pay")

    await expect(page.get_by_role("heading", level=1)).to_have_text("Pas de réseau")
    known = page.locator("[data-balance-known]")
    await expect(known).to_contain_text("Dernier solde connu")
    await expect(known.locator(".amount")).to_have_text(balance)

    await phone.set_offline(False)
    await expect(page.get_by_label("Code du commerçant")).to_be_visible()


async def test_signing_out_forgets_the_balance(house: House, phone: BrowserContext) -> None:
    page = await sign_in(phone, house, AWA)
    await _ready(page)
    await page.get_by_role("button", name="Se déconnecter").click()
    await page.wait_for_url(lambda address: not address.endswith("/wallet"))

    await phone.set_offline(True)
    await page.goto(f"{house.address}/wallet")

    await expect(page.get_by_role("heading", level=1)).to_have_text("Pas de réseau")
    await expect(page.locator("[data-balance-known]")).to_be_hidden()


async def test_a_till_without_network_says_to_accept_nothing(
    house: House, phone: BrowserContext
) -> None:
    page = await sign_in(phone, house, CLAIRE)
    await _ready(page)

    await phone.set_offline(True)
    await page.goto(f"{house.address}/pro/takings")

    await expect(page.get_by_text("N’acceptez rien sur cet écran")).to_be_visible()


async def test_a_door_keeps_nothing_for_the_pages_of_another(
    house: House, phone: BrowserContext
) -> None:
    page = await sign_in(phone, house, AWA)
    await _ready(page)

    await phone.set_offline(True)
    with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
        await page.goto(f"{house.address}/console")


async def test_an_order_whose_answer_was_lost_is_settled_by_its_own_id(
    house: House, enter_as: EnterAs, fresh_context: BrowserContext
) -> None:
    till = await enter_as(CLAIRE)
    code = await ask_payment(till, house, "1,70")
    lost: list[str] = []

    async def lose_the_answer(route: Route) -> None:
        if route.request.method == "POST":
            lost.append(route.request.url)
            with suppress(PageGone):  # the page asks again until the test leaves it
                await route.fetch()
                await route.fulfill(status=503, body="", content_type="text/plain")
        else:
            await route.continue_()

    # Before the phone has a page: what is set while one loads may miss what that page sends.
    await fresh_context.route("**/pay/req_*", lose_the_answer)
    phone = await sign_in(fresh_context, house, ANTOINE)
    before = await _balance(phone)
    await phone.goto(f"{house.address}/pay")
    await phone.get_by_label("Code du commerçant").fill(code)
    await phone.get_by_role("button", name="Continuer").click()

    await phone.get_by_role("button", name="Payer 1,70").click()
    await till.locator("[data-paid]").wait_for(timeout=15_000)
    await phone.close()  # the page that was waiting is gone: nothing of it hears an answer any more
    assert lost  # or the page was answered, and has nothing left to settle
    await fresh_context.unroute("**/pay/req_*", lose_the_answer)
    phone = await fresh_context.new_page()
    await phone.goto(f"{house.address}/wallet")

    told = phone.get_by_text("Un paiement resté sans réponse a bien été payé.")
    await expect(told).to_be_visible()
    assert await _balance(phone) == before - 170
    await phone.get_by_role("link", name="Voir son reçu").click()
    await phone.wait_for_url("**/payments/pst_*")


async def test_a_payment_waits_for_its_script_however_early_the_press(
    house: House, enter_as: EnterAs, fresh_context: BrowserContext
) -> None:
    till = await enter_as(CLAIRE)
    code = await ask_payment(till, house, "1,30")
    phone = await sign_in(fresh_context, house, ANTOINE)
    arrives = asyncio.Event()

    async def arrive_late(route: Route) -> None:
        await arrives.wait()
        await route.continue_()

    await phone.route("**/static/approve.js", arrive_late)
    await phone.goto(f"{house.address}/r#{code}", wait_until="commit")
    pay = phone.get_by_role("button", name="Payer 1,30")
    await expect(pay).to_be_disabled()

    arrives.set()
    await pay.click()

    await phone.wait_for_url("**/payments/pst_*")


async def _balance(page: Page) -> int:
    text = await page.locator(".river .amount").inner_text()
    return int("".join(character for character in text if character.isdigit()))


@pytest.mark.parametrize("visitor", [AWA, CLAIRE], ids=["wallet", "till"])
async def test_the_two_apps_can_be_installed(
    house: House, phone: BrowserContext, visitor: Visitor
) -> None:
    page = await sign_in(phone, house, visitor)
    await _ready(page)
    browser_side = await phone.new_cdp_session(page)
    found = await browser_side.send("Page.getInstallabilityErrors")

    assert {each["errorId"] for each in found["installabilityErrors"]} <= {"in-incognito"}
