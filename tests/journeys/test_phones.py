"""A phone comes by a slip, pays by its key, asks for a passkey beyond low values, and can go."""

import re

import pytest
from authenticator import give_authenticator
from people import AWA, CLAIRE, NADIA, SOPHIE, ask_payment, issue, open_account_page
from playwright.async_api import BrowserContext, Page, expect
from profiles import EnterAs, Profiles
from running_house import House

pytestmark = pytest.mark.browser
SAMUEL = "Samuel Okonkwo"


async def open_payment(page: Page, house: House, till: Page, amount: str) -> None:
    code = await ask_payment(till, house, amount)
    await page.goto(f"{house.address}/r#{code}")
    await page.wait_for_url("**/pay/req_*")


async def enrol_phone(
    phone: Page, enter_as: EnterAs, house: House, name: str = "Samuel Okonkwo"
) -> None:
    """Give somebody another phone: a teller checks who it is, a second one compares the words."""
    desk, second = await enter_as(NADIA), await enter_as(SOPHIE)
    await desk.goto(f"{house.address}/console/desk?q={name}")
    await hand_slip(phone, desk, second, f"{house.address}/enrol")
    await expect(desk.get_by_text("Ce téléphone peut payer.")).to_be_visible(timeout=10_000)
    await expect(phone).to_have_url(re.compile("/wallet$"))


async def hand_slip(phone: Page, desk: Page, second: Page, address: str) -> None:
    """Give a slip to the member on the desk's screen; the phone opens it, another desk confirms."""
    member = desk.url
    await ask_slip(desk)
    code = await desk.locator(".code").inner_text()
    await phone.goto(f"{address}#{code}")
    await phone.get_by_label("J’accepte les conditions").check()
    await phone.get_by_role("button", name="Continuer").click()
    words = phone.locator("[data-enrol-part=words] .four-words")
    await expect(words).to_be_visible()

    await second.goto(member)
    await second.get_by_role("link", name="Comparer les quatre mots").click()
    await expect(second.locator(".four-words")).to_have_text(await words.inner_text())
    await second.get_by_role("button", name="Les mots sont les mêmes").click()


async def ask_slip(desk: Page) -> None:
    """Ask for a slip: at once for a first phone, else with the document that was seen."""
    again = desk.get_by_role("link", name="Redonner l’accès")
    await again.or_(desk.get_by_role("button", name="Donner un téléphone")).click()
    if desk.url.endswith("/recovery"):
        await desk.get_by_label("Passeport").check()
        await desk.get_by_role("button", name="Remettre un bon").click()


async def test_a_phone_is_enrolled_at_the_desk_and_pays(
    fresh_context: BrowserContext, house: House, enter_as: EnterAs
) -> None:
    till, phone = await enter_as(CLAIRE), await fresh_context.new_page()

    await enrol_phone(phone, enter_as, house)
    await open_payment(phone, house, till, "1,20")
    await phone.get_by_role("button", name="Payer 1,20\u202fĐ").click()

    await phone.wait_for_url("**/payments/pst_*")
    await till.locator("[data-paid]").wait_for()


async def test_a_known_phone_opens_its_wallet_without_a_password(
    fresh_context: BrowserContext, house: House, enter_as: EnterAs
) -> None:
    phone = await fresh_context.new_page()
    await enrol_phone(phone, enter_as, house)
    await phone.get_by_role("button", name="Se déconnecter").click()

    await phone.get_by_role("button", name="Ouvrir avec ce téléphone").click()

    await expect(phone).to_have_url(re.compile("/wallet$"))
    await expect(phone.get_by_text(f"Bonjour {SAMUEL}")).to_be_visible()


async def test_above_low_values_the_passkey_is_asked_and_the_order_replaced(
    house: House, enter_as: EnterAs, fresh_context: BrowserContext
) -> None:
    till, desk, phone = (
        await enter_as(CLAIRE),
        await enter_as(NADIA),
        await fresh_context.new_page(),
    )
    await give_authenticator(phone)
    await issue(desk, house, "samuel", "45")
    await enrol_phone(phone, enter_as, house)

    await open_payment(phone, house, till, "31")
    await phone.get_by_role("button", name="Payer 31,00\u202fĐ").click()
    await expect(phone.get_by_label("Votre code à six chiffres")).to_be_visible()
    await open_account_page(phone, house, "/devices")
    await phone.get_by_role("button", name="Ajouter une clé d’accès").click()
    await expect(phone.get_by_text("Clé d’accès", exact=False).first).to_be_visible()
    await expect(phone.locator(".device")).not_to_have_count(1)
    await open_payment(phone, house, till, "31")
    await phone.get_by_role("button", name="Payer 31,00\u202fĐ").click()

    await phone.wait_for_url("**/payments/pst_*")

    await phone.goto(f"{house.address}/wallet")
    await phone.get_by_role("button", name="Se déconnecter").click()
    await phone.get_by_role("button", name="Ouvrir avec une clé d’accès").click()
    await expect(phone).to_have_url(re.compile("/wallet$"))


