"""The proof without network: one payment, one minute, one location, one day, one rotation."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.core.identifier import ALPHABET, decode
from ledger.core.offline_proof import (
    HELD_DAYS,
    ProvedPayment,
    day_key,
    holds_key_of,
    minute_of,
    proof_digits,
    reference_of,
)

SERVER_KEY = b"the server key of the tests, 32 b"
DAY = date(2026, 6, 6)
KEY = day_key(SERVER_KEY, location="7K2MWAZ", day=DAY, rotation=0)
numbers = st.integers(min_value=1, max_value=2**62)
payments = st.builds(
    ProvedPayment,
    reference=st.text(ALPHABET, min_size=4, max_size=4),
    amount=st.integers(min_value=1, max_value=10**9),
    minute=st.integers(min_value=0, max_value=2**32),
)
VECTORS = (
    (ProvedPayment("7K2M", 12_50, 29_679_120), "373511"),
    (ProvedPayment("7K2N", 12_50, 29_679_120), "207039"),
    (ProvedPayment("0000", 1, 0), "983680"),
    (ProvedPayment("ZZZZ", 999_999_99, 29_679_121), "309880"),
)


@pytest.mark.parametrize(("payment", "digits"), VECTORS)
def test_the_digits_are_those_of_the_published_vectors(payment: ProvedPayment, digits: str) -> None:
    assert proof_digits(bytes(range(32)), payment) == digits


@given(payments)
def test_a_proof_is_six_digits(payment: ProvedPayment) -> None:
    digits = proof_digits(KEY, payment)

    assert len(digits) == 6
    assert digits.isdecimal()


@given(payments, st.sampled_from(["reference", "amount", "minute"]))
def test_another_payment_has_another_proof(payment: ProvedPayment, part: str) -> None:
    """Six digits meet by chance once in a million; seven minutes in a row never all do."""
    value = getattr(payment, part)
    changed = "0000" if value == "1111" else "1111"
    others = [
        replace(payment, **{part: changed if part == "reference" else value + step})
        for step in range(1, 4)
    ]

    assert [proof_digits(KEY, other) for other in others] != [proof_digits(KEY, payment)] * 3


@given(
    st.tuples(
        st.binary(min_size=32, max_size=32),
        st.text(ALPHABET, min_size=7, max_size=7),
        st.dates(),
        st.integers(min_value=0, max_value=10**6),
    ),
    st.tuples(
        st.binary(min_size=32, max_size=32),
        st.text(ALPHABET, min_size=7, max_size=7),
        st.dates(),
        st.integers(min_value=0, max_value=10**6),
    ),
)
def test_every_server_location_day_and_rotation_has_a_key_of_its_own(
    one: tuple[bytes, str, date, int], other: tuple[bytes, str, date, int]
) -> None:
    keys = [
        day_key(server_key, location=location, day=day, rotation=rotation)
        for server_key, location, day, rotation in (one, other)
    ]

    assert (keys[0] == keys[1]) == (one == other)
    assert len(keys[0]) == 32


@pytest.mark.parametrize(
    "change",
    [{"location": "7K2MWAY"}, {"day": DAY + timedelta(days=1)}, {"rotation": 1}],
    ids=["location", "day", "rotation"],
)
def test_a_key_changes_with_each_of_its_parts(change: dict[str, object]) -> None:
    parts: dict[str, object] = {"location": "7K2MWAZ", "day": DAY, "rotation": 0, **change}

    assert day_key(SERVER_KEY, **parts) != KEY  # type: ignore[arg-type] # parts as named


@given(numbers, st.integers(min_value=1, max_value=2**20 - 1), st.sampled_from(range(20)))
def test_references_meet_only_after_a_million_postings(
    number: int, distance: int, power: int
) -> None:
    assert reference_of(number) != reference_of(number + distance)
    assert reference_of(number) != reference_of(number + 2**power)
    assert reference_of(number) == reference_of(number + 2**20)


@given(numbers)
def test_a_reference_is_four_characters_that_can_be_typed(number: int) -> None:
    reference = reference_of(number)

    assert len(reference) == 4
    assert decode(reference) < 2**20


def test_a_minute_begins_at_its_first_second() -> None:
    noon = datetime(2026, 6, 6, 12, 0, tzinfo=UTC)

    assert minute_of(noon) == minute_of(noon + timedelta(seconds=59.9)) == 29_679_120
    assert minute_of(noon + timedelta(seconds=60)) == minute_of(noon) + 1


def test_a_till_holds_the_keys_of_seven_days_and_of_none_before() -> None:
    held = [
        ahead
        for ahead in range(-2, HELD_DAYS + 2)
        if holds_key_of(DAY + timedelta(days=ahead), synced_on=DAY)
    ]

    assert held == list(range(7))
