"""The page by which a counter opens a wallet for an organisation."""

import re

import httpx2
import pytest
from callers import SeatedStaff
from personas import Town

from ledger.core.role import Role
from ledger.fresh import new_id, paris_day, utc_now

pytestmark = pytest.mark.usefixtures("real_clock")
PAGE = "/console/enrolment/professional"
SPICES = {
    "kind": "merchant",
    "name": "Les Épices du Pont",
    "siren": "732 829 320",
    "activity": "Épicerie",
    "street": "3 rue du Pont",
    "commune": "lille",
    "iban": "FR76 3000 6000 0112 3456 7890 189",
    "holder": "SARL LES EPICES",
    "first_name": "Nadège",
    "last_name": "Roux",
    "birth_date": "1980-02-03",
    "document": "passport",
    "expires_on": "2099-01-01",
    "checked_on": paris_day(utc_now()).isoformat(),
    "result": "nobody",
}


async def enrol(desk: httpx2.AsyncClient, **changes: str) -> httpx2.Response:
    return await desk.post(PAGE, data={"operation": str(new_id()), **SPICES, **changes})


@pytest.fixture
def real_clock(town: Town) -> None:
    """Let the town live by the clock of the doors."""
    town.clock.now = None


async def test_a_professional_is_enrolled_and_a_phone_can_be_given_at_once(
    seated_staff: SeatedStaff,
) -> None:
    operation = str(new_id())
    async with seated_staff(Role.TELLER) as desk:
        first, again = [await enrol(desk, operation=operation) for _ in range(2)]
        page = await desk.get(first.headers["location"])
        account = re.search(r"acc_\w+", first.headers["location"])
        assert account
        slip = await desk.post(f"/console/members/{account[0]}/slips")

    assert (first.status_code, again.headers["location"]) == (303, first.headers["location"])
    for words in ("Les Épices du Pont", "Lille", "Donnez maintenant un téléphone."):
        assert words in page.text
    assert slip.status_code in {200, 303}


async def test_all_mistakes_are_told_at_once_and_what_was_typed_stays(
    seated_staff: SeatedStaff,
) -> None:
    wrong = {
        "kind": "",
        "siren": "732829321",
        "iban": "FR76 3000 6000 0112 3456 7890 180",
        "commune": "Paris",
        "birth_date": "2999-01-01",
        "document": "",
        "checked_on": "2020-01-01",
        "result": "",
        "holder": "",
    }
    async with seated_staff(Role.TELLER) as desk:
        answer = await enrol(desk, **wrong)

    assert answer.status_code == 422
    for field in wrong:
        assert f'href="#{field}"' in answer.text, field
    for kept in ("Les Épices du Pont", "732829321", "Paris", "Nadège"):
        assert f'value="{kept}"' in answer.text


async def test_elsewhere_needs_a_reason_and_keeps_its_country(
    town: Town, seated_staff: SeatedStaff
) -> None:
    elsewhere = {"commune": "", "town": "Mons", "country": "BE"}
    async with seated_staff(Role.TELLER) as desk:
        refused = await enrol(desk, **elsewhere)
        opened = await enrol(desk, **elsewhere, derogation="Comité du 3 mai")
        nowhere = await enrol(desk, **elsewhere | {"country": "US"}, derogation="Comité")

    assert (refused.status_code, opened.status_code, nowhere.status_code) == (422, 303, 422)
    assert 'href="#derogation"' in refused.text
    async with town.clearing.pool.acquire() as connection:
        kept = await connection.fetchrow("select town, country from people.professional")
    assert tuple(kept) == ("Mons", "BE")


async def test_an_organisation_that_looks_alike_is_linked_and_told_apart_by_a_tick(
    seated_staff: SeatedStaff,
) -> None:
    async with seated_staff(Role.TELLER) as desk:
        first = await enrol(desk)
        known = re.search(r"acc_\w+", first.headers["location"])
        refused = await enrol(desk, name="Autre nom")
        accepted = await enrol(desk, name="Autre nom", is_another="yes")

    assert known
    assert (refused.status_code, accepted.status_code) == (409, 303)
    assert f"/console/desk?member={known[0]}" in refused.text


async def test_a_match_in_the_register_stops_the_enrolment(seated_staff: SeatedStaff) -> None:
    async with seated_staff(Role.TELLER) as desk:
        answer = await enrol(desk, result="match")
    assert answer.status_code == 403
    assert "responsable de la conformité" in answer.text


@pytest.mark.parametrize("role", [Role.TREASURER, Role.DESK_CONTROLLER, Role.AUDITOR])
async def test_only_tellers_enrol(seated_staff: SeatedStaff, role: Role) -> None:
    async with seated_staff(role) as staff:
        assert (await staff.get(PAGE)).status_code == 403
        assert (await enrol(staff)).status_code == 403
