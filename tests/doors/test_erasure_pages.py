"""The counter asks that a person be erased; a second person signs; the pages forget the name."""

import pytest
from callers import SeatedStaff
from personas import Member, Town
from test_english_pages import ENGLISH, assert_english

from ledger.core.closing import ClosingReason
from ledger.core.identifier import account_id_text
from ledger.core.role import Role
from ledger.fresh import utc_now
from ledger.use_cases.close_account import close_account
from ledger.use_cases.keep_retention import run_retention

ERASURES = "/console/checks/erasures/"


def page_of(who: Member) -> str:
    return f"/console/members/{account_id_text(who.wallet)}/erasure"


async def close(town: Town, who: Member) -> None:
    reason = ClosingReason.ASKED
    await close_account(town.clearing, who.wallet, reason, by="person:x", now=utc_now())


async def test_a_person_is_erased_by_a_second_person_and_named_nowhere(
    town: Town, omar: Member, seated_staff: SeatedStaff
) -> None:
    town.clock.now = None
    async with town.clearing.pool.acquire() as connection:
        await connection.execute(
            "update people.standing set institution = 'The house' where member_id is null"
        )
    async with (
        seated_staff(Role.TELLER) as nadia,
        seated_staff(Role.DESK_CONTROLLER) as farida,
        seated_staff(Role.COMPLIANCE_OFFICER) as mathilde,
    ):
        open_still = await nadia.get(page_of(omar))
        refused = await nadia.post(page_of(omar), data={"whole": "yes"})
        await close(town, omar)
        english = await nadia.get(page_of(omar), headers=ENGLISH)
        asked = await nadia.post(page_of(omar), data={"whole": "yes"})
        waits = await nadia.get(page_of(omar))
        checks = await farida.get("/console/checks")
        path = ERASURES + checks.text.split(f'action="{ERASURES}')[1].split('"')[0]
        unsigned = await farida.post(path, data={"decision": "grant"})
        erased = await farida.sign("/console/checks", path)
        shown = await nadia.get(f"/console/desk?member={account_id_text(omar.wallet)}")
        foreign = await nadia.get(
            f"/console/desk?member={account_id_text(omar.wallet)}", headers=ENGLISH
        )
        trail = await mathilde.get("/console/trail")
        gone = await nadia.get(page_of(omar))

    assert "encore un compte ouvert" in open_still.text
    assert (refused.status_code, asked.status_code) == (409, 303)
    assert "deuxième personne" in waits.text
    assert (unsigned.status_code, erased.status_code) == (403, 303)
    assert "Personne effacée" in shown.text
    assert "Erased person" in foreign.text
    assert "Personne effacée" in trail.text
    assert "Effacement décidé" in trail.text
    assert "Effacement demandé" in trail.text
    assert "valeurs effacées" in trail.text
    assert "Benali" not in shown.text + trail.text
    assert gone.status_code == 404
    assert_english(english)


async def test_the_page_says_until_when_the_law_holds_an_identity(
    town: Town, awa: Member, seated_staff: SeatedStaff
) -> None:
    town.clock.now = None
    await close(town, awa)
    async with seated_staff(Role.TELLER) as nadia:
        shown = await nadia.get(page_of(awa))
        refused = await nadia.post(page_of(awa), data={"whole": "yes"})
        asked = await nadia.post(page_of(awa), data={"whole": "no"})
    year = str(utc_now().year + 5)
    assert "L561-12" in shown.text
    assert year in shown.text
    assert (refused.status_code, asked.status_code) == (409, 303)
    assert year in refused.text


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMINISTRATOR, Role.TELLER])
async def test_the_table_is_shown_with_its_last_run(
    town: Town, seated_staff: SeatedStaff, role: Role
) -> None:
    await run_retention(town.clearing, now=utc_now())
    async with seated_staff(role) as reader:
        shown = await reader.get("/console/retention")
        english = await reader.get("/console/retention", headers=ENGLISH)
    assert shown.status_code == 200
    assert "L561-12 CMF" in shown.text
    assert "choix de la maison, CNIL" in shown.text
    assert shown.text.count("jamais") >= 1
    assert_english(english)


@pytest.mark.usefixtures("town")
async def test_whoever_pays_out_does_not_read_it(seated_staff: SeatedStaff) -> None:
    async with seated_staff(Role.TREASURER) as helene:
        assert (await helene.get("/console/retention")).status_code == 403
