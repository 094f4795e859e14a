"""What a till refuses: while its day is not open, and cheques above what is credited at once."""

from dataclasses import replace

import pytest
from core.good_drafts import GOOD, fund, issuance, slip_closed
from core.orders import pay
from core.paper_town import (
    AWA,
    BAKERY,
    FOOD_BANK,
    HOUSE,
    TILL,
    PaperJournal,
    account,
    envelope,
    policy,
)

from ledger.core.account import Status
from ledger.core.cheque import plan_cheque_unpaid
from ledger.core.exchange import IssuanceOrder, plan_issuance
from ledger.core.money import Money
from ledger.core.policy import DeskLimits
from ledger.core.posting import Draft, Kind, Posted
from ledger.core.refusal import (
    AccountNotOpen,
    AlreadySettled,
    ChequeTooLarge,
    SettlementMismatch,
    TillNotOpen,
)
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


def _credited(journal: PaperJournal) -> Posted:
    """A small cheque that became units, and euros in the bank to be taken back."""
    fund(journal, FOOD_BANK, 200_00)
    return journal.expect(cheque(60_00))


def _unpaid(received: Posted) -> Draft:
    return plan_cheque_unpaid(received, envelope(), house=HOUSE, piece="relevé 9")


def test_a_cheque_is_taken_back_whole_and_covered_and_once(journal: PaperJournal) -> None:
    received = _credited(journal)
    owed, covered = _unpaid(received).legs
    wrong = [
        (owed,),
        (owed._replace(amount=59_99), covered._replace(amount=59_99)),
        (owed, covered._replace(amount=1)),
        (owed, covered, covered),
    ]
    for legs in wrong:
        outcome = journal.post(replace(_unpaid(received), envelope=envelope(), legs=legs))
        assert outcome == [SettlementMismatch()]

    journal.expect(_unpaid(received))

    assert journal.post(_unpaid(received)) == [AlreadySettled()]
    assert journal.post(plan_reversal(received, envelope())) == [AlreadySettled()]


def test_a_held_cheque_gives_up_what_was_held_and_owes_nothing(journal: PaperJournal) -> None:
    credited = _credited(journal)
    held = journal.expect(GOOD[Kind.CHEQUE_HELD](journal))
    owed = [leg._replace(amount=150_00) for leg in _unpaid(credited).legs]

    for legs in (owed, owed[:1]):
        debt = replace(_unpaid(held), envelope=envelope(), legs=tuple(legs))
        assert journal.post(debt) == [SettlementMismatch()]

    journal.expect(_unpaid(held))
    assert journal.balance(HOUSE.receivable) == 0


def test_cash_is_never_taken_back_as_a_cheque(journal: PaperJournal) -> None:
    fund(journal, FOOD_BANK, 200_00)
    in_cash = journal.expect(issuance(journal, AWA, 60_00, dues=0))

    assert journal.post(_unpaid(in_cash)) == [SettlementMismatch()]
