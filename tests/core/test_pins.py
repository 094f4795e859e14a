"""Which secret codes may be chosen."""

import pytest

from ledger.core.pin import CARD_DIGITS, STAFF_DIGITS, check_new_pin
from ledger.core.refusal import PinRefused


@pytest.mark.parametrize(
    "pin", ["0000", "7777", "1234", "7890", "4321", "3210", "12", "25800", "abcd", "٣٤٥٦", ""]
)
def test_what_anybody_tries_first_and_what_is_no_pin_is_refused(pin: str) -> None:
    with pytest.raises(PinRefused) as refused:
        check_new_pin(pin, CARD_DIGITS)
    assert refused.value.facts == {"digits": CARD_DIGITS}


@pytest.mark.parametrize("pin", ["1342", "2580", "1122", "8079"])
def test_others_are_accepted(pin: str) -> None:
    check_new_pin(pin, CARD_DIGITS)


def test_a_pin_of_staff_is_longer() -> None:
    check_new_pin("258013", STAFF_DIGITS)
    with pytest.raises(PinRefused):
        check_new_pin("2580", STAFF_DIGITS)
