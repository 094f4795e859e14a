"""A bank transfer becomes units: first the euros that the statement shows, then the units, once."""

from uuid import UUID

from ledger.core.exchange import plan_topup_issued, plan_topup_received
from ledger.core.money import Money
from ledger.core.posting import Kind, Origin, Posted
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.keep_relatives import check_served


async def receive_top_up(
    clearing: Clearing, id: UUID, amount: Money, *, piece: str, origin: Origin
) -> Posted:
    """Record euros received on the dedicated account; `piece` names the bank's line.

    Raises:
        KeyReused: the id already carried another order.
    """
    envelope = clearing.envelope(id, origin, Kind.TOPUP_RECEIVED, amount.minor, piece)
    draft = plan_topup_received(amount, envelope, house=clearing.house, piece=piece)
    return await clearing.post(draft)


async def issue_top_up(
    clearing: Clearing, id: UUID, received_id: UUID, *, wallet: int, origin: Origin
) -> Posted:
    """Issue the units of euros received.

    Raises:
        NotFound: no such euros were received.
        KeyReused: the id already carried another order.
        AlreadySettled: these euros have already become units.
        CeilingReached: the wallet would rise above what its tier may hold.
        NotServedByThem: the wallet is their own, or a relative's.
    """
    await check_served(clearing, origin.principal, wallet)
    received = await clearing.find(received_id, Kind.TOPUP_RECEIVED)
    envelope = clearing.envelope(id, origin, Kind.TOPUP_ISSUED, str(received_id), wallet)
    return await clearing.post(plan_topup_issued(received, envelope, wallet=wallet))
