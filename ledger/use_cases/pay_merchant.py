"""A member pays an acceptor, or sends units to another member."""

from uuid import UUID

from ledger.core.approval import Approval, check_approval, evidence_of
from ledger.core.order import order_bytes
from ledger.core.payment import PaymentOrder, plan_payment, plan_transfer
from ledger.core.posting import Envelope, Kind, Origin, Posted
from ledger.core.refusal import SignatureInvalid
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.keep_pin import about_order, check_pin_proof


async def pay_merchant(
    clearing: Clearing, id: UUID, order: PaymentOrder, *, origin: Origin
) -> Posted:
    """Move the amount from the payer's wallet to the payee's, once.

    The payer's phone may repeat an order whose answer was lost; the first posting is returned as it
    stands.

    Raises:
        KeyReused: the id already carried another order.
        RequestAlreadyPaid: the request was paid by somebody else.
        FloorReached: the payer would fall below the floor of the wallet.
    """
    return await clearing.post(plan_payment(order, _envelope(clearing, id, order, origin)))


async def pay_with_approval(
    clearing: Clearing, id: UUID, order: PaymentOrder, approval: Approval, *, principal: str
) -> Posted:
    """Move the amount of an order that the payer's phone or passkey signed, once.

    The signature is checked here, it is arithmetic; that the key lives, that it is the payer's and
    that it is strong enough is judged in the posting.

    Raises:
        SignatureInvalid: that key did not sign the order like this, or its PIN is not proved.
        DeviceNotAccepted: the key is unknown, revoked, or of another account.
        StrongApprovalNeeded: a new order that replaces this one needs the passkey or the PIN.
        OrderExpired: it waited for too long.
        KeyReused, RequestAlreadyPaid, FloorReached: as for any payment.
    """
    if order.expires_at is None:
        raise SignatureInvalid
    key = await clearing.key(approval.key_id)
    about = about_order(id, order.expires_at)
    check_pin_proof(clearing, order.payer, approval, about=about)
    content = order_bytes(id, order, instance=clearing.instance, book=clearing.book)
    check_approval(key, approval, content)
    evidence = evidence_of(approval, expires_at=order.expires_at)
    origin = Origin(principal, order.till, approval.evidence_kind, evidence)
    envelope = _envelope(clearing, id, order, origin)
    return await clearing.post(plan_payment(order, envelope, key_id=key.id))


def _envelope(clearing: Clearing, id: UUID, order: PaymentOrder, origin: Origin) -> Envelope:
    request = str(order.request_id) if order.request_id else None
    return clearing.envelope(
        id, origin, Kind.PAYMENT, order.payer, order.payee, order.amount.minor, request
    )


async def send_to_member(
    clearing: Clearing, id: UUID, order: PaymentOrder, *, origin: Origin
) -> Posted:
    """Move the amount from one resident's wallet to another's, where the policy allows it.

    Raises:
        KeyReused: the id already carried another order.
        TransferNotAllowed: the policy or a tier forbids it.
        FloorReached: the payer would fall below the floor of the wallet.
    """
    envelope = clearing.envelope(
        id, origin, Kind.TRANSFER, order.payer, order.payee, order.amount.minor
    )
    return await clearing.post(plan_transfer(order, envelope))
