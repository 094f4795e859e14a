"""The shortest way to a slip and to its credit, without the day of a till or a second person."""

from uuid import UUID

from ledger.core.account import AccountKind
from ledger.core.money import Money
from ledger.core.posting import Kind, Origin, Posted
from ledger.core.till import plan_slip_closed, plan_slip_credited
from ledger.storage.accounts import open_account
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.open_books import house_account


async def close_slip(
    clearing: Clearing, id: UUID, amount: Money, *, till: int, number: str, origin: Origin
) -> Posted:
    """Open the account of the numbered slip and move the till's debt to it, in one transaction.

    Raises:
        KeyReused: the id already carried another order.
        FloorReached: the till owes less than that.
    """
    slip = house_account(AccountKind.SLIP, book=clearing.book, label=number)
    envelope = clearing.envelope(id, origin, Kind.SLIP_CLOSED, till, amount.minor, number)
    draft = plan_slip_closed([(till, amount)], envelope, slip=slip.id, piece=number)
    return await clearing.post_with_rows(draft, lambda c: open_account(c, slip))


async def credit_slip(
    clearing: Clearing, id: UUID, closed_id: UUID, *, piece: str, origin: Origin
) -> Posted:
    """Record the bank's credit for a slip; `piece` names the bank's line.

    Raises:
        NotFound: no such slip was closed.
        KeyReused: the id already carried another order.
        AlreadySettled: the slip has already been credited.
    """
    closed = await clearing.find(closed_id, Kind.SLIP_CLOSED)
    envelope = clearing.envelope(id, origin, Kind.SLIP_CREDITED, str(closed_id), piece)
    draft = plan_slip_credited(closed, envelope, house=clearing.house, piece=piece)
    return await clearing.post(draft)
