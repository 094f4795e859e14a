"""The issuer gives for each closed day, once: a donation and a bonus for each of its issuances.

A day is closed once none of its issuances can be reversed any more. Each gift has an id made of
its issuance: killed half-way and begun anew, or begun by two processes, it is given once.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from ledger.core.giving import Gift, find_bonuses, find_donations, gift_id
from ledger.core.issuer import plan_bonus, plan_donation
from ledger.core.posting import Draft, Kind, Origin
from ledger.database import WriterConnection
from ledger.storage.policies import policy_of_day
from ledger.storage.sponsorships import (
    ClosedDay,
    bonuses_of_month,
    list_posted,
    take_closed_day,
)
from ledger.use_cases.clearing import Clearing

BOOKKEEPER = Origin("bookkeeper")
AT_A_TIME = 100
"""Gifts posted at a time, so that payments pass between them."""


async def give_for_issuances(clearing: Clearing) -> bool:
    """Give for the next closed day, by the policy of that day; say whether there was one.

    What the rules refuse (a frozen wallet, a full one) is not given later: the issuer keeps it.

    Raises:
        Unavailable: the database is away; the day is given later.
        OutcomeUnknown: the same.
    """
    async with clearing.pool.acquire() as connection, connection.transaction():
        closed = await take_closed_day(connection)
        if closed is None:
            return False
        gifts = await _gifts_of(connection, closed)
        for start in range(0, len(gifts), AT_A_TIME):
            drafts = [
                _draft(clearing, each, closed.day) for each in gifts[start : start + AT_A_TIME]
            ]
            await clearing.post_all(drafts)
    return True


async def _gifts_of(connection: WriterConnection, closed: ClosedDay) -> Sequence[Gift]:
    terms = (await policy_of_day(connection, closed.day)).giving
    donations = find_donations(closed.issued, terms, closed.sponsors)
    wallets = sorted({each.wallet for each in closed.issued})
    given = await bonuses_of_month(connection, wallets, closed.day)
    ids = [gift_id(Kind.BONUS, each.id) for each in closed.issued]
    done = await list_posted(connection, ids)
    return [*donations, *find_bonuses(closed.issued, terms, given, done)]


def _draft(clearing: Clearing, gift: Gift, day: date) -> Draft:
    envelope = clearing.envelope(gift.id, BOOKKEEPER, gift.kind, str(gift.issued.id))
    if gift.kind is Kind.DONATION:
        draft = plan_donation(gift.amount, envelope, association=gift.wallet, house=clearing.house)
    else:
        draft = plan_bonus(gift.amount, envelope, wallet=gift.wallet, house=clearing.house)
    return replace(draft, operated_on=day, piece=f"émission {gift.issued.seq}")
