"""Ways of arriving at a page in some state: by an address, by a form, by what others did first."""

from collections.abc import Awaitable, Callable
from dataclasses import fields

from people import THOMAS, confirm_address, confirm_person, unlock
from playwright.async_api import Page, expect
from spoken import press, spoken, write
from staged_town import StagedTown
from tills import another_device_asks, pair_till, pay_without_network, type_proof

Arrive = Callable[[Page, str, StagedTown], Awaitable[None]]


def at(path: str) -> Arrive:
    """Arrive by an address; `{name}` in it is something of the staged town."""

    async def go(page: Page, house: str, town: StagedTown) -> None:
        named = {field.name: getattr(town, field.name) for field in fields(town)}
        answer = await page.goto(house + path.format(**named))
        assert answer is None or answer.status < 500, f"{path} broke"
        await unlock(page)  # a console that nobody has used for a while

    return go


def sending(path: str, button: str, **typed: str) -> Arrive:
    """Arrive by a form: type into fields by their names, then press a button."""

    async def go(page: Page, house: str, town: StagedTown) -> None:
        await at(path)(page, house, town)
        pressed = page.get_by_role("button", name=await spoken(page, button)).first
        form = pressed.locator("xpath=ancestor::form")
        for name, text in typed.items():
            await form.locator(f"[name={name}]:visible").fill(text)
        await press(page, button)
        await page.wait_for_load_state()

    return go


def confirmed(path: str) -> Arrive:
    """Arrive at a page that asks the person to confirm."""

    async def go(page: Page, house: str, town: StagedTown) -> None:
        await at(confirm_address(path))(page, house, town)
        await confirm_person(page)
        await page.wait_for_url(house + path)

    return go


def holding_two_accounts(path: str) -> Arrive:
    """Arrive with a phone that also holds the keys of two other accounts."""

    async def go(page: Page, house: str, town: StagedTown) -> None:
        await at("/sign-in")(page, house, town)
        await page.evaluate(TWO_MORE_KEYS)
        await at(path)(page, house, town)
        await page.locator("[data-sign-in-accounts], [data-switch-account]").wait_for()

    return go


async def asked_for_pin(page: Page, house: str, town: StagedTown) -> None:
    """Pay more than the phone may alone: the PIN is asked."""
    await sending("/p/{printed_code}", "Payer", amount="35")(page, house, town)
    await page.locator("[data-approve-part=pin]").wait_for()


async def freeze_code_made(page: Page, house: str, town: StagedTown) -> None:
    """Make a freeze code, shown once."""
    await confirmed("/devices")(page, house, town)
    await page.locator("form[action$=freeze-code] button").click()  # make one, or change it
    await page.locator(".code").wait_for()


async def address_asked(page: Page, house: str, town: StagedTown) -> None:
    """Ask for letters: a code is awaited."""
    await confirmed("/letters")(page, house, town)
    await write(page, "Adresse électronique", "awa.diallo@exemple.fr")
    await press(page, "Envoyer le code")
    await page.get_by_label(await spoken(page, "Code à six chiffres")).wait_for()


async def letter_read(page: Page, house: str, town: StagedTown) -> None:
    """Read what the mail server of the demonstration took."""
    await address_asked(page, house, town)
    for _ in range(40):
        await at("/demo/mail")(page, house, town)
        if await page.locator(".letter").count():
            return
        await page.wait_for_timeout(250)


async def address_refused(page: Page, house: str, town: StagedTown) -> None:
    """Type something that is no address for anybody, though a browser lets it pass."""
    await confirmed("/letters")(page, house, town)
    await write(page, "Adresse électronique", "awa@localhost")
    await press(page, "Envoyer le code")
    await page.wait_for_load_state()


async def shop_address_refused(page: Page, house: str, town: StagedTown) -> None:
    """Type something that is no address for anybody, at a shop."""
    await confirmed("/pro/letters")(page, house, town)
    await write(page, "Adresse électronique", "claire@localhost")
    await press(page, "Envoyer le code")
    await page.wait_for_load_state()


async def limit_waits(page: Page, house: str, town: StagedTown) -> None:
    """Lower the limit of a day, then raise it: the raise waits."""
    await confirmed("/limits")(page, house, town)
    for amount in ("200", "240"):
        form = page.locator("form:has([value=per_day])")
        await form.locator("[name=amount]").fill(amount)
        await form.get_by_role("button", name=await spoken(page, "Changer")).click()
        await page.wait_for_load_state()
    await page.get_by_text(await spoken(page, "À partir du {instant_short} : {choice}.")).wait_for()


