"""The post office of a process: letters leave a moment after what they tell."""

import asyncio
import logging
from functools import partial

from ledger.fresh import utc_now
from ledger.letter_text import compose
from ledger.settings import Settings
from ledger.smtp import make_deliver
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.send_letters import send_due_letters

PAUSE_S = 2.0
LOGGER = logging.getLogger(__name__)


async def keep_post(clearing: Clearing, settings: Settings) -> None:
    """Send what is due, for ever; what fails is tried again and stops nothing else."""
    deliver = make_deliver(settings, partial(compose, settings=settings, clearing=clearing))
    while True:
        try:
            taken = await send_due_letters(clearing, deliver, now=utc_now())
        except Exception as error:  # noqa: BLE001 # a post office that dies tells nobody anything
            LOGGER.warning("letters wait: %s", type(error).__name__)
            taken = 0
        if not taken:
            await asyncio.sleep(PAUSE_S)
