"""What waits to be examined, and one alert with its facts: for those who examine, and no other."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.core.refusal import NotFound
from ledger.core.role import Role
from ledger.core.watch import Outcome, StepKind, WatchRule
from ledger.database import reading
from ledger.reports.listing import Listing, by_number, by_words

_FOR_THEM = """
w.told_by is distinct from 'person:' || cast(:person as uuid)
   and not exists (
            select from ledger.account as own
                   join people.standing as s on s.member_id = own.owner
                   join people.person as h on h.id = s.person_id
             where own.id = any(w.accounts) and cast(:person as uuid) in (h.id, h.guardian_id))
"""
"""An alert about their own wallet, or that they told, does not exist for somebody."""
_ALERT = """
select w.id, w.number, w.rule, w.day, w.account, w.accounts, w.postings, w.loaded, w.redeemed,
       w.bound, w.reason, w.facts, coalesce(t.name, '') as teller,
       coalesce(m.name, '') as name, coalesce(m.folded_name, '') as by_name,
       coalesce(g.name, '') as assignee, z.outcome,
       case when z.outcome is not null then 'closed'
            when g.name is not null then 'assigned' else 'open' end as state
  from people.watch_alert as w
       join ledger.account as a on a.id = w.account
       left join people.member as m on m.id = a.owner
       left join people.person as t
              on t.id = case when w.told_by ~ '^person:[0-9a-f-]{{36}}$'
                             then cast(substr(w.told_by, 8) as uuid) end
       left join lateral (select p.name from people.watch_step as s
                                 join people.person as p on p.id = s.assignee
                           where s.alert_id = w.id and s.kind = 'assigned'
                           order by s.taken_at desc limit 1) as g on true
       left join people.watch_step as z on z.alert_id = w.id and z.kind = 'closed'
 where {}
"""
ALERT = text(_ALERT.format(f"w.id = :id and {_FOR_THEM}"))
WALLETS = text("""
select a.id as account, coalesce(m.name, '') as name, a.kind
  from ledger.account as a left join people.member as m on m.id = a.owner
 where a.id = any(:accounts)
 order by m.folded_name, a.id
""")
POSTINGS = text("""
select p.seq, p.kind, p.posted_at, coalesce(m.name, '') as name,
       (select sum(l.amount) from ledger.leg as l
         where l.posting_seq = p.seq and l.part <> 'dues')::bigint as amount
  from ledger.posting as p
       join ledger.leg as f on f.posting_seq = p.seq and f.n = 0
       join ledger.account as a on a.id in (f.debit_account, f.credit_account)
                                and a.owner is not null
       left join people.member as m on m.id = a.owner
 where p.seq = any(:postings)
 order by p.seq
""")
STEPS = text("""
select s.id, s.kind, s.taken_at, coalesce(b.name, '') as by_name, coalesce(p.name, '') as assignee,
       s.outcome, s.note
  from people.watch_step as s
       left join people.person as b on s.taken_by = 'person:' || b.id
       left join people.person as p on p.id = s.assignee
 where s.alert_id = :id
 order by s.taken_at, s.id
""")
EXAMINERS = text("""
select distinct p.id, p.name
  from people.standing as s join people.person as p on p.id = s.person_id
 where s.role = :role and s.ended_at is null and s.starts_at <= clock_timestamp()
   and not exists (select from people.watch_alert where id = :id and told_by = 'person:' || p.id)
   and not exists (select from people.watch_alert as w
                          join ledger.account as own on own.id = any(w.accounts)
                          join people.standing as o on o.member_id = own.owner
                          join people.person as h on h.id = o.person_id
                    where w.id = :id and p.id in (h.id, h.guardian_id))
 order by p.name, p.id
""")


@dataclass(frozen=True, slots=True)
class AlertLine:
    """An alert as a list tells of it; `state`: `open`, `assigned` or `closed`."""

    id: UUID
    number: int
    rule: WatchRule
    day: date
    account: int
    name: str
    loaded: int
    redeemed: int
    state: str
    assignee: str
    outcome: Outcome | None


@dataclass(frozen=True, slots=True)
class WatchedWallet:
    """A wallet that an alert is about."""

    account: int
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class WatchedPosting:
    """A posting that an alert is about, in cents."""

    seq: int
    kind: str
    posted_at: datetime
    name: str
    amount: int


@dataclass(frozen=True, slots=True)
class StepLine:
    """What somebody did about an alert; its note is as stored."""

    id: UUID
    kind: StepKind
    taken_at: datetime
    by_name: str
    assignee: str
    outcome: Outcome | None
    note: bytes | None


@dataclass(frozen=True, slots=True)
class Examiner:
    """Somebody who may be given an alert."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class AlertShown:
    """An alert with its facts; `bound`: what was reached, minor units or per cent.

    `teller` told of it, with a reason and facts as stored, where nobody found it in the books.
    """

    line: AlertLine
    bound: int
    teller: str
    reason: bytes | None
    facts: bytes | None
    wallets: tuple[WatchedWallet, ...]
    postings: tuple[WatchedPosting, ...]
    steps: tuple[StepLine, ...]
    examiners: tuple[Examiner, ...]


_NUMBER = by_number("number")
ALERTS = Listing(
    _ALERT.format(f"""{_FOR_THEM}
   and (z.outcome is null or w.day between :since and :until)
   and (cast(:words as text) = ''
        or people.folded(concat_ws(' ', m.name, g.name)) like people.folded(:words))
   and (cast(:choice as text) = ''
        or cast(:choice as text) = case when z.outcome is not null then 'closed'
                                        when g.name is not null then 'assigned' else 'open' end)
"""),
    AlertLine,
    {
        "number": _NUMBER,
        "name": by_words("by_name"),
        "state": by_words("state"),
        "loaded": by_number("loaded"),
    },
    _NUMBER,
)
"""What waits is listed whole; what is closed, within the period."""


async def show_alert(engine: AsyncEngine, id: UUID, *, person: UUID) -> AlertShown:
    """Show an alert to somebody who examines.

    Raises:
        NotFound: there is none, or it is about their own wallet.
    """
    async with reading(engine) as connection:
        row = (await connection.execute(ALERT, {"id": id, "person": person})).mappings().first()
        if row is None:
            raise NotFound
        wallets = await connection.execute(WALLETS, {"accounts": row["accounts"]})
        postings = await connection.execute(POSTINGS, {"postings": row["postings"]})
        steps = await connection.execute(STEPS, {"id": id})
        examiners = await connection.execute(EXAMINERS, {"id": id, "role": Role.COMPLIANCE_OFFICER})
        return AlertShown(
            AlertLine(**{each.name: row[each.name] for each in fields(AlertLine)}),
            row["bound"],
            row["teller"],
            row["reason"],
            row["facts"],
            tuple(WatchedWallet(**each) for each in wallets.mappings()),
            tuple(WatchedPosting(**each) for each in postings.mappings()),
            tuple(StepLine(**each) for each in steps.mappings()),
            tuple(Examiner(**each) for each in examiners.mappings()),
        )
