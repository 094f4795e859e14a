"""Payments by card: a printed token and a PIN, on a shop's own device, which signs the order.

A printed code can be copied, so it pays nothing without its PIN, and only where the device of an
accredited shop vouches that both were presented there. The PIN itself is signed by nobody and kept
nowhere but as a hash.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec

from ledger.core.approval import Approval
from ledger.core.identifier import account_id_text, uuid_text
from ledger.core.money import Money
from ledger.core.order import second_text
from ledger.core.posting import Draft, Envelope, Kind, Part, move

DOMAIN = b"mlc/card/v1\n"
"""What an order by card begins with: nothing else that a device signs can be taken for one."""


@dataclass(frozen=True, slots=True)
class CardOrder:
    """An amount to be paid by the holder of a card to the shop whose device signs."""

    card: UUID
    payee: int
    amount: Money
    request_id: UUID
    expires_at: datetime
    till: str | None = None


@dataclass(frozen=True, slots=True)
class Presented:
    """What was presented at the till: the signature of its device, and the PIN typed on it."""

    approval: Approval
    pin: str


def card_order_bytes(id: UUID, order: CardOrder, *, instance: str, book: str) -> bytes:
    """Write an order by card as the canonical JSON of RFC 8785, behind its domain.

    Keys are ASCII and in their order, values strings, integers below 2⁵³ or null: the canonical
    form. The payer stays unknown to the till: `card` names the card alone.
    """
    content = {
        "amount": order.amount.minor,
        "book": book,
        "card": uuid_text("crd", order.card),
        "expires_at": second_text(order.expires_at),
        "id": str(id),
        "instance": instance,
        "kind": "payment",
        "payee": account_id_text(order.payee),
        "request": uuid_text("req", order.request_id),
        "till": order.till,
    }
    return DOMAIN + msgspec.json.encode(content)


def plan_card_payment(order: CardOrder, envelope: Envelope, *, payer: int, till_key: UUID) -> Draft:
    """Plan the posting of a payment by card; `till_key` names the key of the shop that signed."""
    return Draft(
        envelope,
        Kind.PAYMENT,
        legs=(move(payer, order.payee, order.amount, Part.PAID),),
        expires_at=order.expires_at,
        settles=order.request_id,
        card_id=order.card,
        till_key=till_key,
    )
