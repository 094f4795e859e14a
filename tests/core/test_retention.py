"""A period is counted in whole years of the calendar, from a day or from the end of its year."""

from datetime import date, timedelta

import pytest

from ledger.core.retention import KEPT, RETENTION, Kept, Rule, held_until


@pytest.mark.parametrize("kept", RETENTION, ids=lambda each: each.rule)
@pytest.mark.parametrize("day", [date(2024, 2, 28), date(2024, 2, 29), date(2026, 12, 31)])
def test_what_is_older_than_the_limit_is_what_is_past_its_last_day(kept: Kept, day: date) -> None:
    last = kept.until(day)
    for today in (last - timedelta(days=1), last):
        assert day >= kept.limit(today)
    for today in (last + timedelta(days=1), last + timedelta(days=2)):
        assert day < kept.limit(today)


def test_vouchers_are_counted_from_the_end_of_their_year() -> None:
    assert KEPT[Rule.VOUCHERS].until(date(2026, 1, 2)) == date(2036, 12, 31)


def test_the_law_holds_whoever_showed_a_document() -> None:
    assert held_until("T1", date(2026, 6, 6)) == date(2031, 6, 6)
    assert held_until("T2", date(2024, 2, 29)) == date(2029, 2, 28)
    assert held_until("T0", date(2026, 6, 6)) is None
