"""Plan what members pay, send and give back to each other."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ledger.core.money import Money
from ledger.core.posting import Draft, Envelope, Kind, Part, Posted, move


@dataclass(frozen=True, slots=True)
class PaymentOrder:
    """A payer's order to a payee.

    `request_id` names the single-use request that it pays, `till` the place shown to the payer, and
    `replaces` an order that was refused for want of a strong approval.
    """

    payer: int
    payee: int
    amount: Money
    request_id: UUID | None = None
    expires_at: datetime | None = None
    till: str | None = None
    replaces: UUID | None = None


def plan_payment(order: PaymentOrder, envelope: Envelope, *, key_id: UUID | None = None) -> Draft:
    """Plan the posting of a payment: wallets are debts of the issuer, so paying debits.

    `key_id` names the payer's key that signed the order.
    """
    return Draft(
        envelope,
        Kind.PAYMENT,
        legs=(move(order.payer, order.payee, order.amount, Part.PAID),),
        expires_at=order.expires_at,
        settles=order.request_id,
        replaces=order.replaces,
        key_id=key_id,
    )


def plan_transfer(order: PaymentOrder, envelope: Envelope) -> Draft:
    """Plan a gift or a sharing of costs between two residents, where the policy allows it."""
    legs = (move(order.payer, order.payee, order.amount, Part.PAID),)
    return Draft(envelope, Kind.TRANSFER, legs, expires_at=order.expires_at)


def plan_refund(payment: Posted, amount: Money, envelope: Envelope) -> Draft:
    """Plan all or part of a payment going back; how much is left is judged in the posting."""
    paid = payment.legs[0]
    legs = (move(paid.credit, paid.debit, amount),)
    return Draft(envelope, Kind.REFUND, legs, refunds=payment.id)
