"""The bookkeeper of a process: closed days are added up, looked through, and given for."""

import asyncio
import logging

from ledger.fresh import utc_now
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.give_for_issuances import give_for_issuances
from ledger.use_cases.keep_days import keep_days
from ledger.use_cases.keep_watch import keep_watch

PAUSE_S = 60.0
LOGGER = logging.getLogger(__name__)


async def keep_books(clearing: Clearing) -> None:
    """Add up closed days, watch over them and give for them, for ever; any process may do it."""
    while True:
        more = False
        try:
            more = await keep_days(clearing)
            more = await keep_watch(clearing, now=utc_now()) or more
            more = await give_for_issuances(clearing) or more
        except Exception as error:  # noqa: BLE001 # reports then add up themselves
            LOGGER.warning("days are not looked through: %s", type(error).__name__)
        await asyncio.sleep(0 if more else PAUSE_S)
