"""The bank shows euros of the operating account on the dedicated one: what was given is covered."""

from uuid import UUID

from ledger.core.issuer import plan_internal_transfer, received_by_reserve
from ledger.core.money import Money
from ledger.core.posting import Draft, Kind, Origin, Posted
from ledger.core.refusal_giving import MoreThanSent
from ledger.database import WriterConnection
from ledger.storage.accounts import balance_of
from ledger.storage.lane import WriteRows
from ledger.use_cases.clearing import Clearing


async def record_cover(
    clearing: Clearing, id: UUID, amount: Money, *, piece: str, origin: Origin
) -> Posted:
    """Record a cover transfer that the statement of the dedicated account shows.

    Raises:
        KeyReused: the id already carried another order.
        MoreThanSent: less than that is on its way.
    """
    draft, check = draft_cover(clearing, id, amount, piece=piece, origin=origin)
    return await clearing.post_with_rows(draft, check)


def draft_cover(
    clearing: Clearing, id: UUID, amount: Money, *, piece: str, origin: Origin
) -> tuple[Draft, WriteRows]:
    """Draft a cover transfer, with what is checked in the transaction that posts it."""
    house = clearing.house

    async def check(connection: WriterConnection) -> None:
        due = -await balance_of(connection, house.transit)
        if amount.minor > due:
            raise MoreThanSent(owed=max(due, 0))

    envelope = clearing.envelope(id, origin, Kind.INTERNAL_TRANSFER, amount.minor, piece)
    leg = received_by_reserve(house, amount)
    return plan_internal_transfer(leg, envelope, piece=piece), check
