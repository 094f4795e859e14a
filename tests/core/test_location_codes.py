"""The signature of a printed code: ours under the key in force or the one before, and no other."""

from hypothesis import given
from hypothesis import strategies as st

from ledger.core.identifier import ALPHABET
from ledger.core.location_code import accepted_keys, is_ours, seal_of

SERVER_KEY, ANOTHER = b"the server key of the tests, 32 b", b"the server key of another house.."
codes = st.text(ALPHABET, min_size=7, max_size=7)
numbers = st.integers(min_value=1, max_value=1_000)


@given(codes, numbers)
def test_a_code_that_we_signed_is_ours_until_the_second_key_after(code: str, number: int) -> None:
    seal = seal_of(SERVER_KEY, number, code)

    assert is_ours(accepted_keys(SERVER_KEY, number), code, seal)
    assert is_ours(accepted_keys(SERVER_KEY, number + 1), code, seal)
    assert not is_ours(accepted_keys(SERVER_KEY, number + 2), code, seal)


@given(codes, codes)
def test_a_signature_is_of_one_code(code: str, other: str) -> None:
    keys, seal = accepted_keys(SERVER_KEY, 1), seal_of(SERVER_KEY, 1, code)

    assert is_ours(keys, other, seal) == (other == code)


@given(codes)
def test_another_house_signs_nothing_of_ours(code: str) -> None:
    assert not is_ours(accepted_keys(SERVER_KEY, 1), code, seal_of(ANOTHER, 1, code))


@given(codes, st.text())
def test_anything_else_is_no_signature(code: str, seal: str) -> None:
    assert not is_ours(accepted_keys(SERVER_KEY, 2), code, seal)
    assert not is_ours(accepted_keys(SERVER_KEY, 2), code, f"2.{seal}")


def test_two_keys_are_accepted_and_the_first_stands_alone() -> None:
    assert list(accepted_keys(SERVER_KEY, 1)) == ["1"]
    assert list(accepted_keys(SERVER_KEY, 7)) == ["6", "7"]
