"""The ceiling of one account: how far its balance may go where a desk says otherwise than its tier.

Higher, it takes two people and stays within what the law lets the tier hold; lower, one suffices.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from ledger.core.account import Tier
from ledger.core.policy import Policy
from ledger.core.policy_change import TERMS, Term
from ledger.core.refusal_ceiling import CeilingBeyondLaw, CeilingDateWrong, CeilingUnchanged

_BY_LAW: Final[Mapping[str, Term]] = {
    term.path[1]: term for term in TERMS if term.path[0] == "tiers" and term.path[2] == "balance"
}


@dataclass(frozen=True, slots=True)
class Ceiling:
    """How far a balance may go, in minor units; None: as far as its tier.

    `ends_on`: the last day on which it counts, None while nobody says otherwise; `afterwards`: what
    counts then.
    """

    amount: int | None
    ends_on: date | None = None
    afterwards: int | None = None

    @property
    def standing(self) -> int | None:
        """What counts in the end."""
        return self.amount if self.ends_on is None else self.afterwards

    def on(self, day: date) -> int | None:
        """Say what counts on a day."""
        return self.amount if self.ends_on is None or day <= self.ends_on else self.afterwards


def most_by_law(tier: Tier) -> int | None:
    """Say how much the law lets a wallet of a tier hold; None where it says nothing."""
    term = _BY_LAW[tier]
    return None if term.may_be_absent else term.most


def check_ceiling(
    wanted: Ceiling, current: Ceiling, *, tier: Tier, policy: Policy, today: date
) -> bool:
    """Check that an account may be given that ceiling; say whether it is higher on any day.

    To let a higher one count for longer is to raise it.

    Raises:
        CeilingBeyondLaw: the law lets such a wallet hold less.
        CeilingDateWrong: it would end before today, or what the tier says would end.
        CeilingUnchanged: it is the one that counts.
    """
    by_law, of_tier = most_by_law(tier), policy.tiers[tier].balance
    if wanted.amount is not None and by_law is not None and wanted.amount > by_law:
        raise CeilingBeyondLaw(limit=by_law)
    if wanted.ends_on is not None and (wanted.amount is None or wanted.ends_on < today):
        raise CeilingDateWrong
    days = _days_of_change(wanted, current, today)
    if all(wanted.on(day) == current.on(day) for day in days):
        raise CeilingUnchanged
    return any(_is_higher(wanted.on(day), current.on(day), of_tier) for day in days)


def _days_of_change(wanted: Ceiling, current: Ceiling, today: date) -> set[date]:
    ends = [each.ends_on for each in (wanted, current) if each.ends_on is not None]
    days = {today, date.max, *ends, *(each + timedelta(days=1) for each in ends)}
    return {each for each in days if each >= today}


def _is_higher(after: int | None, before: int | None, of_tier: int | None) -> bool:
    after = of_tier if after is None else after
    before = of_tier if before is None else before
    return before is not None and (after is None or after > before)
