"""The launch in eighteen months: milestones, what they aim at, and where they stand."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from ledger.core.attached_file import AttachedFile
from ledger.core.money import Money

RISK: Final = timedelta(days=60)
"""A milestone that is not met is at risk from that long before it is due."""
FALLING: Final = frozenset({"reconversion_rate_max"})
"""Indicators that aim at less, not at more."""


class Phase(StrEnum):
    """How far the launch has come."""

    PREPARATION = "prefiguration"
    PILOT = "pilote"
    GROWTH = "montee_en_charge"


class Standing(StrEnum):
    """Where a milestone stands."""

    MET = "met"
    MINIMUM = "minimum"
    LATE = "late"
    AT_RISK = "at_risk"
    PLANNED = "planned"


@dataclass(frozen=True, slots=True)
class Milestone:
    """A milestone as first planned; months are counted from the first of the launch, as 1."""

    id: str
    month_due: int
    phase: str
    scope: str
    title: str
    indicator: str
    target_min: int
    target_nominal: int
    proof_expected: str
    benchmark: str


@dataclass(frozen=True, slots=True)
class NotedProof:
    """What was reached of a milestone, which document shows it, and that document if attached."""

    milestone: str
    value: int
    reference: str
    file: AttachedFile | None = None


@dataclass(frozen=True, slots=True)
class PhaseReview:
    """Whether a phase may begin: go or no-go, said on a day, in a document, and why."""

    phase: Phase
    is_go: bool
    held_on: date
    reference: str
    reason: str
    file: AttachedFile | None = None


@dataclass(frozen=True, slots=True)
class NotedCost:
    """Euros that a month of the launch cost, as a document shows; the month by its first day."""

    month: date
    amount: Money
    reference: str
    file: AttachedFile | None = None


def due_on(first_month: date, month: int) -> date:
    """Give the last day of a month of the calendar."""
    year, index = divmod(first_month.month - 1 + month - 1, 12)
    year += first_month.year
    return date(year, index + 1, monthrange(year, index + 1)[1])


def standing(milestone: Milestone, value: int | None, *, due: date, today: date) -> Standing:
    """Say where a milestone stands, for the value that its indicator has."""
    if value is not None and _reaches(milestone, value, milestone.target_nominal):
        return Standing.MET
    is_enough = value is not None and _reaches(milestone, value, milestone.target_min)
    if is_enough:
        return Standing.MINIMUM
    if today > due:
        return Standing.LATE
    return Standing.AT_RISK if today + RISK > due else Standing.PLANNED


def _reaches(milestone: Milestone, value: int, target: int) -> bool:
    return value <= target if milestone.indicator in FALLING else value >= target
