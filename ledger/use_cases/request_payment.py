"""A shop asks for an amount: a single-use code that lives a few minutes; or takes it back."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from ledger.core.money import Money
from ledger.core.refusal import RequestAlreadyPaid
from ledger.database import WriterConnection
from ledger.storage.requests import NewRequest, insert_request, withdraw_request
from ledger.use_cases.clearing import Clearing

__all__ = [
    "NewRequest",
    "RequestOrder",
    "describe_request",
    "open_request",
    "request_payment",
    "withdraw_payment_request",
]


@dataclass(frozen=True, slots=True)
class RequestOrder:
    """What a shop asks: its wallet, the amount, its own reference, the till that asks."""

    payee: int
    amount: Money
    reference: str | None = None
    place: str | None = None


async def request_payment(
    clearing: Clearing, id: UUID, order: RequestOrder, *, code: str, now: datetime, minutes: int
) -> NewRequest:
    """Open a single-use request; that it is paid will be a fact of the journal."""
    request = describe_request(id, order, code=code, now=now, minutes=minutes)
    await open_request(clearing, request)
    return request


async def open_request(clearing: Clearing, request: NewRequest) -> None:
    """Open a request that was described; safe to repeat."""
    async with clearing.pool.acquire() as connection:
        await insert_request(connection, request)


def describe_request(
    id: UUID, order: RequestOrder, *, code: str, now: datetime, minutes: int
) -> NewRequest:
    """Describe a request that nobody has been asked yet."""
    return NewRequest(
        id=id,
        code=code,
        account_id=order.payee,
        amount=order.amount.minor,
        reference=order.reference,
        place=order.place,
        created_at=now,
        expires_at=now + timedelta(minutes=minutes),
    )


async def withdraw_payment_request(
    clearing: Clearing, id: UUID, *, payee: int, now: datetime
) -> None:
    """Take a request back; whoever still reads its code is told so. Safe to repeat.

    Raises:
        RequestAlreadyPaid: it was paid before, or is another payee's.
    """
    found = False

    async def write(connection: WriterConnection) -> None:
        nonlocal found
        found = await withdraw_request(connection, id, payee, now)

    await clearing.change(write)
    if not found:
        raise RequestAlreadyPaid
