"""A reference on a bank transfer names one wallet, and no slip of the pen names another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.core.bank_reference import account_of, credit_transfer_text, reference_of, spaced
from ledger.core.identifier import ALPHABET, IdentifierUnreadable
from ledger.core.money import Money

ACCOUNTS = st.integers(1, 2**63 - 1)


@given(ACCOUNTS)
def test_a_reference_leads_back_to_its_wallet_however_it_is_spaced(account: int) -> None:
    reference = reference_of(account)
    assert len(reference) <= 21
    assert account_of(reference) == account
    assert account_of(f" {spaced(reference).lower()} ") == account


@given(ACCOUNTS, st.data())
def test_one_wrong_character_is_refused(account: int, data: st.DataObject) -> None:
    # A digit for a digit, a letter for a letter: that is what mod 97-10 promises of one character.
    reference = reference_of(account)
    place = data.draw(st.integers(4, len(reference) - 1))
    right = reference[place]
    alike = [other for other in ALPHABET if other.isdigit() == right.isdigit() and other != right]
    other = data.draw(st.sampled_from(alike))
    with pytest.raises(IdentifierUnreadable):
        account_of(reference[:place] + other + reference[place + 1 :])


@pytest.mark.parametrize(
    "typed", ["", "RF", "RF18", "RF18539007547034", "FR18539007547034", "RF18 é", "RF__", "RF0A"]
)
def test_what_is_no_reference_of_a_wallet_is_refused(typed: str) -> None:
    with pytest.raises(IdentifierUnreadable):
        account_of(typed)


def test_check_digits_are_those_of_the_standard() -> None:
    # The example of the standard's explanations: RF18 5390 0754 7034 has remainder one.
    from ledger.core.bank_reference import _remainder  # noqa: PLC0415

    assert _remainder("539007547034RF18") == 1


def test_the_text_of_a_transfer_follows_the_guideline() -> None:
    text = credit_transfer_text("Issuer", "FR76 3000 6000", "RF18539007547034", Money(12_05))
    assert text.split("\n") == [
        "BCD", "002", "1", "SCT", "", "Issuer", "FR7630006000", "EUR12.05", "", "RF18539007547034",
    ]  # fmt: skip
    assert credit_transfer_text("Issuer", "FR76", "RF18", None).split("\n")[7] == ""
