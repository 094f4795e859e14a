"""What a till refuses: while its day is not open, and cheques above what is credited at once."""

from dataclasses import replace

import pytest
from core.good_drafts import GOOD, issuance, slip_closed
from core.orders import pay
from core.paper_town import AWA, BAKERY, HOUSE, TILL, PaperJournal, account, envelope, policy

from ledger.core.account import Status
from ledger.core.exchange import IssuanceOrder, plan_issuance
from ledger.core.money import Money
from ledger.core.policy import DeskLimits
from ledger.core.posting import Draft, Kind, Posted
from ledger.core.refusal import AccountNotOpen, ChequeTooLarge, TillNotOpen
from ledger.core.reversal import plan_reversal


def cheque(amount: int) -> Draft:
    """Units against a cheque."""
    order = IssuanceOrder(TILL, AWA, Money(amount), by_cheque=True)
    return plan_issuance(order, envelope(), house=HOUSE)


@pytest.mark.parametrize("kind", [Kind.ISSUANCE, Kind.TILL_DIFFERENCE])
def test_a_till_that_is_not_open_takes_nothing(journal: PaperJournal, kind: Kind) -> None:
    draft = GOOD[kind](journal)
    journal.accounts[TILL] = account(TILL, status=Status.FROZEN)

    assert journal.post(draft) == [TillNotOpen()]


def test_nothing_is_mended_at_a_till_that_is_not_open_but_it_hands_over(
    journal: PaperJournal,
) -> None:
    posted, slip = journal.expect(issuance(journal)), slip_closed(journal)
    journal.accounts[TILL] = account(TILL, status=Status.FROZEN)

    assert journal.post(plan_reversal(posted, envelope())) == [TillNotOpen()]
    assert isinstance(journal.post(slip)[0], Posted)


def test_a_till_that_was_closed_for_ever_hands_over_nothing(journal: PaperJournal) -> None:
    slip = slip_closed(journal)
    journal.accounts[TILL] = account(TILL, status=Status.CLOSED)

    assert journal.post(slip) == [AccountNotOpen(side="payee", status=Status.CLOSED)]


def test_a_cheque_gives_units_at_once_up_to_the_policy_and_is_no_cash(
    journal: PaperJournal,
) -> None:
    rules = policy(T1={"balance": None, "cash_per_month": 10_00})
    journal.policy = replace(rules, desk=DeskLimits(cheque_at_once=80_00))

    assert journal.post(cheque(80_01)) == [ChequeTooLarge(limit=80_00)]
    assert isinstance(journal.post(cheque(80_00))[0], Posted)
    assert isinstance(journal.post(issuance(journal, AWA, 10_00))[0], Posted)
    assert isinstance(journal.post(pay(AWA, BAKERY, 85_00))[0], Posted)