async def test_a_revoked_phone_pays_nothing_more(
    house: House, enter_as: EnterAs, fresh_context: BrowserContext
) -> None:
    till, phone = await enter_as(CLAIRE), await fresh_context.new_page()
    await enrol_phone(phone, enter_as, house)
    await open_payment(phone, house, till, "1")
    other = await fresh_context.new_page()
    await open_account_page(other, house, "/devices")
    await other.locator(".device").last.get_by_role("button").click()
    await expect(other).to_have_url(re.compile("/sign-in"))

    await phone.get_by_role("button", name="Payer 1,00\u202fĐ").click()

    await expect(phone.locator("[data-approve-part=refused]")).to_be_visible()
    assert "/payments/" not in phone.url


async def test_a_session_without_its_phone_pays_nothing(
    house: House, enter_as: EnterAs, profiles: Profiles
) -> None:
    """Somebody stole the cookie: without the key it opens the wallet and pays nothing."""
    till, phone = await enter_as(CLAIRE), await enter_as(AWA)
    code = await ask_payment(till, house, "1")
    thief = await profiles.new()
    await thief.add_cookies(await phone.context.cookies())
    page = await thief.new_page()
    await page.route("**/demo/phone", lambda route: route.abort())
    await page.goto(f"{house.address}/r#{code}")
    await page.wait_for_url("**/pay/req_*")
    await page.get_by_role("button", name="Payer 1,00\u202fĐ").click()

    await expect(page.get_by_text("Ce téléphone n’est pas enregistré.")).to_be_visible()
    await thief.close()
    profiles.complaints.clear()  # the road that the test itself has cut


async def test_an_order_whose_answer_was_lost_is_settled_by_the_same_id(
    house: House, enter_as: EnterAs
) -> None:
    till, phone = await enter_as(CLAIRE), await enter_as(AWA)
    await open_payment(phone, house, till, "1,30")
    sent = []

    async def lose_the_answer(route):  # noqa: ANN001, ANN202 # playwright's route
        sent.append(route.request.post_data)
        if len(sent) == 1:
            await route.fetch()
            await route.fulfill(status=503, body="{}")
            return
        await route.continue_()

    await phone.route("**/pay/req_*", lose_the_answer)
    await phone.get_by_role("button", name="Payer 1,30\u202fĐ").click()

    await phone.wait_for_url("**/payments/pst_*")
    assert len(sent) == 2
    assert sent[0] == sent[1]


async def withdraw_latest_device(page: Page) -> None:
    """Withdraw the device that came last to the page that lists them."""
    devices = page.locator(".device")
    held = await devices.count()
    await devices.last.get_by_role("button").click()
    await expect(devices).to_have_count(held - 1)


async def test_the_phone_of_a_shop_opens_its_till_until_it_is_withdrawn(
    house: House, enter_as: EnterAs, fresh_context: BrowserContext, profiles: Profiles
) -> None:
    owner, desk, phone = (
        await enter_as(CLAIRE),
        await enter_as(NADIA),
        await fresh_context.new_page(),
    )
    await desk.goto(f"{house.address}/console/desk?q=fromagerie")
    await desk.get_by_role("link", name="Fromagerie Delebarre").click()
    await expect(desk.get_by_text("Un professionnel ne charge pas d’espèces.")).to_be_visible()

    await hand_slip(phone, desk, await enter_as(SOPHIE), f"{house.address}/pro/enrol")
    await expect(phone).to_have_url(re.compile("/pro/charge$"))
    await phone.get_by_role("button", name="Se déconnecter").click()
    await phone.get_by_role("button", name="Ouvrir avec ce téléphone").click()
    await expect(phone).to_have_url(re.compile("/pro/charge$"))

    await open_account_page(owner, house, "/pro/devices")
    await withdraw_latest_device(owner)
    await phone.goto(f"{house.address}/pro/takings")
    await expect(phone).to_have_url(re.compile("/pro/sign-in"))
    await phone.get_by_role("button", name="Ouvrir avec ce téléphone").click()
    await expect(phone.locator("[data-sign-in-wrong]")).to_be_visible()
    profiles.complaints.clear()  # of the refusal, which browsers note


async def test_the_phone_of_a_resident_opens_no_till(
    house: House, enter_as: EnterAs, fresh_context: BrowserContext
) -> None:
    phone = await fresh_context.new_page()
    await enrol_phone(phone, enter_as, house)

    await phone.goto(f"{house.address}/pro/sign-in")

    await expect(phone.get_by_role("link", name="J’ai un bon d’inscription")).to_be_visible()
    await expect(phone.get_by_role("button", name="Ouvrir avec ce téléphone")).to_be_hidden()


async def test_a_browser_that_cannot_make_a_passkey_is_offered_the_pin_alone(
    house: House, enter_as: EnterAs
) -> None:
    phone = await enter_as(AWA)
    await phone.add_init_script("delete PublicKeyCredential.parseCreationOptionsFromJSON")
    await open_account_page(phone, house, "/devices")
    await phone.reload()

    await expect(phone.get_by_role("link", name="Un code à six chiffres")).to_be_visible()
    assert await phone.locator("[data-add-passkey]").is_hidden()
