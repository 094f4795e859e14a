"""Where a milestone stands: its value, its targets, its month."""

from dataclasses import replace
from datetime import date

import pytest

from ledger.core.launch import Milestone, Standing, due_on, standing

DUE = date(2026, 12, 31)
MORE = Milestone("L05", 8, "pilote", "MEL", "Agréés", "merchants_approved", 80, 120, "", "")
LESS = replace(MORE, indicator="reconversion_rate_max", target_min=60, target_nominal=50)


@pytest.mark.parametrize(
    ("milestone", "value", "today", "expected"),
    [
        (MORE, 120, date(2026, 6, 1), Standing.MET),
        (MORE, 80, date(2026, 6, 1), Standing.MINIMUM),
        (MORE, 80, date(2027, 6, 1), Standing.MINIMUM),
        (MORE, 79, date(2026, 6, 1), Standing.PLANNED),
        (MORE, 79, date(2026, 11, 1), Standing.PLANNED),
        (MORE, 79, date(2026, 11, 2), Standing.AT_RISK),
        (MORE, 79, DUE, Standing.AT_RISK),
        (MORE, 79, date(2027, 1, 1), Standing.LATE),
        (MORE, None, date(2027, 1, 1), Standing.LATE),
        (LESS, 50, date(2026, 6, 1), Standing.MET),
        (LESS, 60, date(2026, 6, 1), Standing.MINIMUM),
        (LESS, 61, date(2027, 1, 1), Standing.LATE),
        (LESS, None, date(2026, 6, 1), Standing.PLANNED),
    ],
)
def test_a_milestone_stands_where_its_value_and_month_say(
    milestone: Milestone, value: int | None, today: date, expected: Standing
) -> None:
    assert standing(milestone, value, due=DUE, today=today) is expected


@pytest.mark.parametrize(
    ("month", "day"),
    [(1, date(2026, 9, 30)), (4, date(2026, 12, 31)), (5, date(2027, 1, 31)),
     (18, date(2028, 2, 29))],
)  # fmt: skip
def test_months_are_counted_from_the_first(month: int, day: date) -> None:
    assert due_on(date(2026, 9, 1), month) == day
