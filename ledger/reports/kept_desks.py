"""What an institution keeps: its agencies, their tills, and what waits for a second manager."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.core.countersignature import SignedAct
from ledger.database import reading

DESKS = text("""
select d.name, d.street, d.insee, coalesce(c.name, '') as commune, d.hours
  from ledger.desk as d
       left join ledger.commune_today as c on c.insee = d.insee
 where d.institution = :institution
 order by d.name
""")
TILLS = text("""
select t.cash_account as account, t.desk, a.label, t.code, t.number, t.closed_at,
       -(a.balance + q.balance) as owed,
       exists (select from ledger.till_day as d
                where d.till = t.cash_account and d.closed_at is null) as has_day,
       (select string_agg(p.name, ', ' order by p.name)
          from people.standing as s join people.person as p on p.id = s.person_id
         where s.till_account = t.cash_account and s.ended_at is null) as tellers
  from ledger.till as t
       join ledger.account as a on a.id = t.cash_account
       join ledger.account as q on q.id = t.cheque_account
 where t.institution = :institution
 order by t.code, t.number
""")
WAITING = text("""
select c.id, c.act, c.asked_at, c.asked_by, p.name as asker, c.facts ->> 'name' as name,
       c.facts ->> 'label' as label, c.facts ->> 'street' as street, m.name as commune,
       c.facts ->> 'hours' as hours, c.facts ->> 'desk' as desk,
       (c.facts ->> 'code') || '-' || (c.facts ->> 'number') as slips
  from ledger.countersignature as c
       left join people.person as p on c.asked_by = 'person:' || p.id
       left join ledger.commune_today as m on m.insee = c.facts ->> 'insee'
 where c.act in ('desk', 'till') and c.organisation = :institution and c.decided_at is null
 order by c.asked_at
""")


@dataclass(frozen=True, slots=True)
class KeptTill:
    """A till of an agency: how its slips are numbered, what it owes, who keeps it."""

    account: int
    desk: str
    label: str
    code: str
    number: int
    closed_at: datetime | None
    owed: int
    has_day: bool
    tellers: str | None

    @property
    def may_close(self) -> bool:
        """Say whether it could be closed for good now."""
        return self.closed_at is None and not self.has_day and not self.owed


@dataclass(frozen=True, slots=True)
class KeptDesk:
    """An agency of an institution, as people read it, with its tills."""

    name: str
    street: str
    insee: str
    commune: str
    hours: str
    tills: tuple[KeptTill, ...]


@dataclass(frozen=True, slots=True)
class PlaceRequest:
    """An agency or a till that one manager asks for."""

    id: UUID
    act: SignedAct
    asked_at: datetime
    asked_by: str
    asker: str | None
    name: str | None
    label: str | None
    street: str | None
    commune: str | None
    hours: str | None
    desk: str | None
    slips: str | None


async def list_kept_desks(engine: AsyncEngine, institution: str) -> list[KeptDesk]:
    """List the agencies of an institution by name, with their tills by number."""
    bound = {"institution": institution}
    async with reading(engine) as connection:
        tills = [KeptTill(**row) for row in (await connection.execute(TILLS, bound)).mappings()]
        desks = (await connection.execute(DESKS, bound)).mappings()
        return [
            KeptDesk(**row, tills=tuple(each for each in tills if each.desk == row["name"]))
            for row in desks
        ]


async def list_place_requests(engine: AsyncEngine, institution: str) -> list[PlaceRequest]:
    """List what waits for a second manager, the oldest first."""
    async with reading(engine) as connection:
        found = await connection.execute(WAITING, {"institution": institution})
        return [PlaceRequest(**{**row, "act": SignedAct(row["act"])}) for row in found.mappings()]
