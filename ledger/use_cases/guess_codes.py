"""Whoever types code after code that nobody carries is stopped for a while."""

from datetime import datetime, timedelta

from ledger.core.refusal import TooManyCodes
from ledger.storage.claims import count_misses, insert_miss
from ledger.use_cases.clearing import Clearing

WINDOW = timedelta(minutes=10)
MOST_MISSES = 10


async def allow_code(clearing: Clearing, account: int, *, now: datetime) -> None:
    """Let an account look a typed code up.

    Raises:
        TooManyCodes: it missed ten in ten minutes.
    """
    async with clearing.pool.acquire() as connection:
        if await count_misses(connection, account, now - WINDOW) >= MOST_MISSES:
            raise TooManyCodes


async def note_missed_code(clearing: Clearing, account: int, *, now: datetime) -> None:
    """Note that nobody carries the code that an account typed."""
    async with clearing.pool.acquire() as connection:
        await insert_miss(connection, account, now, since=now - WINDOW)
