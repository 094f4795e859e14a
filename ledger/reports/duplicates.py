"""Accounts that look like those of one person, and mergers that wait for a second person."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.database import reading

ALIKE = text("""
with alike as (
  select o.id, 'person' as by
    from ledger.account as a
         join people.standing as s on s.member_id = a.owner and s.role in ('resident', 'shop_owner')
         join people.person as p on p.id = s.person_id
         join people.person as q on q.likeness = p.likeness
         join people.standing as t on t.person_id = q.id and t.role = s.role
         join ledger.account as o on o.owner = t.member_id
   where a.id = :account
  union all
  select o.id, 'siren'
    from ledger.account as a
         join people.professional as f on f.member_id = a.owner
         join people.professional as g on g.siren = f.siren
         join ledger.account as o on o.owner = g.member_id
   where a.id = :account
  union all
  select n.account_id, 'bank_account'
    from people.bank_account as m
         join people.bank_account as n on n.iban_seal = m.iban_seal
   where m.account_id = :account and m.is_granted is not false and n.is_granted is not false)
select b.id as account, m.name, c.name as commune, b.balance,
       (b.opened_at at time zone 'Europe/Paris')::date as opened_on, min(l.by) as by
  from alike as l
       join ledger.account as a on a.id = :account
       join ledger.account as b on b.id = l.id and b.id <> a.id and b.kind = a.kind
       join people.member as m on m.id = b.owner
       left join ledger.commune_today as c on c.insee = m.insee
 where b.status = 'open' and a.status = 'open'
 group by b.id, m.id, c.name
 order by b.opened_at limit 10
""")
WAITING = text("""
select c.id, c.asked_at, m.name, a.balance, k.name as kept_name, o.name as teller,
       k.account as kept, a.id as account
  from ledger.countersignature as c
       join people.member as m on m.id = c.subject
       join ledger.account as a on a.owner = m.id
       join (select b.id as account, n.name from ledger.account as b
                    join people.member as n on n.id = b.owner) as k
         on k.account = (c.facts ->> 'into')::bigint
       left join people.person as o on c.asked_by = 'person:' || o.id
 where c.act = 'merger' and c.organisation = :institution and c.decided_at is null
 order by c.asked_at
""")


@dataclass(frozen=True, slots=True)
class Alike:
    """An account that may be of the same person, and what both have in common."""

    account: int
    name: str
    commune: str | None
    balance: int
    opened_on: date
    by: str


@dataclass(frozen=True, slots=True)
class MergerAsked:
    """A merger that waits: which account ends with what it holds, and into which one."""

    id: UUID
    asked_at: datetime
    name: str
    balance: int
    kept_name: str
    teller: str | None
    kept: int
    account: int


async def list_alike(engine: AsyncEngine, account: int) -> list[Alike]:
    """List open accounts that show the same person, enterprise or bank account."""
    async with reading(engine) as connection:
        found = await connection.execute(ALIKE, {"account": account})
        return [Alike(**row) for row in found.mappings()]


async def list_mergers(engine: AsyncEngine, institution: str) -> list[MergerAsked]:
    """List the mergers that wait for a second person of an institution."""
    async with reading(engine) as connection:
        found = await connection.execute(WAITING, {"institution": institution})
        return [MergerAsked(**row) for row in found.mappings()]
