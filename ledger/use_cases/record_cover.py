"""The bank shows euros of the operating account on the dedicated one: what was given is covered."""

from uuid import UUID

from ledger.core.issuer import plan_internal_transfer, received_by_reserve
from ledger.core.money import Money
from ledger.core.posting import Kind, Origin, Posted
from ledger.core.refusal_giving import MoreThanSent
from ledger.database import WriterConnection
from ledger.storage.accounts import balance_of
from ledger.use_cases.clearing import Clearing


async def record_cover(
    clearing: Clearing, id: UUID, amount: Money, *, piece: str, origin: Origin
) -> Posted:
    """Record a cover transfer that the statement of the dedicated account shows.

    Raises:
        KeyReused: the id already carried another order.
        MoreThanSent: less than that is on its way.
    """
    house = clearing.house

    async def write(connection: WriterConnection) -> None:
        due = -await balance_of(connection, house.transit)
        if amount.minor > due:
            raise MoreThanSent(owed=max(due, 0))

    envelope = clearing.envelope(id, origin, Kind.INTERNAL_TRANSFER, amount.minor, piece)
    leg = received_by_reserve(house, amount)
    draft = plan_internal_transfer(leg, envelope, piece=piece)
    return await clearing.post_with_rows(draft, write)
