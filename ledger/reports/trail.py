"""The trail of staff: what they did, decided by a second signature, and posted, in one list.

A posting says itself who asked, and a signature who decided: neither is written a second time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.core.retention import ERASED_NAME
from ledger.core.staff_act import POSTED_BY_STAFF
from ledger.database import reading
from ledger.reports.listing import Listing, by_id, by_instant, by_words

_IN_PERIOD = """
{at} >= cast(:since as date)::timestamp at time zone 'Europe/Paris'
   and {at} < (cast(:until as date) + 1)::timestamp at time zone 'Europe/Paris'
   and (cast(:choice as text) = '' or cast(:choice as text) = {act})
"""
_WALLET = """
select a.id from ledger.leg as l
       join ledger.account as a on a.id in (l.debit_account, l.credit_account)
 where l.posting_seq = p.seq and a.owner is not null order by l.n limit 1
"""
_DONE = f"""
select id, done_at as at, act, done_by as by, account_id as account, person_id as person,
       true as is_granted, fields, changes, cast(null as bigint) as seq
  from ledger.staff_act
 where {_IN_PERIOD.format(at="done_at", act="act")}
 union all
select s.id, s.signed_at, 'signed_' || s.act, s.principal,
       coalesce(g.account_id, e.account_id, cast(c.facts ->> 'wallet' as bigint), h.id, w.id),
       case when c.act = 'officer' then c.subject end,
       s.is_granted, cast('{{}}' as text[]), null, null
  from ledger.signature as s
       left join ledger.agreement as g on g.id = s.subject
       left join ledger.exit_request as e on e.id = s.subject
       left join ledger.countersignature as c on c.id = s.subject
       left join lateral (
         select id from ledger.account
          where owner = c.subject and c.act in ('closing', 'merger', 'erasure')
          order by id limit 1) as h on true
       left join ledger.posting as p
         on p.id = case when s.act = 'redemption' then s.subject
                        when c.act in ('reversal', 'cheque_unpaid', 'redemption_return')
                        then c.subject end
       left join lateral ({_WALLET}) as w on true
 where {_IN_PERIOD.format(at="s.signed_at", act="'signed_' || s.act")}
 union all
select p.id, p.posted_at, p.kind, p.principal, w.id, null, true, cast('{{}}' as text[]), null, p.seq
  from ledger.posting as p
       left join lateral ({_WALLET}) as w on true
 where p.kind in ({", ".join(f"'{kind}'" for kind in POSTED_BY_STAFF)})
   and p.principal like 'person:%' and p.seq >= :first_seq and p.seq < :next_seq
   and (cast(:choice as text) = '' or cast(:choice as text) = p.kind)
"""  # noqa: S608 # its parts are written here
_NAMED = f"""
select t.*, coalesce(o.name, '') as by_name, people.folded(coalesce(o.name, '')) as by_officer,
       coalesce(m.name, u.name, a.label,
                case when t.person is not null then '{ERASED_NAME}' end, '') as name,
       people.folded(coalesce(m.name, u.name, a.label, '')) as by_member
  from ({_DONE}) as t
       left join people.person as o
              on o.id = case when t.by ~ '^person:[0-9a-f-]{{36}}$'
                             then cast(substr(t.by, 8) as uuid) end
       left join ledger.account as a on a.id = t.account
       left join people.member as m on m.id = a.owner
       left join people.person as u on u.id = t.person
 where (cast(:words as text) = ''
        or people.folded(concat_ws(' ', o.name, m.name, u.name)) like people.folded(:words))
   and (cast(:institution as text) = ''
        or exists (select from people.standing as s
                    where s.person_id = o.id and s.institution = cast(:institution as text)))
"""  # noqa: S608 # its parts are written here
_UNNAMED = f"""
select t.*, right(t.by, 8) as by_name,
       case when a.owner is null then coalesce(a.label, '') else '' end as name
  from ({_DONE}) as t left join ledger.account as a on a.id = t.account
 where (cast(:words as text) = '' or t.by like cast(:words as text))
"""  # noqa: S608 # its parts are written here
KEYS = text("select person_id, wrapped from people.person_key where person_id = any(:people)")


@dataclass(frozen=True, slots=True)
class TrailLine:
    """What somebody of the staff did; `changes` as stored; `seq`: of the posting, if it is one."""

    id: UUID
    at: datetime
    act: str
    by: str
    by_name: str
    account: int | None
    person: UUID | None
    name: str
    is_granted: bool
    fields: list[str]
    changes: bytes | None
    seq: int | None


_SORTS = {
    "when": by_instant("at"),
    "officer": by_words("by_officer"),
    "name": by_words("by_member"),
}
TRAIL = Listing(_NAMED, TrailLine, _SORTS, by_id("id"))
TRAIL_WITHOUT_NAMES = Listing(_UNNAMED, TrailLine, {"when": by_instant("at")}, by_id("id"))
"""Read with the auditor's role, which no table of people is open to."""


async def list_person_keys(engine: AsyncEngine, people: Sequence[UUID]) -> dict[UUID, bytes]:
    """Give the wrapped keys of those who have one: of the others the trail has nothing to say."""
    async with reading(engine) as connection:
        rows = await connection.execute(KEYS, {"people": list(people)})
        return {row.person_id: row.wrapped for row in rows}
