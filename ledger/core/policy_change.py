"""What of a policy can be changed, within which bounds, and how two versions differ.

A policy is one document; each of its figures is a term with a path, a unit and what the law, or
the protocol of the house, lets it be at most.
"""

import copy
import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final

from ledger.core.launch import Phase
from ledger.core.policy import LONGEST_TRIAL_H, Policy
from ledger.core.refusal_policy import (
    PhaseNotDecided,
    PolicyBeyondLaw,
    PolicyDateWrong,
    PolicyUnchanged,
)

Path = tuple[str, ...]
Value = int | str | list[int] | None


class Unit(StrEnum):
    """In what a term is counted."""

    MONEY = "money"
    COUNT = "count"
    DAYS = "days"
    HOURS = "hours"
    PER_MILLE = "per_mille"
    PER_CENT = "per_cent"
    BASIS_POINTS = "basis_points"
    FLAG = "flag"
    PHASE = "phase"
    TERRITORIES = "territories"


@dataclass(frozen=True, slots=True)
class Term:
    """One figure of the policy; money in minor units.

    `most` and `least`: the bounds of a number; `may_be_absent`: without it there is no cap.
    """

    path: Path
    unit: Unit
    most: int = 10_000_000_00
    least: int = 0
    may_be_absent: bool = False

    @property
    def name(self) -> str:
        """Name the term as a form does."""
        return ".".join(self.path)

    def of(self, document: Mapping[str, Any]) -> Value:
        """Read the term in a whole document."""
        place: Any = document
        for step in self.path:
            place = place[step]
        value: Value = place
        return value


def _caps(
    tier: str, *, cash: int, balance: int | None = None, month: int | None = None
) -> list[Term]:
    """List the caps of a tier; what the law bounds must be there."""

    def term(name: str, most: int | None) -> Term:
        path = ("tiers", tier, name)
        if most is None:
            return Term(path, Unit.MONEY, may_be_absent=True)
        return Term(path, Unit.MONEY, most=most)

    return [
        term("balance", balance),
        term("paid_per_day", None),
        term("paid_per_30_days", month),
        term("cash_per_month", cash),
    ]


TERMS: Final[tuple[Term, ...]] = (
    Term(("phase",), Unit.PHASE),
    Term(("open_territories",), Unit.TERRITORIES),
    Term(("issuance_is_open",), Unit.FLAG),
    Term(("residents_may_transfer",), Unit.FLAG),
    # R561-16-1 of the monetary code: 150 stored, 150 paid in thirty days without identification.
    *_caps("T0", balance=150_00, month=150_00, cash=150_00),
    # 250 stored (L525-5 and its decree), 1,000 of cash loaded in a calendar month (D315-2).
    *_caps("T1", balance=250_00, cash=1_000_00),
    *_caps("T2", cash=0),
    Term(("group_cash_per_month",), Unit.MONEY, most=1_000_00),
    Term(("redemption_fee_per_mille",), Unit.PER_MILLE, most=1_000),
    Term(("issuance_minimum",), Unit.MONEY, most=50_00),
    Term(("redemption_minimum",), Unit.MONEY),
    Term(("redemption_ceiling",), Unit.MONEY),
    Term(("exit_fee_per_mille",), Unit.PER_MILLE, most=999),
    Term(("refund_days",), Unit.DAYS, least=1, most=3_650),
    # Article 16 of the delegated regulation (EU) 2018/389, at the figures the house took.
    Term(("approval", "low_value_payment"), Unit.MONEY, most=30_00),
    Term(("approval", "low_value_total"), Unit.MONEY, most=100_00),
    Term(("approval", "low_value_count"), Unit.COUNT, most=5),
    Term(("approval", "new_device_hours"), Unit.HOURS, least=24, most=LONGEST_TRIAL_H),
    Term(("approval", "card_per_day"), Unit.MONEY, most=60_00),
    Term(("desk", "cheque_at_once"), Unit.MONEY),
    Term(("desk", "cheque_days"), Unit.DAYS, least=1, most=60),
    Term(("desk", "cash_alert"), Unit.MONEY),
    Term(("desk", "slip_days"), Unit.DAYS, least=1, most=10),
    Term(("desk", "alone_up_to"), Unit.MONEY, most=50_00),
    Term(("watch", "split_total"), Unit.MONEY),
    Term(("watch", "split_days"), Unit.DAYS, least=1, most=31),
    Term(("watch", "cash_out_per_cent"), Unit.PER_CENT, least=1, most=100),
    Term(("watch", "cash_out_days"), Unit.DAYS, least=1, most=31),
    Term(("giving", "donation_rate"), Unit.BASIS_POINTS, most=10_00),
    Term(("giving", "minimum_sponsors"), Unit.COUNT, least=1, most=10_000),
    Term(("giving", "bonus_rate"), Unit.BASIS_POINTS, most=10_00),
    Term(("giving", "bonus_per_month"), Unit.MONEY, most=100_00),
    # The charter decides whether units ever melt; until it does, no screen can make them.
    Term(("giving", "melt_rate"), Unit.BASIS_POINTS, most=0),
    Term(("dues", "resident_low"), Unit.MONEY, most=100_00),
    Term(("dues", "resident_high"), Unit.MONEY, most=100_00),
    Term(("dues", "professional_least"), Unit.MONEY, most=200_00),
    Term(("dues", "professional_most"), Unit.MONEY, most=200_00),
    Term(("dues", "days_to_pay"), Unit.DAYS, least=1, most=365),
)
"""Every figure that a screen may change. What a tier may do by law (transfers) is no figure."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A term before and after."""

    term: Term
    before: Value
    after: Value


