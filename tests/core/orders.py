"""Drafts in few words, for people of the paper town."""

from datetime import timedelta
from uuid import UUID

from core.paper_town import AWA, BAKERY, HOUSE, MILLER, PaperJournal, envelope, new_id

from ledger.core.book import Request
from ledger.core.exchange import Quote, plan_redemption, plan_topup_issued
from ledger.core.money import Money
from ledger.core.payment import PaymentOrder, plan_payment, plan_refund, plan_transfer
from ledger.core.posting import Draft, Posted
from ledger.core.reversal import plan_reversal


def ask(journal: PaperJournal, amount: int = 7_50) -> UUID:
    """Have the bakery ask for an amount within ten minutes."""
    id, expires_at = new_id(), journal.now + timedelta(minutes=10)
    journal.requests[id] = Request(id, BAKERY, amount, expires_at, is_withdrawn=False)
    return id


def pay(payer: int = AWA, payee: int = BAKERY, amount: int = 7_50) -> Draft:
    """Have somebody pay an acceptor."""
    return plan_payment(PaymentOrder(payer, payee, Money(amount)), envelope())


def pay_request(
    request: UUID, payer: int = AWA, *, payee: int = BAKERY, amount: int = 7_50
) -> Draft:
    """Have somebody pay a request."""
    return plan_payment(PaymentOrder(payer, payee, Money(amount), request), envelope())


def send(giver: int, receiver: int, amount: int) -> Draft:
    """Have a resident send units to another."""
    return plan_transfer(PaymentOrder(giver, receiver, Money(amount)), envelope())


def redeem(wallet: int, amount: int, fee: int) -> Draft:
    """Have somebody ask for euros, at that fee."""
    return plan_redemption(wallet, Quote(Money(amount), Money(fee)), envelope(), house=HOUSE)


def refund(payment: Posted, amount: int) -> Draft:
    """Have the payee give back an amount."""
    return plan_refund(payment, Money(amount), envelope())


def reverse(posted: Posted) -> Draft:
    """Mend an error."""
    return plan_reversal(posted, envelope())


def issue_received(euros: Posted) -> Draft:
    """Issue the units for euros received, to the miller."""
    return plan_topup_issued(euros, envelope(), wallet=MILLER)


def is_posted(journal: PaperJournal, draft: Draft) -> bool:
    """Post a draft and say whether it stands."""
    [outcome] = journal.post(draft)
    return isinstance(outcome, Posted)
