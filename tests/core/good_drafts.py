"""A draft of each kind that nothing speaks against, with what has to be posted before it."""

from collections.abc import Callable

from core.paper_town import (
    AWA,
    BAKERY,
    FOOD_BANK,
    HOUSE,
    LUCIE,
    OMAR,
    SLIP,
    TILL,
    PaperJournal,
    envelope,
)

from ledger.core.cheque import (
    Cheque,
    plan_cheque_held,
    plan_cheque_unpaid,
    plan_receivable_paid,
)
from ledger.core.exchange import (
    IssuanceOrder,
    Quote,
    plan_exit,
    plan_issuance,
    plan_redemption,
    plan_redemption_paid,
    plan_redemption_returned,
    plan_topup_issued,
    plan_topup_received,
)
from ledger.core.issuer import (
    plan_bonus,
    plan_donation,
    plan_dues,
    plan_internal_transfer,
    plan_melt,
    plan_receivable,
    sent_to_operating,
)
from ledger.core.merger import Merger, plan_merger
from ledger.core.money import Money
from ledger.core.payment import PaymentOrder, plan_payment, plan_refund, plan_transfer
from ledger.core.posting import Draft, Kind, Posted
from ledger.core.reversal import plan_reversal
from ledger.core.till import plan_slip_closed, plan_slip_credited, plan_till_shortage

Prepare = Callable[[PaperJournal], Draft]


def issuance(
    journal: PaperJournal, wallet: int = AWA, amount: int = 100_00, dues: int = 5_00
) -> Draft:
    """Cash at the till becomes units, dues from the same hand."""
    del journal
    order = IssuanceOrder(TILL, wallet, Money(amount), Money(dues))
    return plan_issuance(order, envelope(), house=HOUSE)


def payment(
    journal: PaperJournal, payer: int = AWA, payee: int = BAKERY, amount: int = 20_00
) -> Draft:
    """A resident who was issued units pays the bakery."""
    if not journal.balance(payer):
        journal.expect(issuance(journal, payer))
    return plan_payment(PaymentOrder(payer, payee, Money(amount)), envelope())


def redemption(journal: PaperJournal, amount: int = 100_00) -> Draft:
    """The bakery, which sold for as much, turns units into euros owed."""
    fund(journal, BAKERY, amount)
    quote = Quote(Money(amount), journal.policy.redemption_fee(Money(amount)))
    return plan_redemption(BAKERY, quote, envelope(), house=HOUSE)


def leaving(journal: PaperJournal) -> Draft:
    """Awa moves away and is paid what she holds."""
    fund(journal, AWA, 80_00)
    return plan_exit(AWA, Quote(Money(80_00), Money(0)), envelope(), house=HOUSE)


def received(journal: PaperJournal, amount: int = 100_00) -> Draft:
    """The bank statement shows euros received."""
    del journal
    return plan_topup_received(Money(amount), envelope(), house=HOUSE, piece="relevé 1")


def issued(journal: PaperJournal, wallet: int = AWA, amount: int = 100_00) -> Draft:
    """Units for euros received."""
    return plan_topup_issued(journal.expect(received(journal, amount)), envelope(), wallet=wallet)


def fund(journal: PaperJournal, wallet: int, amount: int) -> Posted:
    """Give a wallet units by a bank transfer."""
    return journal.expect(issued(journal, wallet, amount))


def slip_closed(journal: PaperJournal) -> Draft:
    """The till that took cash hands over."""
    journal.expect(issuance(journal))
    return plan_slip_closed([(TILL, Money(105_00))], envelope(), slip=SLIP, piece="B-1")


def _transfer(journal: PaperJournal) -> Draft:
    journal.expect(issuance(journal))
    return plan_transfer(PaymentOrder(AWA, LUCIE, Money(10_00)), envelope())


def _refund(journal: PaperJournal) -> Draft:
    return plan_refund(journal.expect(payment(journal)), Money(5_00), envelope())


def _paid(journal: PaperJournal) -> Draft:
    requested = journal.expect(redemption(journal))
    return plan_redemption_paid(requested, envelope(), house=HOUSE, piece="relevé 2")


