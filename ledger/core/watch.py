"""What a person should look at: loads that were split, units loaded only to be cashed out.

The law asks for a watch that can find what is unusual (Code monétaire et financier, R561-16-1).
It finds and refuses nothing: people examine what was found, and say what it was.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final
from uuid import NAMESPACE_URL, UUID, uuid5

from ledger.core.policy import WatchLimits

WHOLE: Final = 100


class WatchRule(StrEnum):
    """Why somebody should look."""

    SPLIT_LOADS = "split_loads"
    CASH_OUT = "cash_out"
    UNUSUAL = "unusual"


class Outcome(StrEnum):
    """What those who examined an alert say it was."""

    EXPLAINED = "explained"
    WATCHED = "watched"
    DECLARED = "declared"


class StepKind(StrEnum):
    """What is done about an alert."""

    ASSIGNED = "assigned"
    NOTED = "noted"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Movement:
    """Units that came to a wallet from euros, or left it for euros: in the posting of a number."""

    seq: int
    account: int
    amount: int
    day: date


@dataclass(frozen=True, slots=True)
class Finding:
    """A fact that a person should look at; the last of its postings made it one.

    `loaded`, `redeemed`: what these postings add up to. `bound`: what was reached, in minor units
    for split loads, per cent for a cash-out.
    """

    rule: WatchRule
    account: int
    accounts: tuple[int, ...]
    postings: tuple[int, ...]
    loaded: int
    redeemed: int
    bound: int
    day: date

    @property
    def id(self) -> UUID:
        """One id for one fact, whoever finds it and however often."""
        return uuid5(NAMESPACE_URL, f"mlc/watch/{self.rule}/{self.postings[-1]}")


def groups_of(ties: Iterable[tuple[int, str]]) -> dict[int, int]:
    """Name the group of each account: those that share a tie, directly or by others."""
    leader: dict[int, int] = {}
    first: dict[str, int] = {}

    def lead(account: int) -> int:
        while leader.setdefault(account, account) != account:
            leader[account] = leader[leader[account]]
            account = leader[account]
        return account

    for account, tie in ties:
        leader[lead(account)] = lead(first.setdefault(tie, account))
    return {account: lead(account) for account in list(leader)}


def find_split_loads(
    loads: Iterable[Movement], groups: Mapping[int, int], limits: WatchLimits, *, day: date
) -> list[Finding]:
    """Find the loads of a day that carry the small loads of a group beyond the threshold."""
    small = _by_group((each for each in loads if each.amount < limits.split_total), groups)
    found = []
    for of_group in small.values():
        for last in (each for each in of_group if each.day == day):
            split = _until(of_group, last, days=limits.split_days)
            total = _sum(split)
            if total - last.amount <= limits.split_total < total:
                found.append(_finding(WatchRule.SPLIT_LOADS, last, split, (), limits.split_total))
    return found


def find_cash_outs(
    loads: Iterable[Movement],
    redemptions: Iterable[Movement],
    groups: Mapping[int, int],
    limits: WatchLimits,
    *,
    day: date,
) -> list[Finding]:
    """Find the redemptions of a day of which a large share had just been loaded by the group."""
    loaded = _by_group(loads, groups)
    days, share = limits.cash_out_days, limits.cash_out_per_cent
    found = []
    for group, of_group in _by_group(redemptions, groups).items():
        for last in (each for each in of_group if each.day == day):
            came = _until(loaded.get(group, []), last, days=days)
            went = _until(of_group, last, days=days)
            if came and _sum(came) * WHOLE >= _sum(went) * share:
                found.append(_finding(WatchRule.CASH_OUT, last, came, went, share))
    return found


def _by_group(
    movements: Iterable[Movement], groups: Mapping[int, int]
) -> dict[int, list[Movement]]:
    sorted_out: dict[int, list[Movement]] = {}
    for each in movements:
        sorted_out.setdefault(groups.get(each.account, each.account), []).append(each)
    return sorted_out


def _until(movements: Iterable[Movement], last: Movement, *, days: int) -> list[Movement]:
    """Keep what was done in the days that end with a movement, up to that one."""
    since = last.day - timedelta(days=days)
    return [each for each in movements if each.seq <= last.seq and each.day > since]


def _sum(movements: Iterable[Movement]) -> int:
    return sum(each.amount for each in movements)


def _finding(
    rule: WatchRule,
    last: Movement,
    came: Sequence[Movement],
    went: Sequence[Movement],
    bound: int,
) -> Finding:
    every = [*came, *went]
    return Finding(
        rule,
        last.account,
        tuple(sorted({each.account for each in every})),
        tuple(sorted(each.seq for each in every)),
        _sum(came),
        _sum(went),
        bound,
        last.day,
    )
