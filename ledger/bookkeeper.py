"""The bookkeeper of a process: closed days are added up behind the payments, never among them."""

import asyncio
import logging

from ledger.use_cases.clearing import Clearing
from ledger.use_cases.keep_days import keep_days

PAUSE_S = 60.0
LOGGER = logging.getLogger(__name__)


async def keep_books(clearing: Clearing) -> None:
    """Add up closed days, for ever; reports are right without it, only slower."""
    while True:
        try:
            more = await keep_days(clearing)
        except Exception as error:  # noqa: BLE001 # reports then add up themselves
            LOGGER.warning("days are not added up: %s", type(error).__name__)
            more = False
        await asyncio.sleep(0 if more else PAUSE_S)
