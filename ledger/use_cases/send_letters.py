"""Letters leave: those of new movements are written, those that are due are sent, each once.

A letter is taken before it is sent, and tried again later if nobody ends it: whatever dies in
between, it leaves at least once, under the same message id.
"""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from enum import Enum, auto
from typing import Final

from ledger.core.letter import Letter
from ledger.storage.letters import (
    MOST_TRIES,
    end_letters,
    take_letters,
    tell_movements,
)
from ledger.use_cases.clearing import Clearing

BATCH: Final = 20


class Fate(Enum):
    """What became of a letter handed to the mail server."""

    SENT = auto()
    LATER = auto()
    NEVER = auto()


Deliver = Callable[[Sequence[Letter]], Sequence[Fate]]


async def send_due_letters(clearing: Clearing, deliver: Deliver, *, now: datetime) -> int:
    """Write what is new, send one batch of what is due; answer with how many were taken.

    `deliver` blocks while it talks to the mail server, so it runs in a thread.
    """
    async with clearing.pool.acquire() as connection:
        await tell_movements(connection, now=now)
        due = await take_letters(connection, now=now, most=BATCH)
    if not due:
        return 0
    fates = await asyncio.to_thread(deliver, due)
    sent = [letter.id for letter, fate in zip(due, fates, strict=True) if fate is Fate.SENT]
    lost = [
        letter.id
        for letter, fate in zip(due, fates, strict=True)
        if fate is Fate.NEVER or (fate is Fate.LATER and letter.tries >= MOST_TRIES)
    ]
    async with clearing.pool.acquire() as connection:
        await end_letters(connection, sent=sent, given_up=lost, now=now)
    return len(due)