async def limit_refused(page: Page, house: str, town: StagedTown) -> None:
    """Ask for a limit above the rules."""
    await confirmed("/limits")(page, house, town)
    form = page.locator("form:has([value=alone])")
    await form.locator("[name=amount]").fill("1000")
    await form.get_by_role("button", name=await spoken(page, "Changer")).click()
    await page.wait_for_load_state()


async def reference(page: Page, house: str, town: StagedTown) -> None:
    """Arrive at the reference of the API, which writes itself."""
    await at("/v1/docs")(page, house, town)
    await page.locator(".opblock").last.wait_for()


async def refused_on_the_phone(page: Page, house: str, town: StagedTown) -> None:
    """Approve more than there is: the answer comes without leaving the page."""
    await sending("/p/{printed_code}", "Payer", amount="2500")(page, house, town)
    await page.locator("[data-approve-part=refused]").wait_for()


async def slip_refused(page: Page, house: str, town: StagedTown) -> None:
    """Open a slip that nobody issued."""
    await at("/enrol")(page, house, town)
    await write(page, "Code du bon", "0000-0000-0000-0000-0")
    accepted = await spoken(page, "J’accepte les conditions d’utilisation")
    await page.get_by_label(accepted).check()
    await press(page, "Continuer")
    await page.locator("[data-enrol-part=refused]").wait_for()


async def arrived_without_script(page: Page, house: str, town: StagedTown) -> None:
    """Stand on the page of a till's code as long as its script has not taken a number."""
    await page.route(
        "**/static/arrive.js", lambda route: route.fulfill(body="", content_type="text/javascript")
    )
    await at("/p/{tended_code}")(page, house, town)
    await page.unroute("**/static/arrive.js")


async def customer_unknown(page: Page, house: str, town: StagedTown) -> None:
    """Type the code of a customer that nobody shows."""
    await sending("/pro/charge", "Le client montre son code", amount="8,75")(page, house, town)
    await write(page, "Code affiché par le client", "AAAAAAAA")
    await press(page, "Envoyer {amount_text}")
    await page.wait_for_load_state()


async def card_taken(page: Page, house: str, town: StagedTown) -> None:
    """Ask for a card at a paired till."""
    await till_paired(page, house, town)
    await sending("/pro/charge", "Le client paie par carte", amount="8,75")(page, house, town)


async def card_unread(page: Page, house: str, town: StagedTown) -> None:
    """Type a card's number with a slip of the finger."""
    await card_taken(page, house, town)
    await write(page, "Numéro de la carte", "AAAAAAAB")
    await press(page, "Demander le code secret")
    await page.wait_for_load_state()


async def staff_refused(page: Page, house: str, town: StagedTown) -> None:
    """Take somebody on with two codes that differ."""
    await confirmed("/pro/staff")(page, house, town)
    await write(page, "Prénom et nom", "Mina")
    await page.locator("#pin").fill("258013")
    await page.locator("#again").fill("258014")
    await press(page, "Ajouter à l’équipe")
    await page.wait_for_load_state()


async def pin_asked(page: Page, house: str, town: StagedTown) -> None:
    """Present a card: whether anybody carries it, the page does not tell."""
    await card_taken(page, house, town)
    await write(page, "Numéro de la carte", "0000-0000-0")
    await press(page, "Demander le code secret")
    await page.get_by_role("heading", name=await spoken(page, "Code secret")).wait_for()


async def just_paid(page: Page, house: str, town: StagedTown) -> None:
    """Stand at the till whose request has just been paid: a payment told by the stream itself."""
    await page.goto(f"{house}/pro/requests/{town.open_request}")
    await page.evaluate(PAID)
    await page.locator("[data-paid]").wait_for()


async def till_paired(page: Page, house: str, town: StagedTown) -> None:
    """Stand at a device that answers for the bakery's till, whatever was asked before."""
    await pair_till(page, house, "Caisse 1")
    if await page.locator("[data-watch]").count():
        await confirmed("/pro/devices")(page, house, town)
        own = page.locator(".pairing", has_text=await spoken(page, ", cet appareil"))
        await own.locator("[action$=confirm] button").click()
        await page.goto(f"{house}/pro/till")


