"""Limits that a holder chooses below those of the policy, or a guardian for a ward.

Lowering counts at once, raising after a day: who holds a stolen phone does not raise them first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from ledger.core.book import Book, OwnLimits
from ledger.core.posting import Draft
from ledger.core.refusal import OwnDailyLimitReached, OwnWeeklyLimitReached, Refused

RAISING_TAKES: Final = timedelta(hours=24)
_NONE: Final = OwnLimits()


class LimitKind(StrEnum):
    """What a limit is on; each is a field of `OwnLimits`."""

    ALONE = "alone"
    PER_DAY = "per_day"
    CARD_PER_DAY = "card_per_day"
    PER_WEEK = "per_week"


@dataclass(frozen=True, slots=True)
class ChosenLimit:
    """A limit as it was chosen; `amount` in minor units, None: no more than the policy says."""

    kind: LimitKind
    amount: int | None
    valid_from: datetime


def in_force(chosen: Sequence[ChosenLimit], kind: LimitKind, now: datetime) -> int | None:
    """Find the limit of a kind that counts now; `chosen` in the order in which they were chosen."""
    valid = [each.amount for each in chosen if each.kind is kind and each.valid_from <= now]
    return valid[-1] if valid else None


def pending(chosen: Sequence[ChosenLimit], kind: LimitKind, now: datetime) -> ChosenLimit | None:
    """Find what the latest choice of a kind will change, if it does not count yet."""
    of_kind = [each for each in chosen if each.kind is kind]
    return of_kind[-1] if of_kind and of_kind[-1].valid_from > now else None


def choose(
    chosen: Sequence[ChosenLimit], kind: LimitKind, amount: int | None, now: datetime
) -> ChosenLimit:
    """Date a new choice: at once where it is no raise of what counts now, else after a day."""
    current = in_force(chosen, kind, now)
    is_raise = current is not None and (amount is None or amount > current)
    return ChosenLimit(kind, amount, now + RAISING_TAKES if is_raise else now)


def limits_in_force(chosen: Sequence[ChosenLimit], now: datetime) -> OwnLimits:
    """Gather the limits of an account that count now."""
    return OwnLimits(
        alone=in_force(chosen, LimitKind.ALONE, now),
        per_day=in_force(chosen, LimitKind.PER_DAY, now),
        card_per_day=in_force(chosen, LimitKind.CARD_PER_DAY, now),
        per_week=in_force(chosen, LimitKind.PER_WEEK, now),
    )


def lower(policy: int, own: int | None) -> int:
    """Take the lower of a limit of the policy and a chosen one."""
    return policy if own is None else min(policy, own)


def own_limits_of(book: Book, account: int) -> OwnLimits:
    """Find what the holder of an account has chosen; nothing where nobody has."""
    return book.own_limits.get(account, _NONE)


def payer_stays_within_own_limits(book: Book, draft: Draft) -> Refused | None:
    """Refuse a payment beyond what the holder allows in a day, or a guardian in a week."""
    if not book.own_limits:
        return None
    for leg in draft.legs:
        own = book.own_limits.get(leg.debit)
        if own is None:
            continue
        if _is_beyond(own.per_day, paid := book.paid_today(leg.debit), leg.amount):
            return OwnDailyLimitReached(**_facts(own.per_day, paid))
        if _is_beyond(own.per_week, paid := own.paid_this_week, leg.amount):
            return OwnWeeklyLimitReached(**_facts(own.per_week, paid))
    return None


def _is_beyond(limit: int | None, paid: int, amount: int) -> bool:
    return limit is not None and paid + amount > limit


def _facts(limit: int | None, paid: int) -> dict[str, int]:
    limit = limit or 0
    return {"limit": limit, "left": max(limit - paid, 0)}
