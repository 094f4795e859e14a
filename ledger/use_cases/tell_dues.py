"""Whoever owes dues is told once that they are to be paid, and once that they are late."""

from datetime import datetime
from typing import Final

from ledger.fresh import paris_day
from ledger.storage.dues import DuesTelling, tell_dues
from ledger.storage.policies import policy_of_day
from ledger.use_cases.clearing import Clearing

AT_A_TIME: Final = 500


async def tell_who_owes_dues(clearing: Clearing, *, now: datetime) -> bool:
    """Write the letters of a day, a few at a time; say whether more may wait.

    Two processes may do so at once: each is told once.
    """
    today = paris_day(now)
    async with clearing.pool.acquire() as connection, connection.transaction():
        days = (await policy_of_day(connection, today)).dues.days_to_pay
        return await tell_dues(connection, DuesTelling(today, days, now, AT_A_TIME))
