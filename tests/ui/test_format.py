"""What people read and type: amounts and dates in the French manner."""

from contextlib import suppress
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.format import (
    AmountNotUnderstood,
    amount_figures,
    amount_text,
    day_near,
    day_short,
    day_text,
    instant_short,
    instant_text,
    number_text,
    parse_amount,
    percent_text,
    time_text,
)


@pytest.mark.parametrize(
    ("minor", "written"),
    [
        (0, "0,00 Đ"),
        (5, "0,05 Đ"),
        (1250, "12,50 Đ"),
        (123450, "1 234,50 Đ"),
        (17014000, "170 140,00 Đ"),
        (123456789012, "1 234 567 890,12 Đ"),
    ],
)
def test_an_amount_has_two_decimals_and_narrow_spaces(minor: int, written: str) -> None:
    assert amount_text(minor, "Đ") == written.replace(" ", "\u202f")


def test_an_amount_below_zero_wears_a_minus_and_not_a_hyphen() -> None:
    assert amount_text(-205, "€") == "\u22122,05\u202f€"


def test_an_amount_in_english_has_commas_and_a_point() -> None:
    assert amount_text(123450, "Đ", language="en") == "1,234.50\u202fĐ"


def test_a_count_has_narrow_spaces_between_thousands() -> None:
    assert number_text(12400) == "12\u202f400"
    assert number_text(-3) == "\u22123"


@pytest.mark.parametrize(
    ("typed", "minor"),
    [
        ("12,50", 1250),
        ("12.50", 1250),
        ("12,5", 1250),
        ("12", 1200),
        (" 7 ", 700),
        ("0,01", 1),
        ("1 234,50", 123450),
        ("1\u202f234,50", 123450),
        ("1\u00a0234", 123400),
        ("9999999999,99", 999999999999),
    ],
)
def test_an_amount_is_read_as_people_type_it(typed: str, minor: int) -> None:
    assert parse_amount(typed) == minor


@pytest.mark.parametrize(
    "typed",
    [
        *("", " ", ",50", "12,", "-1", "\u22121", "+1", "12,505", "1,234.50", "1.234,50", "1,2,3"),
        *("NaN", "inf", "1e3", "0x10", "douze", "12 €", "12\u00a0Đ", "1\x000"),
        *("12 50", "1 2", "1234 567", "1 23,00", "12 , 50", "\u0661\u0662", "½"),
        *("1234567890123", "99999999999,99"),
    ],
)
def test_what_could_mean_two_amounts_or_none_is_refused(typed: str) -> None:
    with pytest.raises(AmountNotUnderstood):
        parse_amount(typed)


@given(st.integers(min_value=0, max_value=10**12 - 1))
def test_an_amount_written_is_read_back_the_same(minor: int) -> None:
    assert parse_amount(amount_figures(minor)) == minor


@given(st.text(max_size=20))
def test_no_text_makes_the_reader_fail_otherwise_than_by_refusing(typed: str) -> None:
    with suppress(AmountNotUnderstood):
        assert 0 <= parse_amount(typed) < 10**14


def test_a_day_is_written_in_full() -> None:
    assert day_text(date(2026, 11, 22)) == "dimanche 22\u00a0novembre 2026"
    assert day_text(date(2026, 11, 22), language="en") == "Sunday 22\u00a0November 2026"


def test_the_first_of_a_month_is_premier_in_french_only() -> None:
    assert day_text(date(2027, 1, 1)) == "vendredi 1er\u00a0janvier 2027"
    assert day_short(date(2026, 8, 1)) == "1er\u00a0août\u00a02026"
    assert day_short(date(2026, 8, 1), language="en") == "1\u00a0Aug\u00a02026"


@pytest.mark.parametrize(
    ("instant", "time"),
    [
        (datetime(2026, 7, 14, 12, 5, tzinfo=UTC), "14 h 05"),
        (datetime(2026, 11, 22, 13, 5, tzinfo=UTC), "14 h 05"),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "2 h 30"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "2 h 30"),
    ],
)
def test_the_time_is_that_of_lille_in_summer_and_winter(instant: datetime, time: str) -> None:
    assert time_text(instant) == time.replace(" ", "\u00a0")


def test_an_instant_before_midnight_in_utc_is_the_next_day_in_lille() -> None:
    instant = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    assert instant_text(instant) == "vendredi 1er\u00a0janvier 2027 à 0\u00a0h\u00a030"
    assert instant_short(instant) == "1er\u00a0janv.\u00a02027, 0\u00a0h\u00a030"


def test_an_instant_without_a_zone_is_a_fault() -> None:
    with pytest.raises(ValueError, match="zone"):
        time_text(datetime(2026, 11, 22, 14, 5))  # noqa: DTZ001 - the fault itself


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 11, 22), "aujourd’hui"),
        (date(2026, 11, 21), "hier"),
        (date(2026, 11, 20), "vendredi 20\u00a0novembre"),
        (date(2025, 12, 31), "mercredi 31\u00a0décembre 2025"),
    ],
)
def test_a_near_day_is_said_as_people_say_it(day: date, said: str) -> None:
    assert day_near(day, today=date(2026, 11, 22)) == said


def test_a_rate_is_written_without_a_useless_decimal() -> None:
    assert percent_text(50) == "5\u202f%"
    assert percent_text(25) == "2,5\u202f%"
    assert percent_text(25, language="en") == "2.5%"
    assert percent_text(0) == "0\u202f%"
