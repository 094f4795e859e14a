"""Every unit is covered: nothing is issued below it, nothing unearned leaves the account."""

from core.good_drafts import issuance, issued, received, redemption
from core.paper_town import AWA, HOUSE, OMAR, TILL, PaperJournal, envelope, in_batches
from hypothesis import given
from hypothesis import strategies as st

from ledger.core.account import WALLETS, AccountKind
from ledger.core.issuer import (
    plan_bonus,
    plan_commission,
    plan_donation,
    plan_dues,
    plan_receivable,
)
from ledger.core.money import Money
from ledger.core.posting import Draft, Posted
from ledger.core.refusal_coverage import CommissionNotEarned, CoverageShort
from ledger.core.rules import ASKS_COVERAGE
from ledger.core.till import plan_till_shortage

COUNTED = WALLETS | {
    AccountKind.RESERVE,
    AccountKind.TILL,
    AccountKind.SLIP,
    AccountKind.CLEARING_IN,
    AccountKind.CLEARING_OUT,
}


def units(wallet: int = AWA, amount: int = 5_00) -> Draft:
    return issuance(PaperJournal(), wallet, amount, 0)


def commission(amount: int) -> Draft:
    return plan_commission(Money(amount), envelope(), piece="relevé 5", house=HOUSE)


def uncovered(amount: int) -> Draft:
    return plan_receivable(Money(amount), envelope(), wallet=OMAR, house=HOUSE)


def earned(amount: int) -> Draft:
    return plan_dues(Money(amount), envelope(), payer=TILL, house=HOUSE)


def test_below_full_coverage_nothing_is_issued_until_what_is_missing_has_come() -> None:
    journal = PaperJournal()
    waiting = issued(journal)
    bonus = plan_bonus(Money(1_00), envelope(), wallet=AWA, house=HOUSE)
    journal.expect(uncovered(15_00))

    assert journal.post(units(), waiting, bonus) == [CoverageShort(missing=15_00)] * 3
    assert isinstance(journal.post(received(journal))[0], Posted), "euros that came are kept"

    journal.expect(earned(14_99))
    assert journal.post(units()) == [CoverageShort(missing=1)]
    journal.expect(earned(1))
    assert isinstance(journal.post(units())[0], Posted)


def test_within_a_batch_the_coverage_is_the_one_left_by_what_went_before() -> None:
    journal = PaperJournal()
    first, short, _, second = journal.post(units(), uncovered(5_00), earned(5_00), units())
    assert [type(each) for each in (first, short, second)] == [Posted] * 3

    _, _, refused = journal.post(earned(5_00), uncovered(5_01), units())
    assert refused == CoverageShort(missing=1)


def test_cover_on_its_way_counts_for_what_is_issued_and_not_for_what_is_taken() -> None:
    journal = PaperJournal()
    journal.expect(units())
    journal.expect(earned(10_00))
    journal.expect(plan_till_shortage(Money(4_00), envelope(), till=TILL, house=HOUSE))
    journal.expect(plan_donation(Money(3_00), envelope(), association=6, house=HOUSE))

    assert isinstance(journal.post(units(OMAR))[0], Posted)
    journal.expect(received(journal))
    assert journal.post(commission(3_01)) == [CommissionNotEarned(earned=3_00)]


def test_the_issuer_takes_what_it_earned_once() -> None:
    journal = PaperJournal()
    journal.expect(received(journal, 500_00))
    quote = journal.expect(redemption(journal, 200_00))
    fee = sum(leg.amount for leg in quote.legs if leg.credit == HOUSE.fee_income)

    assert journal.post(commission(fee + 1)) == [CommissionNotEarned(earned=fee)]
    assert isinstance(journal.post(commission(fee))[0], Posted)
    assert journal.post(commission(1)) == [CommissionNotEarned(earned=0)]


@given(
    steps=st.lists(st.tuples(st.sampled_from("euirt"), st.integers(1, 900)), max_size=25),
    cuts=st.lists(st.integers(0, 25)),
)
def test_however_orders_fall_the_units_are_covered_where_one_was_issued(
    steps: list[tuple[str, int]], cuts: list[int]
) -> None:
    journal = PaperJournal()
    plans = {
        "e": earned,
        "u": uncovered,
        "t": commission,
        "i": lambda amount: units(AWA, amount),
        "r": lambda amount: received(journal, amount),
    }
    for batch in in_batches([plans[name](amount) for name, amount in steps], cuts):
        journal.post(*batch)

    covering = 0
    for posted in journal.posted:
        for leg in posted.legs:
            covering += counted(journal, leg.debit, leg.amount)
            covering -= counted(journal, leg.credit, leg.amount)
        assert covering >= 0 or posted.kind not in ASKS_COVERAGE


def counted(journal: PaperJournal, account: int, amount: int) -> int:
    """Give the amount where the account holds euros, or units, or what is payable."""
    return amount if journal.accounts[account].kind in COUNTED else 0
