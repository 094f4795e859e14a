"""A member says what they will pay for belonging."""

from datetime import datetime

from ledger.core.account import AccountKind
from ledger.core.dues import PER, Per, choose_dues
from ledger.core.policy import DuesTerms
from ledger.core.refusal import NotFound
from ledger.core.staff_act import Deed, StaffAct
from ledger.database import WriterConnection
from ledger.fresh import paris_day
from ledger.storage.dues import find_choice, find_dues, paid_for, put_choice
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.note_deed import note_deed


async def choose_member_dues(
    clearing: Clearing, account: int, amount: int, *, terms: DuesTerms, by: str, now: datetime
) -> None:
    """Keep a choice: of this year while nothing of it is paid, else of the next.

    `amount`: in minor units, for a year or for a month, as members of that kind choose.

    Raises:
        NotFound: nobody holds that account, or it is closed.
        DuesNotOffered: nobody of that kind may choose that sum.
    """
    today = paris_day(now)

    async def write(connection: WriterConnection) -> None:
        found = await find_dues(connection, account, today.year, days_to_pay=terms.days_to_pay)
        if found is None or found["status"] == "closed":
            raise NotFound
        kind = AccountKind(found["kind"])
        is_paid = await paid_for(connection, account, today.year) > 0
        chosen = choose_dues(kind, amount, terms, today=today, begins_next_year=is_paid)
        before = await find_choice(connection, account)
        if before == chosen or (before and is_paid and before.per_year == chosen.per_year):
            return
        await put_choice(connection, account, chosen, today=today, by=by)
        per = 12 if PER[kind] is Per.MONTH else 1
        old = f"{before.per_year // per / 100:.2f}" if before else None
        changes = {"dues": (old, f"{amount / 100:.2f}")}
        deed = Deed(StaffAct.DUES_CHOSEN, by, account=account, changes=changes)
        await note_deed(connection, clearing, deed, now=now)

    await clearing.change(write)
