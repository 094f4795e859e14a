"""What members choose to pay, and what that makes of a year."""

from datetime import date

import pytest

from ledger.core.account import AccountKind
from ledger.core.dues import ChosenDues, DuesState, choose_dues, state_of, year_paid_for
from ledger.core.policy import DuesTerms
from ledger.core.refusal_dues import DuesNotOffered

TERMS = DuesTerms()
OCTOBER = date(2026, 10, 31)


def choose(kind: AccountKind, amount: int, *, begins_next_year: bool = False) -> ChosenDues:
    return choose_dues(kind, amount, TERMS, today=OCTOBER, begins_next_year=begins_next_year)


@pytest.mark.parametrize("kind", [AccountKind.RESIDENT, AccountKind.ASSOCIATION])
def test_a_resident_pays_a_whole_year_of_one_of_three_sums(kind: AccountKind) -> None:
    for amount in (0, 5_00, 10_00):
        assert choose(kind, amount) == ChosenDues(2026, amount, amount)
    for amount in (1, 4_99, 7_00, 10_01):
        with pytest.raises(DuesNotOffered):
            choose(kind, amount)


def test_a_professional_pays_the_months_that_are_left_then_whole_years() -> None:
    chosen = choose(AccountKind.MERCHANT, 20_00)
    assert [chosen.owed(year) for year in (2026, 2027, 2028)] == [60_00, 240_00, 240_00]
    later = choose(AccountKind.MERCHANT, 5_00, begins_next_year=True)
    assert (later.first_year, later.owed(2027)) == (2027, 60_00)
    for amount in (0, 4_99, 20_01):
        with pytest.raises(DuesNotOffered):
            choose(AccountKind.MERCHANT, amount)


def test_a_public_office_pays_no_dues() -> None:
    with pytest.raises(DuesNotOffered):
        choose(AccountKind.PUBLIC_OFFICE, 5_00)


def test_dues_are_late_the_day_after_they_were_due() -> None:
    due = date(2026, 3, 31)
    assert state_of(5_00, 4_99, due, due) is DuesState.DUE
    assert state_of(5_00, 4_99, due, date(2026, 4, 1)) is DuesState.LATE
    assert state_of(5_00, 5_00, due, date(2026, 4, 1)) is DuesState.PAID
    assert state_of(0, 0, due, date(2026, 4, 1)) is DuesState.NONE


@pytest.mark.parametrize(
    ("owed", "paid", "year"),
    [(None, 0, 2026), (None, 5_00, 2026), (0, 0, 2026), (5_00, 4_99, 2026), (5_00, 5_00, 2027)],
)
def test_what_is_paid_counts_for_the_next_year_once_this_one_is_settled(
    owed: int | None, paid: int, year: int
) -> None:
    assert year_paid_for(owed, paid, OCTOBER) == year
