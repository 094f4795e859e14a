"""The bookkeeper of a process, behind the payments: closed days, and what is kept no longer."""

import asyncio
import logging
from collections.abc import Awaitable

from ledger.fresh import utc_now
from ledger.use_cases.change_perimeter import keep_territories
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.give_for_issuances import give_for_issuances
from ledger.use_cases.keep_days import keep_days
from ledger.use_cases.keep_retention import keep_retention
from ledger.use_cases.keep_watch import keep_watch
from ledger.use_cases.set_ceiling import keep_ceilings
from ledger.use_cases.tell_dues import tell_who_owes_dues

PAUSE_S = 60.0
LOGGER = logging.getLogger(__name__)


async def keep_books(clearing: Clearing) -> None:
    """Add up closed days, watch over them, give for them, tell and end what is due; for ever."""
    while True:
        now = utc_now()
        done = [
            await _tried(keep_days(clearing)),
            await _tried(keep_watch(clearing, now=now)),
            await _tried(give_for_issuances(clearing)),
            await _tried(tell_who_owes_dues(clearing, now=now)),
            await _tried(keep_ceilings(clearing, now=now)),
            await _tried(keep_territories(clearing)),
            await _tried(keep_retention(clearing, now=now)),
        ]
        await asyncio.sleep(0 if any(done) else PAUSE_S)


async def _tried(work: Awaitable[bool]) -> bool:
    """Say whether more of some work waits; what breaks is told, and keeps nothing else waiting."""
    try:
        return await work
    except Exception as error:  # noqa: BLE001 # reports then add up themselves
        LOGGER.warning("the bookkeeper leaves something undone: %s", type(error).__name__)
        return False
