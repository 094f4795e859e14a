"""Ways of arriving at a page of the console in some state."""

from arrivals import Arrive, at, sending
from playwright.async_api import FilePayload, Page
from registered import entry, register
from spoken import press, spoken, write
from staged_town import StagedTown

from ledger.fresh import new_request_code as new_code


async def officer_mistyped(page: Page, house: str, town: StagedTown) -> None:
    """Name somebody who was born too late to work."""
    await at("/console/officers")(page, house, town)
    await write(page, "Prénom et nom", "Zélie Trop-Jeune")
    await page.locator("[name=birth_date]").fill("2020-02-02")
    await press(page, "Demander")
    await page.wait_for_load_state()


async def session_locked(page: Page, house: str, town: StagedTown) -> None:
    """Leave the counter, its session locked."""
    await at("/console/desk")(page, house, town)
    await page.locator("form[action='/console/locked'] button").click()
    await page.locator("[data-lock-open]:enabled").wait_for()


async def sent_while_locked(page: Page, house: str, town: StagedTown) -> None:
    """Send a form of a session that was locked meanwhile, then unlock it."""
    await at("/console/me")(page, house, town)
    await page.locator("[name=name]").fill("Jeanne Lefebvre")
    await page.locator("[name=birth_date]").fill("1951-02-03")
    await page.evaluate("fetch('/console/locked', { method: 'POST', redirect: 'manual' })")
    await page.locator("form[action='/console/me/relatives'] button").click()
    await page.locator("[data-lock-open]:enabled").click()
    await page.locator("[data-lock-draft]:visible").wait_for()


async def desk_mistyped(page: Page, house: str, town: StagedTown) -> None:
    """Ask for an agency of a town that is not of the metropolis."""
    await at("/console/desks")(page, house, town)
    form = page.locator("form[action='/console/desks']")
    for name, typed in (
        ("name", "Comptoir de Paris"),
        ("street", "1 rue de Rivoli"),
        ("commune", "Paris"),
        ("hours", "Le matin"),
    ):
        await form.locator(f"[name={name}]").fill(typed)
    await form.get_by_role("button").click()
    await page.wait_for_load_state()


async def milestone_opened(page: Page, house: str, town: StagedTown) -> None:
    """Open a milestone."""
    await at("/console/launch")(page, house, town)
    await page.locator("#P03 summary").click()


async def milestone_refused(page: Page, house: str, town: StagedTown) -> None:
    """Plan a milestone anew and say nothing of why; the page's own check is passed over."""
    await milestone_opened(page, house, town)
    form = page.locator("#P03 form[action$=proofs]")
    await form.locator("[name=value]").fill("1")
    await form.locator("[name=reference]").fill(" ")
    await form.locator("button").click()
    await page.wait_for_load_state()


async def milestone_proved(page: Page, house: str, town: StagedTown) -> None:
    """Note a proof with its document, and open the milestone."""
    await _proof_sent(page, house, town, b"%PDF-1.7")
    await page.locator("#P03 summary").click()


async def milestone_file_refused(page: Page, house: str, town: StagedTown) -> None:
    """Attach what only calls itself a PDF."""
    await _proof_sent(page, house, town, b"MZ")


async def _proof_sent(page: Page, house: str, town: StagedTown, content: bytes) -> None:
    await milestone_opened(page, house, town)
    form = page.locator("#P03 form[action$=proofs]")
    await form.locator("[name=value]").fill("1")
    await form.locator("[name=reference]").fill("Convention signée, reçue par courrier")
    file = FilePayload(name="Convention.pdf", mimeType="application/pdf", buffer=content)
    await form.locator("[name=file]").set_input_files(file)
    await form.locator("button").click()
    await page.wait_for_load_state()


async def slip_given(page: Page, house: str, town: StagedTown) -> None:
    """Give a slip for another phone of Awa."""
    await at("/console/members/{member}/recovery")(page, house, town)
    await page.get_by_label(await spoken(page, "Passeport")).check()
    await press(page, "Remettre un bon")
    await page.locator(".code").wait_for()


def card_asked(pin: str) -> Arrive:
    """Arrive by choosing a PIN for a card of Awa."""
    return sending("/console/members/{member}/card", "Faire la carte", pin=pin, again=pin)


