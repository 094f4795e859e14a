"""Somebody at a desk tells, in confidence, that an operation was unusual.

Nobody may let the member know (Code monétaire et financier, L561-18): no letter speaks of it, the
export of one's own data leaves it out, and whoever told keeps a number and nothing else.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ledger.core.refusal import NotFound
from ledger.core.refusal_access import ExplanationNeeded
from ledger.fresh import paris_day
from ledger.storage.watch import NewTold, insert_told
from ledger.use_cases.clearing import Clearing

REASON, FACTS = "people.watch_alert.reason", "people.watch_alert.facts"


@dataclass(frozen=True, slots=True)
class Unusual:
    """What struck somebody about a wallet: in a word, in full, in which posting if in one."""

    account: int
    reason: str
    facts: str
    posting: UUID | None = None


async def tell_unusual(
    clearing: Clearing, id: UUID, told: Unusual, *, by: str, now: datetime
) -> int:
    """Tell those who examine, once; answer with the number under which it is kept.

    Raises:
        ExplanationNeeded: no reason or no facts are given.
        NotFound: the posting did not touch the wallet, or the id is somebody else's.
    """
    if not told.reason or not told.facts:
        raise ExplanationNeeded
    columns = clearing.columns
    new = NewTold(
        id,
        told.account,
        await _postings(clearing, told),
        paris_day(now),
        now,
        by,
        columns.encrypt(told.reason, reason_place(id)),
        columns.encrypt(told.facts, facts_place(id)),
    )
    async with clearing.pool.acquire() as connection:
        number = await insert_told(connection, new)
    if number is None:
        raise NotFound
    return number


async def _postings(clearing: Clearing, told: Unusual) -> tuple[int, ...]:
    if told.posting is None:
        return ()
    posted = await clearing.find(told.posting)
    if told.account not in {each for leg in posted.legs for each in (leg.debit, leg.credit)}:
        raise NotFound
    return (posted.seq,)


def reason_place(alert: UUID) -> str:
    """Say for which place a reason is encrypted."""
    return f"{REASON} {alert}"


def facts_place(alert: UUID) -> str:
    """Say for which place the facts are encrypted."""
    return f"{FACTS} {alert}"
