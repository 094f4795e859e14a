"""What a desk reads before it opens a wallet: the communes, and members who look alike."""

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.core.identity import folded
from ledger.database import reading

COMMUNES = text("""
select insee, name, replace(postal_codes, '|', ', ') as postal_codes, territory
  from ledger.commune_today order by name
""")
ALIKE = text("""
select a.id as account, m.name, c.name as commune
  from people.person as p
       join people.standing as s on s.person_id = p.id and s.ended_at is null
                                and s.role = 'resident'
       join people.member as m on m.id = s.member_id
       join ledger.account as a on a.owner = m.id
       left join ledger.commune_today as c on c.insee = m.insee
 where p.likeness = :likeness or lower(p.email) = lower(:address)
 order by m.created_at
 limit 5
""")
ALIKE_ORGANISATIONS = text("""
select a.id as account, m.name, coalesce(p.town, c.name) as commune
  from people.member as m
       join ledger.account as a on a.owner = m.id
       left join people.professional as p on p.member_id = m.id
       left join ledger.commune_today as c on c.insee = m.insee
 where m.kind <> 'resident'
   and (p.siren = :siren or p.folded_name = :folded or m.folded_name = people.folded(:name)
        or exists (select from people.bank_account as b
                    where b.account_id = a.id and b.iban_seal = :iban_seal))
 order by m.created_at
 limit 5
""")


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune of the metropolis."""

    insee: str
    name: str
    postal_codes: str
    territory: int


@dataclass(frozen=True, slots=True)
class Alike:
    """A member who may be the person at the counter."""

    account: int
    name: str
    commune: str | None


async def list_communes(engine: AsyncEngine) -> list[Commune]:
    """List the communes of the metropolis by name."""
    async with reading(engine) as connection:
        return [Commune(**row) for row in (await connection.execute(COMMUNES)).mappings()]


async def list_alike(
    engine: AsyncEngine, *, likeness: bytes | None = None, address: str | None = None
) -> list[Alike]:
    """List the members who may be the person at the counter."""
    async with reading(engine) as connection:
        found = await connection.execute(ALIKE, {"likeness": likeness, "address": address})
        return [Alike(**row) for row in found.mappings()]


async def list_alike_organisations(
    engine: AsyncEngine, *, siren: str, name: str, iban_seal: bytes
) -> list[Alike]:
    """List the acceptors who may be the organisation at the counter."""
    sought = {"siren": siren, "name": name, "folded": folded(name), "iban_seal": iban_seal}
    async with reading(engine) as connection:
        found = await connection.execute(ALIKE_ORGANISATIONS, sought)
        return [Alike(**row) for row in found.mappings()]
