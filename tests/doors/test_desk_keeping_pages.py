"""The page of agencies and tills, by form and without a browser's help."""

import re
from typing import Any

import httpx2
import pytest
from callers import SeatedStaff
from personas import Town

from ledger.core.identifier import account_id_text
from ledger.core.role import Role
from ledger.database import open_reader
from ledger.reports.desks import list_desks

PAGE = "/console/desks"
MANAGER = Role.INSTITUTION_MANAGER
FIVES = {
    "name": "Lille Fives",
    "street": "1 rue de Lannoy",
    "commune": "Lille",
    "hours": "Le matin, du lundi au vendredi",
}
ELSEWHERE = account_id_text(1)


def _waits(page: httpx2.Response) -> str:
    found = re.search(rf'action="({PAGE}/requests/[0-9a-f-]+)"', page.text)
    assert found
    return found[1]


async def test_an_agency_and_its_till_are_asked_and_signed_then_offered_to_a_teller(
    seated_staff: SeatedStaff,
) -> None:
    async with seated_staff(MANAGER) as anne, seated_staff(MANAGER) as luc:
        asked = await anne.post(PAGE, data=FIVES)
        own = await anne.get(PAGE)
        agency = await luc.sign(PAGE, _waits(await luc.get(PAGE)))
        by_a_click = await luc.post(f"{PAGE}/tills", data={"desk": "Lille Fives"})
        unsigned = await anne.post(_waits(await anne.get(PAGE)), data={"decision": "grant"})
        till = await anne.sign(PAGE, _waits(await anne.get(PAGE)))
        shown = await anne.get(PAGE)
        officers = await anne.get("/console/officers")
        found = re.search(rf"{PAGE}/tills/(acc_[^/]+)/closing", shown.text)
        assert found
        closed = await anne.post(found[0])
        after = await anne.get(PAGE)

    assert (asked.status_code, agency.status_code, till.status_code) == (303, 303, 303)
    assert "Une autre personne de la direction doit maintenant signer" in own.text
    assert (by_a_click.status_code, unsigned.status_code) == (303, 403)
    assert "1 rue de Lannoy, Lille" in shown.text
    assert "Caisse 1, Lille Fives" in shown.text
    assert "Caisse 1, Lille Fives" in officers.text
    assert "HOUSE-1" in shown.text
    assert closed.status_code == 303
    assert "fermée le" in after.text


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"name": " "}, "Ce champ est à remplir."),
        ({"street": ""}, "Ce champ est à remplir."),
        ({"hours": ""}, "Ce champ est à remplir."),
        ({"commune": "Paris"}, "Choisissez une commune de la liste."),
    ],
)
async def test_what_is_mistyped_is_told_beside_its_field_and_kept(
    seated_staff: SeatedStaff, changed: dict[str, str], said: str
) -> None:
    async with seated_staff(MANAGER) as manager:
        answer = await manager.post(PAGE, data=FIVES | changed)

    assert answer.status_code == 422
    assert said in answer.text
    assert 'value="1 rue de Lannoy"' in answer.text or "street" in changed


async def test_a_name_that_stands_is_refused_with_a_way_out(seated_staff: SeatedStaff) -> None:
    async with seated_staff(MANAGER) as manager:
        answer = await manager.post(PAGE, data=FIVES | {"name": "cml"})

    assert answer.status_code == 409
    assert "Ajoutez-lui sa ville ou sa rue." in answer.text


async def test_an_agency_moves_by_one_manager_and_residents_read_it(
    database: Any, seated_staff: SeatedStaff
) -> None:
    async with seated_staff(MANAGER) as anne, seated_staff(MANAGER) as luc:
        await anne.post(PAGE, data=FIVES)
        await luc.sign(PAGE, _waits(await luc.get(PAGE)))
        wrong = await anne.post(f"{PAGE}/changes", data=FIVES | {"commune": "Paris"})
        moved = await anne.post(f"{PAGE}/changes", data=FIVES | {"street": "9 rue Neuve"})
        nowhere = await anne.post(f"{PAGE}/changes", data=FIVES | {"name": "Nulle part"})
        trail = await anne.get("/console/trail")
    reader = open_reader(database.app)
    places = {each.name: each.street for each in await list_desks(reader)}
    await reader.dispose()

    assert (wrong.status_code, moved.status_code, nowhere.status_code) == (422, 303, 404)
    assert places["Lille Fives"] == "9 rue Neuve"
    assert "Adresse ou horaires d’un guichet changés" in trail.text


@pytest.mark.parametrize("role", [Role.TELLER, Role.DESK_CONTROLLER, Role.ADMINISTRATOR])
async def test_nobody_else_opens_agencies_or_tills(seated_staff: SeatedStaff, role: Role) -> None:
    none = "00000000-0000-0000-0000-000000000001"
    async with seated_staff(role) as staff:
        assert (await staff.get(PAGE)).status_code == 403
        for path, sent in (
            ("", FIVES),
            ("/changes", FIVES),
            ("/tills", {"desk": "cml"}),
            (f"/tills/{ELSEWHERE}/closing", {}),
            (f"/requests/{none}", {"decision": "grant"}),
        ):
            assert (await staff.post(PAGE + path, data=sent)).status_code == 403


async def test_what_is_of_another_institution_is_not_found(
    town: Town, seated_staff: SeatedStaff
) -> None:
    till = account_id_text(town.town_hall_desk.till)
    async with seated_staff(MANAGER) as manager:
        for path, sent in ((f"/tills/{till}/closing", {}), ("/tills", {"desk": "cml"})):
            assert (await manager.post(PAGE + path, data=sent)).status_code in {404, 409}
