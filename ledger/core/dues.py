"""What members choose to pay for belonging, and what that makes of a year.

Residents and associations choose among three sums a year, of which one is nothing; professionals a
sum a month, and whoever joins within a year owes its months that are left, this one included.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from ledger.core.account import AccountKind
from ledger.core.policy import DuesTerms
from ledger.core.refusal_dues import DuesNotOffered

MONTHS: Final = 12


class DuesState(StrEnum):
    """How the dues of a year stand."""

    NONE = "none"
    DUE = "due"
    LATE = "late"
    PAID = "paid"


class Per(StrEnum):
    """For how long a sum is chosen."""

    YEAR = "year"
    MONTH = "month"


PER: Final[Mapping[AccountKind, Per]] = {
    AccountKind.RESIDENT: Per.YEAR,
    AccountKind.ASSOCIATION: Per.YEAR,
    AccountKind.MERCHANT: Per.MONTH,
}
"""Who pays dues, and for how long a sum is chosen. A public cash office never pays."""


@dataclass(frozen=True, slots=True)
class ChosenDues:
    """A choice: what a whole year owes from its first year on, what that first year owes."""

    first_year: int
    first_amount: int
    per_year: int

    def owed(self, year: int) -> int:
        """Say what a year owes, in minor units."""
        return self.first_amount if year == self.first_year else self.per_year


def yearly_choices(terms: DuesTerms) -> tuple[int, ...]:
    """List what residents and associations may pay for a year."""
    return (0, terms.resident_low, terms.resident_high)


def choose_dues(
    kind: AccountKind, amount: int, terms: DuesTerms, *, today: date, begins_next_year: bool
) -> ChosenDues:
    """Make a choice of this year, or of the next one where this one is paid already.

    Raises:
        DuesNotOffered: nobody of that kind may choose that sum.
    """
    per = PER.get(kind)
    is_offered = (
        amount in yearly_choices(terms)
        if per is Per.YEAR
        else per is Per.MONTH and terms.professional_least <= amount <= terms.professional_most
    )
    if not is_offered:
        raise DuesNotOffered
    if per is Per.YEAR:
        return ChosenDues(today.year + begins_next_year, amount, amount)
    months = MONTHS if begins_next_year else MONTHS + 1 - today.month
    return ChosenDues(today.year + begins_next_year, amount * months, amount * MONTHS)


def year_paid_for(owed: int | None, paid: int, day: date) -> int:
    """Say for which year dues count: that of their day, or the next where that one is settled.

    `owed`: for the year of the day; None where nothing was chosen.
    """
    return day.year + 1 if owed and paid >= owed else day.year


def state_of(owed: int, paid: int, due_on: date, today: date) -> DuesState:
    """Say how dues stand: late the day after they were due."""
    if owed == 0:
        return DuesState.NONE
    if paid >= owed:
        return DuesState.PAID
    return DuesState.LATE if today > due_on else DuesState.DUE
