"""A payee gives back all or part of a payment, to its payer alone."""

from uuid import UUID

from ledger.core.money import Money
from ledger.core.payment import plan_refund
from ledger.core.posting import Kind, Origin, Posted
from ledger.core.refusal import NotFound
from ledger.use_cases.clearing import Clearing


async def refund_payment(
    clearing: Clearing, id: UUID, payment_id: UUID, amount: Money, *, payee: int, origin: Origin
) -> Posted:
    """Give back `amount` of a payment that `payee` received.

    Raises:
        NotFound: that payee received no such payment.
        KeyReused: the id already carried another order.
        RefundTooLate: the refund window has closed.
        RefundTooLarge: less than that is left of the payment.
        FloorReached: the payee no longer has the amount.
    """
    payment = await clearing.find(payment_id, Kind.PAYMENT)
    if payment.legs[0].credit != payee:
        raise NotFound
    envelope = clearing.envelope(id, origin, Kind.REFUND, str(payment_id), amount.minor)
    return await clearing.post(plan_refund(payment, amount, envelope))
