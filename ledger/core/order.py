"""The bytes of a payment order: what the payer's phone signs and the server builds again."""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from ledger.core.identifier import account_id_text, uuid_text
from ledger.core.payment import PaymentOrder
from ledger.core.posting import Kind

DOMAIN = b"mlc/pay/v1\n"
"""What a payment begins with: no other thing that a phone signs can be taken for one."""
LIFE = timedelta(minutes=2)
"""How long a signed order may wait for the journal."""
CLOCK_MARGIN = timedelta(seconds=30)
"""How far a phone's idea of the hour may be off."""


def order_bytes(
    id: UUID, order: PaymentOrder, *, instance: str, book: str, kind: Kind = Kind.PAYMENT
) -> bytes:
    """Write an order as the canonical JSON of RFC 8785, behind its domain.

    Keys are ASCII and values are strings, integers below 2⁵³ or null: for those, keys written in
    their order without spaces are the canonical form.
    """
    content = {
        "amount": order.amount.minor,
        "book": book,
        "expires_at": second_text(order.expires_at) if order.expires_at else None,
        "id": str(id),
        "instance": instance,
        "kind": kind,
        "payee": account_id_text(order.payee),
        "payer": account_id_text(order.payer),
        "replaces": str(order.replaces) if order.replaces else None,
        "request": uuid_text("req", order.request_id) if order.request_id else None,
        "till": order.till,
    }
    return DOMAIN + msgspec.json.encode(content)


def second_text(instant: datetime) -> str:
    """Write an instant of UTC to the second, as an order carries it: `2026-11-23T09:05:00Z`."""
    return f"{instant.isoformat()[:19]}Z"
