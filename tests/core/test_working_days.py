"""Working days in France, against the calendars of several years."""

from datetime import date

import pytest

from ledger.core.working_day import easter, is_working_day, working_days_between


@pytest.mark.parametrize(
    "sunday",
    [date(2000, 4, 23), date(2019, 4, 21), date(2024, 3, 31), date(2026, 4, 5), date(2038, 4, 25)],
)
def test_easter_falls_where_the_calendars_have_it(sunday: date) -> None:
    assert easter(sunday.year) == sunday


@pytest.mark.parametrize(
    "holiday",
    [date(2026, 4, 6), date(2026, 5, 14), date(2026, 5, 25), date(2026, 7, 14), date(2026, 12, 25)],
)
def test_a_public_holiday_on_a_weekday_is_no_working_day(holiday: date) -> None:
    assert not is_working_day(holiday)


def test_weekends_and_holidays_do_not_count() -> None:
    friday, monday = date(2026, 11, 20), date(2026, 11, 23)

    assert working_days_between(friday, monday) == 1
    assert working_days_between(friday, date(2026, 11, 22)) == 0
    assert working_days_between(date(2026, 12, 24), date(2026, 12, 28)) == 1
    assert working_days_between(monday, monday) == 0
