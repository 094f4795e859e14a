"""A SIREN and an IBAN check themselves; another account waits three days."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.core.bank_account import (
    WAITS,
    IbanUnreadable,
    counts_from,
    iban_end,
    iban_from,
)
from ledger.core.siren import SirenUnreadable, siren_from

GOOD_IBAN = "FR7630006000011234567890189"
SIREN = "732829320"


@pytest.mark.parametrize("typed", ["732829320", "732 829 320", " 356000000 ", "884 033 838"])
def test_a_siren_is_read_however_it_is_spaced(typed: str) -> None:
    assert siren_from(typed) == "".join(typed.split())


@pytest.mark.parametrize(
    "typed", ["", "73282932", "7328293200", "732829321", "000000000", "73282932O", "٧٣٢٨٢٩٣٢٠"]
)
def test_what_is_no_siren_is_refused(typed: str) -> None:
    with pytest.raises(SirenUnreadable):
        siren_from(typed)


@given(st.integers(0, 8), st.integers(1, 9))
def test_one_wrong_digit_of_a_siren_is_always_seen(place: int, more: int) -> None:
    wrong = str((int(SIREN[place]) + more) % 10)
    with pytest.raises(SirenUnreadable):
        siren_from(SIREN[:place] + wrong + SIREN[place + 1 :])


@pytest.mark.parametrize(
    "typed",
    [
        "FR76 3000 6000 0112 3456 7890 189",
        "fr7630006000011234567890189",
        "BE68 5390 0754 7034",
        "MT84MALT011000012345MTLCAST001S",
        "FR1420041010050500013M02606",
    ],
)
def test_an_iban_is_read_however_it_is_spaced(typed: str) -> None:
    assert iban_from(typed) == "".join(typed.split()).upper()


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "FR",
        GOOD_IBAN[:-1],
        GOOD_IBAN + "0",
        "TR330006100519786457841326",  # right, but no SEPA transfer reaches Türkiye
        "FRÉ630006000011234567890189",
        "FR-630006000011234567890189",
    ],
)
def test_what_no_transfer_reaches_is_refused(typed: str) -> None:
    with pytest.raises(IbanUnreadable):
        iban_from(typed)


@given(st.integers(4, 26), st.integers(1, 9))
def test_one_wrong_digit_of_an_iban_is_always_seen(place: int, more: int) -> None:
    wrong = str((int(GOOD_IBAN[place]) + more) % 10)
    with pytest.raises(IbanUnreadable):
        iban_from(GOOD_IBAN[:place] + wrong + GOOD_IBAN[place + 1 :])


def test_the_end_of_an_iban_tells_little_of_it() -> None:
    assert iban_end(GOOD_IBAN) == "FR… 0189"


def test_another_account_waits_three_days_and_the_first_does_not() -> None:
    now = datetime(2026, 6, 6, tzinfo=UTC)
    assert timedelta(hours=72) == WAITS
    assert counts_from(now, is_first=True) == now
    assert counts_from(now, is_first=False) == now + WAITS
