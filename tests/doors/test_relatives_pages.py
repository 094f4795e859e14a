"""« Mes proches », by form: seen by their author alone, and obeyed at the counter."""

import re
from uuid import UUID

import pytest
from callers import SeatedStaff
from personas import NOTHING, Desk, Member, Town

from ledger.core.identifier import account_id_text
from ledger.core.role import Role
from ledger.fresh import new_id

PAGE = "/console/me"
FORM = {"name": "Lucie Vasseur", "birth_date": "1990-05-06"}


def id_of(page: str) -> str:
    found = re.search(rf'action="({PAGE}/relatives/[0-9a-f-]+/end)"', page)
    assert found
    return found[1]


async def test_a_relative_is_declared_not_served_and_taken_back(
    seated_staff: SeatedStaff, lucie: Member
) -> None:
    member = account_id_text(lucie.wallet)
    cash = {"member": member, "amount": "5", "operation": str(new_id())}
    async with seated_staff(Role.TELLER) as nadia, seated_staff(Role.AUDITOR) as marc:
        declared = await nadia.post(f"{PAGE}/relatives", data=FORM)
        again = await nadia.post(f"{PAGE}/relatives", data=FORM)
        shown = (await nadia.get(PAGE)).text
        refused = await nadia.post("/console/issuances", data=cash)
        recovery = await nadia.get(f"/console/members/{member}/recovery")
        others = (await marc.get(PAGE)).text
        foreign = await marc.post(id_of(shown))
        ended = await nadia.post(id_of(shown))
        after = (await nadia.get(PAGE)).text

    assert (declared.status_code, again.status_code) == (303, 409)
    assert "Lucie Vasseur" in shown
    assert "Lucie Vasseur" not in others
    assert (refused.status_code, recovery.status_code) == (409, 403)
    assert "proche" in refused.text
    assert (foreign.status_code, ended.status_code) == (404, 303)
    assert "compte encore jusqu’au" in after


@pytest.mark.parametrize(
    "wrong", [{"name": " "}, {"name": "–"}, {"birth_date": "hier"}, {"birth_date": "2999-01-01"}]
)
async def test_what_cannot_be_declared_is_told(
    seated_staff: SeatedStaff, wrong: dict[str, str]
) -> None:
    async with seated_staff(Role.TELLER) as nadia:
        refused = await nadia.post(f"{PAGE}/relatives", data=FORM | wrong)
    assert refused.status_code == 422
    assert f'href="#{next(iter(wrong))}"' in refused.text


async def test_a_teller_gives_nothing_to_themselves(
    seated_staff: SeatedStaff, town: Town, town_hall_desk: Desk, lucie: Member
) -> None:
    await give_wallet(town, town_hall_desk.teller, lucie)
    cash = {"member": account_id_text(lucie.wallet), "amount": "5", "operation": str(new_id())}
    async with seated_staff(Role.TELLER) as nadia:
        refused = await nadia.post("/console/issuances", data=cash)
    assert refused.status_code == 409
    assert await town.balance(lucie) == NOTHING


async def give_wallet(town: Town, person: UUID, member: Member) -> None:
    """Have a teller hold a wallet, as the one natural person that they are."""
    async with town.clearing.pool.acquire() as connection:
        await connection.execute(
            "insert into people.standing (person_id, role, member_id) values ($1, 'resident', $2)",
            person,
            member.id,
        )
