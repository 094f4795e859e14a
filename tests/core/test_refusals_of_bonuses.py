"""A member gets no more in bonuses than the policy gives in a month, whoever grants at once."""

from dataclasses import replace
from datetime import date, timedelta

from core.paper_town import AWA, HOUSE, LUCIE, SATURDAY, PaperJournal, envelope, in_batches, policy
from hypothesis import given
from hypothesis import strategies as st

from ledger.core.issuer import plan_bonus
from ledger.core.money import Money
from ledger.core.policy import GivingTerms
from ledger.core.posting import Draft, Posted
from ledger.core.refusal_giving import BonusLimitReached

MAY, JUNE = date(2026, 5, 31), date(2026, 6, 5)


def bonus(amount: int, *, wallet: int = AWA, day: date = JUNE) -> Draft:
    """Plan a bonus for an issuance of a day."""
    draft = plan_bonus(Money(amount), envelope(), wallet=wallet, house=HOUSE)
    return replace(draft, operated_on=day)


def capped(cap: int) -> PaperJournal:
    """Give a journal whose policy caps bonuses."""
    return PaperJournal(policy=policy(giving=GivingTerms(bonus_rate=5_00, bonus_per_month=cap)))


def test_a_bonus_beyond_the_cap_of_the_month_is_refused_and_told_what_is_left() -> None:
    journal = capped(10_00)
    first, second, exact = journal.post(bonus(6_00), bonus(4_01), bonus(4_00))

    assert isinstance(first, Posted)
    assert second == BonusLimitReached(limit=10_00, left=4_00)
    assert isinstance(exact, Posted)


def test_a_month_is_that_of_the_issuance_and_a_cap_that_of_one_member() -> None:
    journal = capped(10_00)
    outcomes = journal.post(bonus(10_00), bonus(10_00, day=MAY), bonus(10_00, wallet=LUCIE))

    assert [type(each) for each in outcomes] == [Posted] * 3
    assert journal.post(bonus(1, day=MAY)) == [BonusLimitReached(limit=10_00, left=0)]


def test_the_cap_is_that_of_the_policy_of_the_day_of_the_issuance() -> None:
    journal = capped(0)
    book = journal.open_book()
    book.policies[JUNE] = capped(10_00).policy

    assert book.policy_on(JUNE).giving.bonus_per_month == 10_00
    assert book.policy_on(MAY).giving.bonus_per_month == 0


@given(
    amounts=st.lists(st.integers(1, 700), min_size=1, max_size=12),
    cuts=st.lists(st.integers(0, 12)),
    days=st.integers(0, 40),
)
def test_however_bonuses_are_grouped_none_crosses_the_cap(
    amounts: list[int], cuts: list[int], days: int
) -> None:
    together, apart = capped(10_00), capped(10_00)
    drafts = [
        bonus(amount, day=(SATURDAY - timedelta(days=days * n % 41)).date())
        for n, amount in enumerate(amounts)
    ]
    outcomes = together.post(*drafts)
    split = [outcome for batch in in_batches(drafts, cuts) for outcome in apart.post(*batch)]

    assert [type(each) for each in outcomes] == [type(each) for each in split]
    for month in {each.operated_on.replace(day=1) for each in drafts if each.operated_on}:
        assert together.open_book().bonus_in(AWA, month) <= 10_00
