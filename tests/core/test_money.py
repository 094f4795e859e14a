"""Amounts: whole minor units, shares rounded half up, and nothing lost in between."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.core.account import DEBIT_NORMAL, AccountKind, normal_side, stored_bounds
from ledger.core.exchange import Quote
from ledger.core.law import InvariantBroken
from ledger.core.money import LARGEST_AMOUNT, Money

amounts = st.integers(min_value=0, max_value=LARGEST_AMOUNT)
shares = st.integers(min_value=0, max_value=1000)
bounds = st.none() | st.integers(min_value=-(10**9), max_value=10**9)


@pytest.mark.parametrize(
    ("amount", "per_mille", "share"),
    [
        (200_00, 30, 6_00),
        (10, 50, 1),
        (9, 50, 0),
        (1, 500, 1),
        (1, 499, 0),
        (33, 30, 1),
        (0, 50, 0),
    ],
)
def test_half_a_centime_is_rounded_up(amount: int, per_mille: int, share: int) -> None:
    assert Money(amount).share(per_mille=per_mille) == Money(share)


@given(amounts, shares)
def test_a_share_is_the_nearest_centime(amount: int, per_mille: int) -> None:
    exact = Fraction(amount * per_mille, 1000)
    share = Money(amount).share(per_mille=per_mille).minor

    assert -Fraction(1, 2) < share - exact <= Fraction(1, 2)


@given(amounts, shares)
def test_a_fee_and_its_payout_are_together_what_was_given(amount: int, per_mille: int) -> None:
    quote = Quote(Money(amount), Money(amount).share(per_mille=per_mille))

    assert quote.payout + quote.fee == quote.amount
    assert quote.payout.minor >= 0


@pytest.mark.parametrize(("amount", "per_mille"), [(-1, 50), (100, -1)])
def test_no_share_is_taken_of_less_than_nothing(amount: int, per_mille: int) -> None:
    with pytest.raises(InvariantBroken):
        Money(amount).share(per_mille=per_mille)


@given(st.sampled_from(AccountKind), bounds, bounds, amounts)
def test_bounds_given_on_the_normal_side_hold_in_stored_signs(
    kind: AccountKind, floor: int | None, ceiling: int | None, balance: int
) -> None:
    lowest, highest = stored_bounds(kind, floor=floor, ceiling=ceiling)
    shown = normal_side(kind, balance)

    is_within = (floor is None or shown >= floor) and (ceiling is None or shown <= ceiling)
    is_stored_within = (lowest is None or balance >= lowest) and (
        highest is None or balance <= highest
    )
    assert is_within == is_stored_within


def test_assets_and_expenses_are_shown_on_their_debit_side() -> None:
    assert normal_side(AccountKind.RESERVE, -100) == 100
    assert normal_side(AccountKind.RESIDENT, 100) == 100
    assert {kind for kind in AccountKind if kind.value.endswith("_income")}.isdisjoint(DEBIT_NORMAL)