async def card_blocking(page: Page, house: str, town: StagedTown) -> None:
    """Block a card and say nothing of why; the page's own check is passed over."""
    await at("/console/members/{member}/card")(page, house, town)
    await page.locator("summary").click()
    await page.locator("[name=reason]").fill(" ")
    await press(page, "Bloquer la carte")
    await page.locator("[aria-invalid=true]").wait_for()


async def recovery_unexplained(page: Page, house: str, town: StagedTown) -> None:
    """Tick a lost phone and say nothing of what happened."""
    await at("/console/members/{member}/recovery")(page, house, town)
    await page.get_by_label(await spoken(page, "Passeport")).check()
    await page.locator("[name=lost]").first.check()
    await press(page, "Remettre un bon")
    await page.locator("[aria-invalid=true]").wait_for()


async def role_ending(page: Page, house: str, town: StagedTown) -> None:
    """End a role and say nothing of why; the page's own check is passed over."""
    await at("/console/officers")(page, house, town)
    await page.locator("table summary").first.click()
    await page.locator("table [name=reason]").first.fill(" ")
    await page.locator("table details").first.get_by_role("button").click()
    await page.locator("[aria-invalid=true]").wait_for()


async def top_up_waits(page: Page, house: str, town: StagedTown) -> None:
    """Note a transfer whose reference names nobody."""
    await at("/console/top-ups")(page, house, town)
    await write(page, "Montant reçu", "40")
    await write(page, "Ligne du relevé bancaire", "VIR AWA DIALLO")
    await write(page, "Référence du porte-monnaie", "RF00 ZZZZ")
    await press(page, "Noter ce virement")
    await page.wait_for_load_state()


async def unusual_told(page: Page, house: str, town: StagedTown) -> None:
    """Open what a desk told."""
    await at("/console/alerts")(page, house, town)
    await (
        page.get_by_role("row")
        .filter(has_text=await spoken(page, "Opération atypique"))
        .get_by_role("link")
        .first.click()
    )
    await page.locator("[name=closing]").wait_for()


async def alert_opened(page: Page, house: str, town: StagedTown) -> None:
    """Open the oldest alert."""
    await at("/console/alerts?sort=number")(page, house, town)
    await page.locator("table a[href^='/console/alerts/']").first.click()
    await page.locator("[name=closing]").wait_for()


async def alert_assigned(page: Page, house: str, town: StagedTown) -> None:
    """Give an alert to oneself and note something."""
    await alert_opened(page, house, town)
    await press(page, "Confier l’alerte")
    await page.wait_for_load_state()
    await write(page, "Ce que montre l’examen", "Le gérant dit avoir essayé le service.")
    await press(page, "Ajouter la note")
    await page.wait_for_load_state()


async def alert_refused(page: Page, house: str, town: StagedTown) -> None:
    """Note nothing at all; the page's own check is passed over."""
    await alert_opened(page, house, town)
    await page.locator("[name=note]").fill(" ")
    await press(page, "Ajouter la note")
    await page.wait_for_load_state()


async def freeze_list_compared(page: Page, house: str, town: StagedTown) -> None:
    """Take in a register that may name two members, and say that one of them is another person."""
    await at("/console/freeze-list")(page, house, town)
    named = (entry(4711, "Diallo", "Awa"), entry(4712, "Fromagerie Delebarre", is_person=False))
    await _register_sent(page, register(*named))
    company = page.locator("section section").filter(has_text="4712")
    if await company.count():
        await company.locator("summary").click()
        await company.locator("[value=other]").check()
        await company.locator("[name=note]").fill("SIREN différent")
        await company.get_by_role("button").click()
        await page.wait_for_load_state()
    await page.locator("summary").first.click()


async def freeze_list_broken(page: Page, house: str, town: StagedTown) -> None:
    """Take in half a file."""
    await at("/console/freeze-list")(page, house, town)
    await _register_sent(page, b"{")


async def _register_sent(page: Page, content: bytes) -> None:
    file = FilePayload(name="registre.json", mimeType="application/json", buffer=content)
    await page.locator("[name=file]").set_input_files(file)
    await press(page, "Importer et comparer")
    await page.wait_for_load_state()


