"""Every act of the trail is written by the use case that does it, once, under who did it."""

import deeds_of_the_house
import deeds_on_accounts
import pytest
from deeds import MINA, form
from organisations import SPICES
from personas import Town
from test_enrolment_at_desk import CHLOE, NEVER_MIND, code_for

from ledger.core.organisation import NewProfessional
from ledger.core.staff_act import StaffAct
from ledger.use_cases.enrol_by_contact import NewHolder, enrol_by_contact
from ledger.use_cases.enrol_professional import enrol_professional
from ledger.use_cases.enrol_resident import NewResident, enrol_resident

ACTS = deeds_on_accounts.ACTS | deeds_of_the_house.ACTS
ELSEWHERE = {StaffAct.FREEZE_LIST_IMPORTED, StaffAct.FREEZE_LIST_EXAMINED}
"""Seen in `test_freeze_list_import.py`, beside what they freeze."""


async def lines(town: Town) -> list[str]:
    """Read which lines Mina left."""
    async with town.clearing.pool.acquire() as connection:
        rows = await connection.fetch(
            "select act from ledger.staff_act where done_by = $1", MINA.principal
        )
    return [row["act"] for row in rows]


@pytest.mark.parametrize("act", sorted(set(StaffAct) - ELSEWHERE))
async def test_an_act_leaves_one_line_of_its_name(town: Town, act: StaffAct) -> None:
    await ACTS[act](town)
    assert (await lines(town)).count(act) == 1


@pytest.mark.parametrize("join", [CHLOE, SPICES, NEVER_MIND], ids=["person", "shop", "contact"])
async def test_whoever_joins_is_noted(town: Town, join: object) -> None:
    clearing = town.clearing
    if isinstance(join, NewResident):
        await enrol_resident(clearing, join, form(town))
    elif isinstance(join, NewProfessional):
        await enrol_professional(clearing, join, form(town))
    elif isinstance(join, NewHolder):
        await enrol_by_contact(clearing, join, await code_for(town), form(town))
    assert await lines(town) == [StaffAct.ENROLLED]
