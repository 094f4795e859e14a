"""Ids and codes: written once, read as people type them, and wrong ones noticed."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.core.identifier import (
    ALPHABET,
    IdentifierUnreadable,
    account_id_from,
    account_id_text,
    code_from,
    decode,
    encode,
    uuid_from,
    uuid_text,
    with_check,
)

bodies = st.text(ALPHABET, min_size=1, max_size=12)


@given(st.integers(min_value=0, max_value=2**63 - 1))
def test_an_account_id_is_read_back_as_it_was_written(account: int) -> None:
    assert account_id_from(account_id_text(account)) == account


@given(st.uuids(), st.sampled_from(["pst", "req"]))
def test_a_uuid_is_read_back_as_it_was_written(value: UUID, prefix: str) -> None:
    assert uuid_from(prefix, uuid_text(prefix, value)) == value


@given(st.integers(min_value=0, max_value=32**9 - 1))
def test_a_number_is_read_back_in_any_case(number: int) -> None:
    assert decode(encode(number, 9)) == decode(encode(number, 9).lower()) == number


@given(st.uuids())
def test_ids_of_one_kind_are_no_ids_of_another(value: UUID) -> None:
    with pytest.raises(IdentifierUnreadable):
        uuid_from("req", uuid_text("pst", value))
    with pytest.raises(IdentifierUnreadable):
        account_id_from(uuid_text("acc", value))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "acc_",
        "acc_0000000000001x",
        "acc_000000000001",
        "acc_U000000000001",
        "acc_8000000000000",
        "0000000000001",
        "acc_ 000000000001",
    ],
)
def test_what_is_not_an_account_id_is_unreadable(text: str) -> None:
    with pytest.raises(IdentifierUnreadable):
        account_id_from(text)


def test_an_id_that_names_more_than_its_number_can_hold_is_unreadable() -> None:
    with pytest.raises(IdentifierUnreadable):
        uuid_from("pst", "pst_" + "z" * 26)


@given(bodies, st.data())
def test_a_single_wrong_character_is_always_noticed(body: str, data: st.DataObject) -> None:
    code = with_check(body)
    place = data.draw(st.integers(min_value=0, max_value=len(code) - 1))
    other = data.draw(st.sampled_from([c for c in ALPHABET if c != code[place]]))

    with pytest.raises(IdentifierUnreadable):
        code_from(code[:place] + other + code[place + 1 :])


def test_a_swap_of_neighbours_is_noticed_unless_they_are_sixteen_apart() -> None:
    for left in ALPHABET:
        for right in ALPHABET:
            code = with_check("7" + left + right + "4")
            swapped = code[0] + right + left + code[3:]
            is_apart = (ALPHABET.index(left) - ALPHABET.index(right)) % 16
            if is_apart:
                with pytest.raises(IdentifierUnreadable):
                    code_from(swapped)


@given(bodies, st.sampled_from(["", " ", "-", "\u00a0", "\u202f"]))
def test_a_code_is_read_as_people_type_it(body: str, gap: str) -> None:
    code = with_check(body)
    typed = gap.join(code.lower()).replace("0", "o").replace("1", "l")

    assert code_from(typed) == code


@pytest.mark.parametrize("typed", ["", "A", " - ", "AU", "A!", "00000\n"])
def test_what_is_no_code_is_unreadable(typed: str) -> None:
    with pytest.raises(IdentifierUnreadable):
        code_from(typed)
