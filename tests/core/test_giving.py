"""What an issuance gives: rounded half up, to whom it may, never beyond the month's bonus."""

from fractions import Fraction
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from ledger.core.giving import Issued, find_bonuses, find_donations, gift_id
from ledger.core.money import Money
from ledger.core.policy import GivingTerms
from ledger.core.posting import Kind

AWA, LUCIE = 1, 2
FOOD_BANK, KITCHEN = 6, 8
TERMS = GivingTerms(minimum_sponsors=30, bonus_rate=5_00, bonus_per_month=10_00)
NONE: frozenset[UUID] = frozenset()


def issued(
    amount: int,
    *,
    n: int = 1,
    wallet: int = AWA,
    first: int | None = None,
    second: int | None = None,
) -> Issued:
    """Describe an issuance of the day."""
    return Issued(UUID(int=n), n, wallet, amount, first, second)


def receivers(each: Issued, sponsors: dict[int, int], terms: GivingTerms = TERMS) -> list[int]:
    return [gift.wallet for gift in find_donations([each], terms, sponsors)]


@given(minor=st.integers(0, 10**9), rate=st.integers(0, 10_00))
def test_a_share_is_rounded_half_up_to_the_cent(minor: int, rate: int) -> None:
    exact = Fraction(minor * rate, 10_000)
    assert Money(minor).portion(basis_points=rate).minor == int(exact + Fraction(1, 2))


def test_a_donation_goes_to_the_first_choice_else_to_the_second_else_to_nobody() -> None:
    chosen = issued(100_00, first=FOOD_BANK, second=KITCHEN)

    assert receivers(chosen, {FOOD_BANK: 30, KITCHEN: 30}) == [FOOD_BANK]
    assert receivers(chosen, {FOOD_BANK: 29, KITCHEN: 30}) == [KITCHEN]
    assert receivers(chosen, {KITCHEN: 30}) == [KITCHEN]
    assert receivers(chosen, {FOOD_BANK: 29, KITCHEN: 29}) == []
    assert receivers(issued(100_00), {FOOD_BANK: 30}) == []


def test_nothing_is_given_at_a_rate_of_zero_nor_below_half_a_cent() -> None:
    chosen, sponsors = issued(100_00, first=FOOD_BANK), {FOOD_BANK: 30}

    assert receivers(chosen, sponsors, GivingTerms(donation_rate=0)) == []
    assert receivers(issued(16, first=FOOD_BANK), sponsors) == []
    assert receivers(issued(17, first=FOOD_BANK), sponsors) == [FOOD_BANK]
    assert find_bonuses([issued(100_00)], GivingTerms(), {}, NONE) == []


def test_a_gift_has_one_id_made_of_its_issuance_and_of_what_it_is() -> None:
    one, other = UUID(int=1), UUID(int=2)
    ids = {gift_id(kind, of) for kind in (Kind.DONATION, Kind.BONUS) for of in (one, other)}

    assert len(ids) == 4
    assert gift_id(Kind.BONUS, one) == UUID("1e039582-e57d-5a5d-b42b-bb86c41c3c53")


def test_a_bonus_stops_at_what_is_left_of_the_month_and_what_is_done_is_passed_over() -> None:
    day = [issued(100_00, n=1), issued(200_00, n=2), issued(50_00, n=3, wallet=LUCIE)]
    amounts = [each.amount.minor for each in find_bonuses(day, TERMS, {AWA: 2_00}, NONE)]
    assert amounts == [5_00, 3_00, 2_50]

    done = frozenset({gift_id(Kind.BONUS, UUID(int=1))})
    rest = find_bonuses(day, TERMS, {AWA: 7_00}, done)
    assert [each.amount.minor for each in rest] == [3_00, 2_50]


@given(
    amounts=st.lists(st.tuples(st.sampled_from([AWA, LUCIE]), st.integers(1, 300_00))),
    rate=st.integers(0, 10_00),
    cap=st.integers(0, 20_00),
    before=st.integers(0, 25_00),
)
def test_no_wallet_gets_more_than_the_cap_and_none_less_than_its_share_below_it(
    amounts: list[tuple[int, int]], rate: int, cap: int, before: int
) -> None:
    terms = GivingTerms(bonus_rate=rate, bonus_per_month=cap)
    day = [issued(amount, n=n, wallet=wallet) for n, (wallet, amount) in enumerate(amounts)]
    gifts = find_bonuses(day, terms, {AWA: before}, NONE)
    for wallet, had in ((AWA, before), (LUCIE, 0)):
        got = sum(each.amount.minor for each in gifts if each.wallet == wallet)
        shares = sum(
            Money(amount).portion(basis_points=rate).minor
            for each, amount in amounts
            if each == wallet
        )
        assert got == min(shares, max(cap - had, 0))