async def till_contested(page: Page, house: str, _town: StagedTown) -> None:
    """Stand at one of two devices that have just asked for the same till."""
    await page.goto("about:blank")  # a page that waits for the owner leaves by itself
    await another_device_asks(page, house, THOMAS, "Caisse 1")
    await pair_till(page, house, "Caisse 1")
    contested = await spoken(page, "Deux appareils demandent la même caisse.")
    await expect(page.get_by_text(contested)).to_be_visible()


async def owner_warned(page: Page, house: str, town: StagedTown) -> None:
    """Read as the owner that two devices ask for one till."""
    await till_contested(page, house, town)
    await page.goto(f"{house}/pro/devices")
    contested = await spoken(page, "Deux appareils demandent la même caisse.")
    await expect(page.get_by_text(contested)).to_be_visible()


async def arrived_at_paired_till(page: Page, house: str, town: StagedTown) -> None:
    """Take a number at a till that also knows payments without network."""
    await bakery_pairs(page, house)
    await page.goto(f"{house}/p/{town.bakery_code}")
    await page.wait_for_url("**/claims/clm_*")


async def bakery_pairs(page: Page, house: str) -> None:
    """Let the bakery's own device answer for its till, in a browser of its own."""
    await another_device_asks(page, house, THOMAS, "Caisse 1")


async def code_named_as_another(page: Page, house: str, town: StagedTown) -> None:
    """Give a code the name that another one bears."""
    await at("/pro/codes")(page, house, town)
    await page.get_by_text(await spoken(page, "Renommer ou remplacer")).first.click()
    await write(page, "Nom de la caisse", "Caisse 2")
    await press(page, "Renommer")
    await page.locator(".notice--refusal, .field__error").first.wait_for()


async def proof_shown(page: Page, house: str, town: StagedTown) -> None:
    """Hold the receipt that a till without network verifies."""
    await arrived_at_paired_till(page, house, town)
    await pay_without_network(page, "1")


async def verifying(page: Page, house: str, town: StagedTown) -> None:
    """Stand at a paired till whose network has gone."""
    await till_paired(page, house, town)
    await page.locator("[data-till-keys-held]").wait_for()
    await page.route(
        "**/comes-back.js*", lambda route: route.fulfill(body="", content_type="text/javascript")
    )
    await page.goto(f"{house}/pro/offline")
    await page.locator("[data-verify]").wait_for()
    await page.unroute("**/comes-back.js*")


async def not_verified(page: Page, house: str, town: StagedTown) -> None:
    """Type a code that proves nothing."""
    await verifying(page, house, town)
    await type_proof(page, "1,20", "7K2M", "000000")
    wrong = await spoken(page, "Ce code ne correspond pas.")
    await expect(page.get_by_text(wrong)).to_be_visible()


async def verified(page: Page, house: str, town: StagedTown) -> None:
    """See what the till says of a payment that it knows, as if one had been proved."""
    await verifying(page, house, town)
    await page.evaluate(VERIFIED)


VERIFIED = """
document.querySelector("[data-verify]").hidden = true;
document.querySelector("[data-verified]").hidden = false;
document.querySelector("[data-verified-amount]").textContent = "12,50\u202fĐ";
document.querySelector("[data-verified-at]").textContent = "11\u00a0h\u00a042";
document.querySelector("[data-verified-reference]").textContent = "7K2M";
"""

TWO_MORE_KEYS = """
async () => {
  const [{ keepKey }, { newKey }] = await Promise.all(
    ["store", "order"].map((name) => import(`/shared/${name}.js`)),
  );
  for (const name of ["Aïssatou Diallo", "Les Jardins partagés de Wazemmes"]) {
    const { key } = await newKey();
    await keepKey({ account: name, name, id: crypto.randomUUID(), key, door: "resident" });
  }
}
"""

PAID = """
document.querySelector("[data-live]").dispatchEvent(new CustomEvent("paid", {
  bubbles: true,
  detail: {
    id: "pst_0", here: true, reference: "Table 4", place: "Caisse de Claire",
    amount_text: "8,75\\u202fĐ", at_text: "11\\u00a0h\\u00a042",
    day_text: "3 paiements, 23,75\\u202fĐ aujourd’hui",
  },
}))
"""


async def bank_account_refused(page: Page, house: str, town: StagedTown) -> None:
    """Ask for an IBAN that is miscopied."""
    await confirmed("/pro/bank-account")(page, house, town)
    await write(page, "Nouvel IBAN", "NL91 ABNA 0417 1643 01")
    await write(page, "Titulaire, exactement comme sur le RIB", "FROMAGERIE DELEBARRE")
    await press(page, "Demander ce changement")
    await page.wait_for_load_state()
