"""Working days in France: not weekends, not public holidays (code du travail, L3133-1)."""

from datetime import date, timedelta

_FIXED = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
_AFTER_EASTER = (1, 39, 50)
"""Easter Monday, Ascension, Whit Monday."""
_SATURDAY = 5


def easter(year: int) -> date:
    """Compute Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher)."""
    golden, century, in_century = year % 19, year // 100, year % 100
    leap = (century + 8) // 25
    epact = (19 * golden + century - century // 4 - (century - leap + 1) // 3 + 15) % 30
    sunday = (32 + 2 * (century % 4) + 2 * (in_century // 4) - epact - in_century % 4) % 7
    late = (golden + 11 * epact + 22 * sunday) // 451
    month, day = divmod(epact + sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def is_working_day(day: date) -> bool:
    """Say whether banks and desks work on a day."""
    holidays = {easter(day.year) + timedelta(days=after) for after in _AFTER_EASTER}
    return day.weekday() < _SATURDAY and (day.month, day.day) not in _FIXED and day not in holidays


def working_days_between(first: date, last: date) -> int:
    """Count the working days after `first`, up to and with `last`."""
    days = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
    return sum(is_working_day(day) for day in days)
