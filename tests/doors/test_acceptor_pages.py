"""The register of acceptors at the console: two people decide, each in a browser of their own."""

import re

import httpx2
import pytest
from callers import SeatedStaff
from personas import Member, Town

from ledger.core.identifier import account_id_text
from ledger.core.role import Role
from ledger.fresh import paris_day, utc_now

pytestmark = pytest.mark.usefixtures("real_clock")
TODAY = paris_day(utc_now()).isoformat()
ENDS = {"committee": "Comité de Lille", "ends_on": TODAY, "reason": "Cesse son activité"}


@pytest.fixture
def real_clock(town: Town) -> None:
    """Let the town live by the clock of the doors."""
    town.clock.now = None


@pytest.fixture
def page(bakery: Member) -> str:
    """Give the page of the bakery in the register."""
    return f"/console/acceptors/{account_id_text(bakery.wallet)}"


async def ask(staff: httpx2.AsyncClient, page: str) -> None:
    """Ask to end the agreement: the one who asks is offered no decision."""
    asked = await staff.post(f"{page}/agreements", data=ENDS)
    assert asked.status_code == 303
    shown = await staff.get(page)
    assert "Une autre personne doit confirmer." in shown.text
    assert "/agreements/" not in shown.text


async def test_one_asks_and_another_confirms(seated_staff: SeatedStaff, page: str) -> None:
    async with seated_staff(Role.TREASURER) as treasurer:
        await ask(treasurer, page)
        async with seated_staff(Role.DESK_CONTROLLER) as controller:
            listed = await controller.get("/console/acceptors")
            shown = await controller.get(page)
            found = re.search(rf'action="({page}/agreements/[0-9a-f-]+)"', shown.text)
            assert found
            unsigned = await controller.post(found[1], data={"decision": "grant"})
            perhaps = await controller.post(found[1], data={"decision": "perhaps"})
            for decision, by, status in (
                ("grant", treasurer, 403),
                ("grant", controller, 303),
                ("refuse", controller, 404),
            ):
                assert (await by.sign(page, found[1], decision)).status_code == status
            done = await controller.get(page)

    assert (unsigned.status_code, perhaps.status_code) == (403, 422)
    assert "Votre clé d’accès doit signer" in unsigned.text
    assert "Une deuxième personne doit décider" in listed.text
    assert "Cesse son activité" in done.text
    assert "confirmé" in done.text


async def test_what_is_missing_is_told_by_its_field_and_what_was_typed_stays(
    seated_staff: SeatedStaff, page: str
) -> None:
    async with seated_staff(Role.TREASURER) as treasurer:
        nobody = await treasurer.post(f"{page}/agreements", data=ENDS | {"committee": " "})
        past = await treasurer.post(f"{page}/agreements", data=ENDS | {"ends_on": "2020-01-01"})
        no_reason = await treasurer.post(f"{page}/agreements", data=ENDS | {"reason": ""})
        no_day = await treasurer.post(f"{page}/agreements", data=ENDS | {"ends_on": "demain"})

    assert {each.status_code for each in (nobody, past, no_reason, no_day)} == {422}
    assert 'href="#reason"' in no_reason.text
    assert 'href="#committee"' in nobody.text
    assert 'href="#ends_on"' in past.text
    assert 'value="Comité de Lille"' in past.text


async def test_nobody_decides_about_their_own_shop(
    town: Town, bakery: Member, seated_staff: SeatedStaff, page: str
) -> None:
    async with seated_staff(Role.TREASURER) as treasurer:
        async with town.clearing.pool.acquire() as connection:
            treasurer_id = await connection.fetchval(
                "select person_id from people.standing where institution = 'The house'"
            )
            await connection.execute(
                "update people.standing set person_id = $1 where person_id = $2",
                treasurer_id,
                bakery.person,
            )
        assert (await treasurer.post(f"{page}/agreements", data=ENDS)).status_code == 403


@pytest.mark.parametrize("role", [Role.TELLER, Role.COMPLIANCE_OFFICER, Role.ADMINISTRATOR])
async def test_the_register_is_read_by_nobody_else(
    seated_staff: SeatedStaff, page: str, role: Role
) -> None:
    async with seated_staff(role) as staff:
        for path in ("/console/acceptors", "/console/acceptors.csv", page):
            assert (await staff.get(path)).status_code == 403
        assert (await staff.post(f"{page}/agreements", data=ENDS)).status_code == 403


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.LAUNCH_MANAGER])
async def test_who_only_reads_sees_dates_and_decisions_and_neither_people_nor_an_iban(
    town: Town, seated_staff: SeatedStaff, page: str, role: Role
) -> None:
    async with seated_staff(Role.TREASURER) as treasurer:
        await ask(treasurer, page)
        asker = await town.clearing.pool.fetchval(
            "select p.name from people.person as p join ledger.agreement as g"
            " on g.asked_by = 'person:' || p.id"
        )
        kept = (await treasurer.get(page)).text
    async with seated_staff(role) as reader:
        listed = await reader.get("/console/acceptors")
        shown = await reader.get(page)
        nowhere = await reader.get("/console/acceptors/acc_0")
        refused = await reader.post(f"{page}/agreements", data=ENDS)

    assert (listed.status_code, shown.status_code, nowhere.status_code) == (200, 200, 404)
    assert refused.status_code == 403
    assert "Une deuxième personne doit décider" not in listed.text
    assert "Cesse son activité" in shown.text
    assert "à confirmer" in shown.text
    assert asker
    assert asker in kept
    assert asker not in shown.text
    assert "/agreements" not in shown.text
    assert "Représentant" not in shown.text


async def test_the_register_is_sorted_narrowed_and_taken_away(
    seated_staff: SeatedStaff, page: str
) -> None:
    path = "/console/acceptors"
    async with seated_staff(Role.AUDITOR) as auditor:
        in_force = await auditor.get(f"{path}?state=in_force&sort=-first")
        ended = await auditor.get(f"{path}?state=ended")
        named = await auditor.get(f"{path}?q=BOULANGERIE")
        sheet = await auditor.get(f"{path}.csv?state=in_force")
        orders = [
            (await auditor.get(f"{path}?sort={sign}{column}")).status_code
            for column in ("name", "town", "first", "last", "state")
            for sign in ("", "-")
        ]
        wrong = await auditor.get(f"{path}?sort=iban")

    assert page in in_force.text
    assert 'aria-sort="descending"' in in_force.text
    assert page not in ended.text
    assert page in named.text
    head, *rows = sheet.content.decode().removeprefix("\ufeff").splitlines()
    assert head.split(";")[0] == "Établissement"
    assert [row.split(";")[0] for row in rows if "Boulangerie" in row]
    assert re.search(r";Agréé;\d\d/\d\d/\d{4};", rows[0])
    assert set(orders) == {200}
    assert wrong.status_code == 404


async def test_a_resident_is_in_no_register(seated_staff: SeatedStaff, awa: Member) -> None:
    async with seated_staff(Role.TREASURER) as treasurer:
        answer = await treasurer.get(f"/console/acceptors/{account_id_text(awa.wallet)}")
    assert answer.status_code == 404