def document_of(policy: Policy) -> dict[str, Any]:
    """Write a policy whole, in plain types, whatever its stored document left to defaults."""
    document = dataclasses.asdict(policy)
    del document["version"], document["valid_from"]
    document["tiers"] = {str(tier): caps for tier, caps in document["tiers"].items()}
    document["open_territories"] = sorted(document["open_territories"])
    return document


def with_terms(document: Mapping[str, Any], values: Mapping[Term, Value]) -> dict[str, Any]:
    """Give a copy of a whole document with other values of some terms."""
    changed: dict[str, Any] = copy.deepcopy(dict(document))
    for term, value in values.items():
        place = changed
        for step in term.path[:-1]:
            place = place[step]
        place[term.path[-1]] = value
    return changed


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """List the terms in which two whole documents differ."""
    read = [Difference(term, term.of(before), term.of(after)) for term in TERMS]
    return [each for each in read if each.before != each.after]


def check_change(
    latest: Policy, proposed: Policy, *, today: date, decided: frozenset[str]
) -> list[Difference]:
    """Check that one policy may follow another; answer with what it changes.

    `decided`: the phases that a review let begin. A policy begins tomorrow at the earliest, for
    quotes and windows of today stand; and not before the one it follows, which it would undo.

    Raises:
        PolicyBeyondLaw: a figure is outside its bounds.
        PolicyUnchanged: nothing differs.
        PolicyDateWrong: it begins today or earlier, or before the one it follows.
        PhaseNotDecided: its phase is a later one, and no review let it begin.
    """
    after = document_of(proposed)
    for term in TERMS:
        _check_bounds(term, term.of(after))
    found = differences(document_of(latest), after)
    if not found:
        raise PolicyUnchanged
    earliest = max(today + timedelta(days=1), latest.valid_from)
    if proposed.valid_from < earliest:
        raise PolicyDateWrong(earliest=earliest.isoformat())
    if _is_later(proposed.phase, latest.phase) and proposed.phase not in decided:
        raise PhaseNotDecided(phase=proposed.phase)
    return found


def _is_later(phase: str, other: str) -> bool:
    order = list(Phase)
    return order.index(Phase(phase)) > order.index(Phase(other))


def _check_bounds(term: Term, value: Value) -> None:
    if term.unit in {Unit.FLAG, Unit.PHASE, Unit.TERRITORIES}:
        return
    is_within = isinstance(value, int) and term.least <= value <= term.most
    if not (is_within or (value is None and term.may_be_absent)):
        raise PolicyBeyondLaw(term=term.name, least=term.least, most=term.most)