def _returned(journal: PaperJournal) -> Draft:
    requested = journal.expect(redemption(journal))
    return plan_redemption_returned(requested, envelope(), paid=None)


def _dues(_journal: PaperJournal) -> Draft:
    return plan_dues(Money(5_00), envelope(), payer=TILL, house=HOUSE)


def _donation(_journal: PaperJournal) -> Draft:
    return plan_donation(Money(3_00), envelope(), association=FOOD_BANK, house=HOUSE)


def _bonus(_journal: PaperJournal) -> Draft:
    return plan_bonus(Money(5_00), envelope(), wallet=AWA, house=HOUSE)


def _till_difference(journal: PaperJournal) -> Draft:
    journal.expect(issuance(journal))
    return plan_till_shortage(Money(2_00), envelope(), till=TILL, house=HOUSE)


def _slip_credited(journal: PaperJournal) -> Draft:
    closed = journal.expect(slip_closed(journal))
    return plan_slip_credited(closed, envelope(), house=HOUSE, piece="relevé 3")


def _internal_transfer(journal: PaperJournal) -> Draft:
    journal.expect(received(journal))
    journal.expect(_dues(journal))
    leg = sent_to_operating(HOUSE, Money(5_00))
    return plan_internal_transfer(leg, envelope(), piece="ordre 1")


def _merger(journal: PaperJournal) -> Draft:
    fund(journal, OMAR, 10_00)
    return plan_merger(Merger(duplicate=OMAR, kept=AWA), Money(10_00), envelope())


def _melt(journal: PaperJournal) -> Draft:
    journal.expect(issuance(journal))
    return plan_melt(Money(1_00), envelope(), wallet=AWA, house=HOUSE)


def _receivable(_journal: PaperJournal) -> Draft:
    return plan_receivable(Money(7_00), envelope(), wallet=OMAR, house=HOUSE)


def _cheque_held(_journal: PaperJournal) -> Draft:
    return plan_cheque_held(Cheque(TILL, AWA, Money(150_00), "12"), envelope(), house=HOUSE)


def _cheque_unpaid(journal: PaperJournal) -> Draft:
    fund(journal, FOOD_BANK, 150_00)
    held = journal.expect(_cheque_held(journal))
    return plan_cheque_unpaid(held, envelope(), house=HOUSE, piece="relevé 5")


def _receivable_paid(journal: PaperJournal) -> Draft:
    journal.expect(_receivable(journal))
    return plan_receivable_paid(Money(7_00), envelope(), till=TILL, house=HOUSE, piece="omar")


def _reversal(journal: PaperJournal) -> Draft:
    return plan_reversal(journal.expect(payment(journal)), envelope())


GOOD: dict[Kind, Prepare] = {
    Kind.TOPUP_RECEIVED: received,
    Kind.TOPUP_ISSUED: issued,
    Kind.ISSUANCE: issuance,
    Kind.CHEQUE_HELD: _cheque_held,
    Kind.CHEQUE_UNPAID: _cheque_unpaid,
    Kind.PAYMENT: payment,
    Kind.TRANSFER: _transfer,
    Kind.MERGER: _merger,
    Kind.REFUND: _refund,
    Kind.REDEMPTION_REQUESTED: redemption,
    Kind.EXIT_REQUESTED: leaving,
    Kind.REDEMPTION_PAID: _paid,
    Kind.REDEMPTION_RETURNED: _returned,
    Kind.DUES: _dues,
    Kind.DONATION: _donation,
    Kind.BONUS: _bonus,
    Kind.TILL_DIFFERENCE: _till_difference,
    Kind.SLIP_CLOSED: slip_closed,
    Kind.SLIP_CREDITED: _slip_credited,
    Kind.INTERNAL_TRANSFER: _internal_transfer,
    Kind.MELT: _melt,
    Kind.RECEIVABLE: _receivable,
    Kind.RECEIVABLE_PAID: _receivable_paid,
    Kind.REVERSAL: _reversal,
}
"""What each kind needs before it, and a draft of it that stands."""
