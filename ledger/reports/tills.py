"""Which device answers for which location of a shop, and what proves a payment there."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.core.offline_proof import holds_key_of
from ledger.core.till_pairing import ASK_LIFE, PairingAsk, is_contested
from ledger.database import reading
from ledger.fresh import paris_day

PAIRINGS = text("""
select t.id, t.location_code as location, l.label, t.key_id, d.name as device,
       p.name as asked_by, t.asked_at, t.confirmed_at, t.synced_at,
       coalesce(t.synced_rotation = l.key_rotation, false) as is_current
  from ledger.till_pairing as t
       join ledger.location as l on l.code = t.location_code
       join people.device as d on d.key_id = t.key_id
       left join people.person as p on 'person:' || p.id = t.asked_by
 where l.account_id = :account and l.revoked_at is null and t.ended_at is null
   and (t.confirmed_at is not null or t.asked_at >= :since)
 order by l.label, t.asked_at
""")
_KEYS_TAKEN = """
       left join ledger.till_pairing as t on t.location_code = l.code and t.ended_at is null
                                         and t.confirmed_at is not null
                                         and t.synced_rotation = l.key_rotation
"""
KEYS_TAKEN = text(
    """
select t.synced_at
  from ledger.location as l
"""
    + _KEYS_TAKEN
    + " where l.code = :code and l.revoked_at is null"
)
PROVED_AT = text(
    """
select l.code, l.key_rotation, t.synced_at
  from ledger.posting as p
       join ledger.leg as e on e.posting_seq = p.seq and e.n = 0
       join ledger.location as l on l.account_id = e.credit_account and l.label = p.place
                                and l.revoked_at is null
"""
    + _KEYS_TAKEN
    + " where p.id = :id and p.kind = 'payment' and p.settles is null"
)


@dataclass(frozen=True, slots=True)
class Pairing:
    """A device that answers for a location, or asks to; `is_current`: it holds its keys."""

    id: UUID
    location: str
    label: str
    key_id: UUID
    device: str
    asked_by: str | None
    asked_at: datetime
    confirmed_at: datetime | None
    synced_at: datetime | None
    is_current: bool

    @property
    def is_confirmed(self) -> bool:
        """Say whether it answers, rather than asks."""
        return self.confirmed_at is not None


@dataclass(frozen=True, slots=True)
class Provable:
    """The location where a payment was made, whose till knows it without network."""

    location: str
    rotation: int


async def list_pairings(engine: AsyncEngine, account: int, now: datetime) -> list[Pairing]:
    """List the devices of a shop that answer for a location or ask to, by location."""
    async with reading(engine) as connection:
        found = await connection.execute(PAIRINGS, {"account": account, "since": now - ASK_LIFE})
        return [Pairing(**row) for row in found.mappings()]


def contested_locations(pairings: list[Pairing], now: datetime) -> set[str]:
    """Find the locations for which two devices asked within ten minutes, in the last hour."""
    recent = [pairing for pairing in pairings if pairing.asked_at >= now - ASK_LIFE]
    return {
        code
        for code in {pairing.location for pairing in recent}
        if is_contested(
            PairingAsk(each.key_id, each.asked_at) for each in recent if each.location == code
        )
    }


def is_till_contested(pairings: list[Pairing], key_id: UUID | None, now: datetime) -> bool:
    """Say whether another device asks for the location that a device answers or asks for."""
    contested = contested_locations(pairings, now)
    return any(each.key_id == key_id and each.location in contested for each in pairings)


async def knows_offline(engine: AsyncEngine, code: str, today: date) -> bool:
    """Say whether the till of a location holds today's key, as far as it last told."""
    async with reading(engine) as connection:
        synced_at: datetime | None = await connection.scalar(KEYS_TAKEN, {"code": code})
    return synced_at is not None and holds_key_of(today, synced_on=paris_day(synced_at))


async def find_provable(engine: AsyncEngine, payment: UUID, day: date) -> Provable | None:
    """Find the location whose till knows a payment of that day without network, if one does."""
    async with reading(engine) as connection:
        row = (await connection.execute(PROVED_AT, {"id": payment})).one_or_none()
    if row is None or row.synced_at is None:
        return None
    if not holds_key_of(day, synced_on=paris_day(row.synced_at)):
        return None
    return Provable(row.code, row.key_rotation)
