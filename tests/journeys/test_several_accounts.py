"""One phone, several accounts: chosen by name, each pays by its own key and has its own past."""

import json
import re
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest
from people import CLAIRE
from playwright.async_api import Browser, BrowserContext, Page, Route, expect
from playwright.async_api import Error as PageGone
from profiles import EnterAs, Profiles
from running_house import House
from test_phones import SAMUEL, enrol_phone, open_payment

pytestmark = pytest.mark.browser
YASMINE = "Yasmine Kaddouri"
KEYS = """
() => import("/shared/store.js").then(({ keysHere }) => keysHere())
  .then((keys) => Object.fromEntries(keys.map(({ name, id }) => [name, id])))
"""
UNANSWERED = """() => import("/shared/store.js").then(({ unanswered }) => unanswered())"""


@pytest.fixture
async def phone(browser: Browser) -> AsyncIterator[BrowserContext]:
    """Give a phone that keeps its page without network."""
    context = await browser.new_context(locale="fr-FR", service_workers="allow")
    yield context
    await context.close()


async def enrol_both(context: BrowserContext, house: House, enter_as: EnterAs) -> Page:
    """Enrol one phone for two accounts; the second one is open."""
    page = await context.new_page()
    for name in (SAMUEL, YASMINE):
        await enrol_phone(page, enter_as, house, name)
    return page


async def switch_to(page: Page, name: str) -> None:
    """Change accounts from a page that offers it."""
    await page.get_by_role("button", name="Changer de compte").click()
    await page.locator("[data-sign-in-accounts]").get_by_role("button", name=name).click()
    await expect(page).to_have_url(re.compile("/wallet$"))
    await expect(page.get_by_text(f"Bonjour {name}")).to_be_visible()
    await expect(page.locator("[data-switch-account]")).to_be_visible()  # the scripts have run


async def test_each_account_is_opened_by_its_name_and_pays_with_its_own_key(
    house: House, enter_as: EnterAs, fresh_context: BrowserContext
) -> None:
    till, page = await enter_as(CLAIRE), await enrol_both(fresh_context, house, enter_as)
    keys, signed = await page.evaluate(KEYS), {}
    assert set(keys) == {SAMUEL, YASMINE}

    for name, other, amount in ((YASMINE, SAMUEL, "1,20"), (SAMUEL, YASMINE, "1,10")):
        await expect(page.locator("[data-switch-account]")).to_contain_text(name)
        await open_payment(page, house, till, amount)
        payer = page.locator(".facts__row", has_text="Compte qui paie")
        await expect(payer).to_contain_text(name)
        async with page.expect_request(lambda asked: asked.method == "POST") as sent:
            await page.get_by_role("button", name=f"Payer {amount}").click()
        signed[name] = json.loads((await sent.value).post_data or "")["approval"]["key"]
        await page.wait_for_url("**/payments/pst_*")
        await page.goto(f"{house.address}/account")
        await expect(page.get_by_role("main").locator(".lead")).to_have_text(name)
        await switch_to(page, other)

    assert signed == keys


async def test_a_phone_of_one_account_is_not_asked_which(
    house: House, enter_as: EnterAs, fresh_context: BrowserContext
) -> None:
    page = await fresh_context.new_page()
    await enrol_phone(page, enter_as, house)
    await expect(page.get_by_role("button", name="Changer de compte")).to_be_hidden()

    await page.get_by_role("button", name="Se déconnecter").click()

    await expect(page.get_by_role("button", name="Ouvrir avec ce téléphone")).to_be_visible()
    await expect(page.locator("[data-sign-in-accounts]")).to_be_hidden()


async def test_an_order_without_an_answer_and_a_known_balance_stay_of_their_account(
    house: House, enter_as: EnterAs, phone: BrowserContext
) -> None:
    till, page = await enter_as(CLAIRE), await enrol_both(phone, house, enter_as)
    await switch_to(page, SAMUEL)
    await open_payment(page, house, till, "1,30")
    await lose_the_answer(phone, page, till)

    await page.goto(f"{house.address}/account")
    await switch_to(page, YASMINE)
    balance = await page.locator(".river .amount").inner_text()
    await page.evaluate("navigator.serviceWorker.ready.then(() => undefined)")
    await phone.set_offline(True)
    await page.goto(f"{house.address}/pay")

    known = page.locator("[data-balance-known]")
    await expect(known.locator("[data-balance-name]")).to_have_text(YASMINE)
    await expect(known.locator(".amount")).to_have_text(balance)
    await expect(page.locator("[data-order-open]")).to_be_hidden()
    assert len(await page.evaluate(UNANSWERED)) == 1

    await phone.set_offline(False)
    await expect(page.get_by_label("Code du commerçant")).to_be_visible()
    await page.goto(f"{house.address}/wallet")
    await switch_to(page, SAMUEL)
    told = page.get_by_text("Un paiement resté sans réponse a bien été payé.")
    await expect(told).to_be_visible()
    assert await page.evaluate(UNANSWERED) == []


async def test_a_page_left_open_sends_nothing_once_another_account_is_open(
    house: House, enter_as: EnterAs, fresh_context: BrowserContext, profiles: Profiles
) -> None:
    till, page = await enter_as(CLAIRE), await enrol_both(fresh_context, house, enter_as)
    await open_payment(page, house, till, "1,40")
    elsewhere = await fresh_context.new_page()
    await elsewhere.goto(f"{house.address}/wallet")
    await switch_to(elsewhere, SAMUEL)

    await page.get_by_role("button", name="Payer 1,40").click()

    refused = page.locator("[data-approve-part=refused]")
    await expect(refused).to_contain_text("Identifiez-vous pour continuer.")
    assert set(await page.evaluate(KEYS)) == {SAMUEL, YASMINE}
    profiles.complaints.clear()  # the browser's, of the refusal


async def lose_the_answer(phone: BrowserContext, page: Page, till: Page) -> None:
    """Pay so that the house has the order and the phone never hears of it."""

    async def lose(route: Route) -> None:
        with suppress(PageGone):  # the page asks again until the test leaves it
            await route.fetch()
            await route.fulfill(status=503, body="", content_type="text/plain")

    await page.route("**/pay/req_*", lose)  # the page is open already: only its orders follow
    await page.get_by_role("button", name="Payer 1,30").click()
    await till.locator("[data-paid]").wait_for(timeout=15_000)
    await phone.set_offline(True)
    await page.goto("about:blank")
    await page.unroute("**/pay/req_*")
    await phone.set_offline(False)
