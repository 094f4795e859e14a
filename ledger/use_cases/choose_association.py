"""A resident chooses the association that gets the donation of their issuances, and one instead."""

from datetime import datetime

from ledger.core.refusal_giving import AssociationNotChosen
from ledger.core.staff_act import Deed, StaffAct
from ledger.database import WriterConnection
from ledger.fresh import new_id, paris_day
from ledger.storage.sponsorships import (
    Choices,
    are_accredited,
    insert_choices,
    latest_choices,
    names_of,
)
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.note_deed import note_deed


async def choose_associations(
    clearing: Clearing, account: int, choices: Choices, *, by: str, now: datetime
) -> None:
    """Keep the choice of a resident; it counts from the day on which it is made.

    Raises:
        AssociationNotChosen: one of the two is not accredited, or they are the same.
    """
    first, second = choices
    chosen = {each for each in choices if each is not None}
    if (first is None and second is not None) or (first is not None and first == second):
        raise AssociationNotChosen
    async with clearing.pool.acquire() as connection, connection.transaction():
        if not await are_accredited(connection, chosen, paris_day(now)):
            raise AssociationNotChosen
        before = await latest_choices(connection, account)
        if before == choices:
            return
        await insert_choices(connection, new_id(), account, choices, by=by, now=now)
        deed = await _deed(connection, account, before, choices, by)
        await note_deed(connection, clearing, deed, now=now)


async def _deed(
    connection: WriterConnection, account: int, before: Choices, after: Choices, by: str
) -> Deed:
    asked = sorted({each for each in (*before, *after) if each is not None})
    names = await names_of(connection, asked)
    fields = zip(("association", "second_association"), before, after, strict=True)
    changes = {
        field: (names.get(old or 0), names.get(new or 0))
        for field, old, new in fields
        if old != new
    }
    return Deed(StaffAct.ASSOCIATION_CHOSEN, by, account=account, changes=changes)