async def shortcuts_shown(page: Page, house: str, town: StagedTown) -> None:
    """Press the question mark on a page of the console."""
    await at("/console/members")(page, house, town)
    await page.wait_for_selector("[data-shortcuts-open]:not([hidden])")
    await page.keyboard.press("?")
    await page.wait_for_selector("dialog[open]")


ORGANISATION = {
    "name": "Les Épices du Pont",
    "siren": "732 829 320",
    "activity": "Épicerie",
    "street": "3 rue du Pont",
    "commune": "Lille",
    "iban": "FR76 3000 6000 0112 3456 7890 189",
    "holder": "SARL LES EPICES DU PONT",
    "first_name": "Nadège",
    "last_name": "Roux",
    "birth_date": "1980-02-03",
    "expires_on": "2099-01-01",
}


PASSPORT = {
    "first_name": "Inès",
    "last_name": "Delcourt",
    "birth_date": "1988-03-21",
    "street": "12 rue des Postes",
    "commune": "Lille",
    "expires_on": "2035-01-31",
}
"""What a passport and its holder say, its number apart."""


def enrolled(*, times: int = 1, **changes: str) -> Arrive:
    """Enrol somebody at the counter, each time with another passport, unless told otherwise."""

    async def go(page: Page, house: str, town: StagedTown) -> None:
        for _ in range(times):
            await at("/console/enrolment/identified")(page, house, town)
            if "guardian_name" in changes:
                await page.locator("summary").click()
            for name, text in ({"number": new_code()} | PASSPORT | changes).items():
                await page.locator(f"[name={name}]").fill(text)
            await page.locator("[value=passport]").check()
            await press(page, "Ouvrir le porte-monnaie")
            await page.wait_for_load_state()

    return go


async def identity_mistyped(page: Page, house: str, town: StagedTown) -> None:
    """Identify a holder with a commune of elsewhere and too short a number."""
    await at("/console/members/{unidentified}/identity")(page, house, town)
    for name, text in (PASSPORT | {"commune": "Paris", "number": "1"}).items():
        await page.locator(f"[name={name}]").fill(text)
    await page.locator("[value=passport]").check()
    await press(page, "Enregistrer l’identité")
    await page.wait_for_load_state()


def professional(**changes: str) -> Arrive:
    """Enrol an organisation at the counter with something amiss: nothing opens."""

    async def go(page: Page, house: str, town: StagedTown) -> None:
        await at("/console/enrolment/professional")(page, house, town)
        for name, text in (ORGANISATION | changes).items():
            await page.locator(f"[name={name}]").fill(text)
        for choice in ("merchant", "passport", "nobody"):
            await page.locator(f"[value={choice}]").check()
        await press(page, "Ouvrir le porte-monnaie")
        await page.wait_for_load_state()

    return go


async def contact_asked(page: Page, house: str, town: StagedTown) -> None:
    """Send a code to an address that nobody has: five a day go to each."""
    typed = {"name": "Momo", "address": f"momo.{new_code().lower()}@exemple.fr"}
    await sending("/console/enrolment/contact", "Envoyer le code", **typed)(page, house, town)


async def contact_code_refused(page: Page, house: str, town: StagedTown) -> None:
    """Type another code than the one sent."""
    await contact_asked(page, house, town)
    await page.locator("[name=code]").fill("12 34 5")
    await press(page, "Ouvrir le porte-monnaie")
    await page.wait_for_load_state()


async def refusal_unexplained(page: Page, house: str, town: StagedTown) -> None:
    """Refuse a redemption and say nothing of why."""
    await at("/console/redemptions")(page, house, town)
    await press(page, "Refuser et rendre les unités")
    await page.locator("[aria-invalid=true]").wait_for()


async def exit_mistyped(page: Page, house: str, town: StagedTown) -> None:
    """Ask that somebody be paid out, with an IBAN that is none."""
    await at("/console/exits")(page, house, town)
    for name, typed in {"account": "acc_1", "proof": "Bail", "iban": "FR1", "holder": "X"}.items():
        await page.locator(f"[name={name}]").fill(typed)
    await page.locator("[name=reason]").first.check()
    await press(page, "Demander deux approbations")
    await page.locator("[aria-invalid=true]").first.wait_for()
