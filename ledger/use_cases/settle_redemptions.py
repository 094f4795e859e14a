"""Euros owed for a redemption leave the bank, or come back from it."""

from uuid import UUID

from ledger.core.exchange import plan_redemption_paid, plan_redemption_returned
from ledger.core.posting import Draft, Kind, Origin, Posted
from ledger.core.refusal_payout import RedemptionInBatch
from ledger.core.rules import PAYABLE
from ledger.database import WriterConnection
from ledger.storage.lane import WriteRows
from ledger.storage.payouts import find_batch_of
from ledger.use_cases.clearing import Clearing


async def settle_redemption(
    clearing: Clearing, id: UUID, requested_id: UUID, *, piece: str, origin: Origin
) -> Posted:
    """Record the transfer that the bank statement shows; `piece` names its line.

    Raises:
        NotFound: no such redemption was requested.
        KeyReused: the id already carried another order.
        AlreadySettled: it has been paid or returned.
    """
    requested = await clearing.find(requested_id, *PAYABLE)
    envelope = clearing.envelope(id, origin, Kind.REDEMPTION_PAID, str(requested_id), piece)
    draft = plan_redemption_paid(requested, envelope, house=clearing.house, piece=piece)
    return await clearing.post(draft)


async def return_redemption(
    clearing: Clearing, id: UUID, returned_id: UUID, *, origin: Origin
) -> Posted:
    """Give the units back, fee included: `returned_id` is the request, or its payment by the bank.

    Raises:
        NotFound: no such redemption was requested or paid.
        KeyReused: the id already carried another order.
        AlreadySettled: it has been paid, or returned.
        RedemptionInBatch: its batch is prepared, and neither sent nor dropped.
    """
    draft, check = await draft_return(clearing, id, returned_id, origin=origin)
    return await clearing.post_with_rows(draft, check)


async def draft_return(
    clearing: Clearing, id: UUID, returned_id: UUID, *, origin: Origin
) -> tuple[Draft, WriteRows]:
    """Draft units given back, with what is checked in the transaction that posts them.

    Raises:
        NotFound: no such redemption was requested or paid.
    """
    settled = await clearing.find(returned_id, *PAYABLE, Kind.REDEMPTION_PAID)
    paid = settled if settled.kind is Kind.REDEMPTION_PAID else None
    requested = settled
    if paid is not None and paid.settles is not None:
        requested = await clearing.find(paid.settles, *PAYABLE)

    async def check(connection: WriterConnection) -> None:
        batch = await find_batch_of(connection, requested.id)
        if batch is not None and batch["is_sent"] is None:
            raise RedemptionInBatch

    envelope = clearing.envelope(id, origin, Kind.REDEMPTION_RETURNED, str(returned_id))
    return plan_redemption_returned(requested, envelope, paid=paid), check
