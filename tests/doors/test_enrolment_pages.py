"""The pages by which a counter opens a wallet: what is typed stays, one form opens one wallet."""

import re

import httpx2
import pytest
from callers import SeatedStaff
from personas import Member, Town

from ledger.core.identifier import account_id_text
from ledger.core.role import Role
from ledger.fresh import new_id

pytestmark = pytest.mark.usefixtures("real_clock")
PAGE = "/console/enrolment/identified"
CHLOE = {
    "first_name": "Chloé",
    "last_name": "Lefèvre",
    "birth_date": "1990-07-14",
    "street": "3 rue du Bac",
    "commune": "villeneuve d ascq",
    "document": "passport",
    "number": "19AB12345",
    "expires_on": "2035-05-04",
}


async def enrol(desk: httpx2.AsyncClient, **changes: str) -> httpx2.Response:
    return await desk.post(PAGE, data={"operation": str(new_id()), **CHLOE, **changes})


@pytest.fixture
def real_clock(town: Town) -> None:
    """Let the town live by the clock of the doors."""
    town.clock.now = None


async def test_a_form_sent_twice_leads_to_the_page_of_one_wallet(seated_staff: SeatedStaff) -> None:
    operation = str(new_id())
    async with seated_staff(Role.TELLER) as desk:
        first, again = [await enrol(desk, operation=operation) for _ in range(2)]
        page = await desk.get(first.headers["location"])

    assert first.status_code == again.status_code == 303
    assert first.headers["location"] == again.headers["location"]
    for words in ("Porte-monnaie ouvert.", "Chloé Lefèvre", "Villeneuve-d&#39;Ascq", "250,00"):
        assert words in page.text


async def test_all_mistakes_are_told_at_once_and_what_was_typed_stays(
    seated_staff: SeatedStaff,
) -> None:
    wrong = {"commune": "Paris", "document": "", "number": "1", "birth_date": "2099-01-01"}
    async with seated_staff(Role.TELLER) as desk:
        answer = await enrol(desk, **wrong, street="")

    assert answer.status_code == 422
    assert "<li></li>" not in answer.text
    for field in (*wrong, "street"):
        assert f'href="#{field}"' in answer.text, field
    for kept in ("Chloé", "Lefèvre", "Paris", "2035-05-04"):
        assert f'value="{kept}"' in answer.text


async def test_a_member_who_looks_alike_is_linked_and_told_apart_by_a_tick(
    seated_staff: SeatedStaff,
) -> None:
    async with seated_staff(Role.TELLER) as desk:
        first = await enrol(desk)
        known = re.search(r"acc_\w+", first.headers["location"])
        refused = await enrol(desk, number="20CD00000")
        accepted = await enrol(desk, number="20CD00000", is_another="yes")
        same_document = await enrol(desk, first_name="Zoé", is_another="yes")

    assert known
    assert refused.status_code == same_document.status_code == 409
    assert f"/console/desk?member={known[0]}" in refused.text
    assert f"/console/desk?member={known[0]}" in same_document.text
    assert accepted.status_code == 303


async def test_a_minor_is_enrolled_with_a_guardian_chosen_by_name(
    town: Town, awa: Member, seated_staff: SeatedStaff
) -> None:
    minor = {"birth_date": "2014-05-01", "guardian_name": "awa", "per_week": "15"}
    async with seated_staff(Role.TELLER) as desk:
        asked = await enrol(desk, **minor)
        account = account_id_text(awa.wallet)
        other_name = await enrol(desk, **{**minor, "guardian_name": "lucie"}, guardian=account)
        opened = await enrol(desk, **minor, guardian=account)

    assert asked.status_code == other_name.status_code == 422
    assert f'value="{account}"' in asked.text
    assert f'value="{account}"' not in other_name.text
    assert opened.status_code == 303
    async with town.clearing.pool.acquire() as connection:
        guardian = "select guardian_id from people.person where guardian_id is not null"
        assert await connection.fetchval(guardian) == awa.person


async def test_a_teller_is_no_guardian_at_their_own_counter(
    town: Town, awa: Member, seated_staff: SeatedStaff
) -> None:
    async with town.clearing.pool.acquire() as connection:
        own = "update people.standing set person_id = $1 where person_id = $2"
        await connection.execute(own, town.town_hall_desk.teller, awa.person)
    minor = {"birth_date": "2014-05-01", "guardian_name": "awa"}
    async with seated_staff(Role.TELLER) as desk:
        answer = await enrol(desk, **minor, guardian=account_id_text(awa.wallet))
    assert answer.status_code == 403


async def test_a_holder_without_identity_is_identified_from_their_file(
    omar: Member, awa: Member, seated_staff: SeatedStaff
) -> None:
    account = account_id_text(omar.wallet)
    page = f"/console/members/{account}/identity"
    typed = {"operation": str(new_id()), **CHLOE}
    async with seated_staff(Role.TELLER) as desk:
        file = await desk.get(f"/console/desk?member={account}")
        asked = await desk.get(page)
        mistyped = await desk.post(page, data=typed | {"number": "1"})
        done = await desk.post(page, data=typed)
        after = await desk.get(done.headers["location"])
        known = await desk.post(
            f"/console/members/{account_id_text(awa.wallet)}/identity", data=typed
        )

    assert f'href="{page}"' in file.text
    assert f'action="{page}"' in asked.text
    assert (mistyped.status_code, done.status_code, known.status_code) == (422, 303, 409)
    assert "Chloé" in mistyped.text
    for words in ("Chloé Lefèvre", "identité vérifiée", "Villeneuve-d&#39;Ascq"):
        assert words in after.text
    assert f'href="{page}"' not in after.text


async def test_a_wrong_code_keeps_name_and_address(seated_staff: SeatedStaff) -> None:
    typed = {"operation": str(new_id()), "name": "Momo", "address": "momo@exemple.fr"}
    async with seated_staff(Role.TELLER) as desk:
        asked = await desk.post("/console/enrolment/contact", data=typed)
        refused = await desk.post("/console/enrolment/contact/code", data=typed | {"code": "1"})

    assert (asked.status_code, refused.status_code) == (200, 403)
    for page in (asked, refused):
        for kept in typed.values():
            assert f'value="{kept}"' in page.text


@pytest.mark.parametrize(
    "role", [Role.TREASURER, Role.DESK_CONTROLLER, Role.AUDITOR, Role.ADMINISTRATOR]
)
async def test_only_a_teller_enrols(role: Role, seated_staff: SeatedStaff) -> None:
    async with seated_staff(role) as somebody:
        assert (await somebody.get("/console/enrolment")).status_code == 403
        assert (await enrol(somebody)).status_code == 403
