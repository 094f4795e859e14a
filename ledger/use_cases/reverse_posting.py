"""An error is mended by its mirror."""

from uuid import UUID

from ledger.core.posting import Kind, Origin, Posted
from ledger.core.reversal import plan_reversal
from ledger.use_cases.clearing import Clearing


async def reverse_posting(
    clearing: Clearing, id: UUID, reversed_id: UUID, *, origin: Origin
) -> Posted:
    """Post the mirror of a posting, once.

    Raises:
        NotFound: there is no such posting.
        KeyReused: the id already carried another order.
        AlreadyReversed: its mirror is already posted, or it is one itself.
        RefundsComeFirst: it has refunds; reverse them before.
        AlreadySettled: a later posting closed what it opened.
        FloorReached: what is to be taken back has been spent.
    """
    posted = await clearing.find(reversed_id)
    envelope = clearing.envelope(id, origin, Kind.REVERSAL, str(reversed_id))
    return await clearing.post(plan_reversal(posted, envelope))
