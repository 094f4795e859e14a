"""Closed days are added up once, away from the payments."""

from typing import Final

from ledger.storage.day_flows import keep_closed_days
from ledger.use_cases.clearing import Clearing

MOST_DAYS: Final = 40
"""Days added up at a time, each by a short statement; none takes the journal lock."""


async def keep_days(clearing: Clearing) -> bool:
    """Add up days that the journal has closed; say whether more may wait.

    Several processes may do so at once: a day is kept once, and all would keep the same.
    """
    async with clearing.pool.acquire() as connection:
        return await keep_closed_days(connection, most=MOST_DAYS) == MOST_DAYS
