"""Read what the watch looks at, day by day; write what it found and what people did about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from asyncpg import Connection

from ledger.core.role import Role
from ledger.core.watch import Finding, Movement, Outcome, StepKind
from ledger.storage.day_flows import list_closed_days

PLAN_ANEW = "set local plan_cache_mode = force_custom_plan"
"""One plan for any number of accounts would look up thousands of them one by one, each anew."""
LOADS = """
select p.seq, l.credit_account as account, l.amount,
       (p.posted_at at time zone 'Europe/Paris')::date as day
  from ledger.posting as p join ledger.leg as l on l.posting_seq = p.seq and l.part <> 'dues'
 where p.kind in ('issuance', 'topup_issued')
   and p.seq >= (select min(first_seq) from ledger.journal_day where day > $1) and p.seq < $2
   and not exists (select from ledger.posting as r where r.reverses = p.id)
 order by p.seq
"""
REDEMPTIONS = """
select p.seq, l.debit_account as account, sum(l.amount)::bigint as amount,
       (p.posted_at at time zone 'Europe/Paris')::date as day
  from ledger.posting as p join ledger.leg as l on l.posting_seq = p.seq
 where p.kind = 'redemption_requested'
   and p.seq >= (select min(first_seq) from ledger.journal_day where day > $1) and p.seq < $2
   and not exists (select from ledger.posting as r
                    where r.settles = p.id and r.kind = 'redemption_returned')
 group by p.seq, l.debit_account
 order by p.seq
"""
TIES = """
with holder as (
  select a.id, s.person_id
    from ledger.account as a join people.standing as s on s.member_id = a.owner
                                 and s.role in ('resident', 'shop_owner') and s.ended_at is null
   where a.id = any($1::bigint[])
)
select id, 'person ' || person_id from holder
 union all
select h.id, 'person ' || p.guardian_id
  from holder as h join people.person as p on p.id = h.person_id
 where p.guardian_id is not null
 union all
select id, 'household ' || limit_group from ledger.account
 where id = any($1::bigint[]) and limit_group is not null
 union all
select account_id, 'iban ' || encode(iban_seal, 'hex') from people.bank_account
 where account_id = any($1::bigint[]) and is_granted
"""
INSERT_ALERT = """
insert into people.watch_alert (id, rule, account, accounts, postings, loaded, redeemed, bound, day,
                                found_at)
select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10
 where not exists (select from people.watch_alert where id = $1)
on conflict (id) do nothing
"""
INSERT_TOLD = """
insert into people.watch_alert (id, rule, account, accounts, postings, loaded, redeemed, bound, day,
                                found_at, told_by, reason, facts)
values ($1, 'unusual', $2, array[$2::bigint], $3, 0, 0, 0, $4, $5, $6, $7, $8)
on conflict (id) do nothing
"""
NUMBER_TOLD = "select number from people.watch_alert where id = $1 and told_by = $2"
INSERT_DAY = "insert into people.watched_day (day) values ($1) on conflict do nothing"
IS_OPEN = """
select exists (select from people.watch_alert as w
                where w.id = $1
                  and not exists (select from people.watch_step as s
                                   where s.alert_id = w.id and s.kind = 'closed'))
"""
CONCERNS = """
select exists (
  select from people.watch_alert as w
         join ledger.account as a on a.id = any(w.accounts)
         join people.standing as s on s.member_id = a.owner
         join people.person as p on p.id = s.person_id
   where w.id = $1 and $2 in (p.id, p.guardian_id))
    or exists (select from people.watch_alert
                where id = $1 and told_by = 'person:' || cast($2 as uuid))
"""
"""Whoever holds one of its wallets, answers for whoever does, or told of it."""
EXAMINES = """
select exists (select from people.standing
                where person_id = $1 and role = $2 and ended_at is null
                  and starts_at <= clock_timestamp())
"""
INSERT_STEP = """
insert into people.watch_step (id, alert_id, kind, assignee, outcome, note, taken_by, taken_at)
values ($1, $2, $3, $4, $5, $6, $7, $8)
on conflict (alert_id) where kind = 'closed' do nothing
"""


@dataclass(frozen=True, slots=True)
class NewStep:
    """A step to be written, its note encrypted for the row of that id."""

    id: UUID
    alert: UUID
    kind: StepKind
    assignee: UUID | None
    outcome: Outcome | None
    note: bytes | None
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class NewTold:
    """What somebody at a desk tells, encrypted for the row of that id."""

    id: UUID
    account: int
    postings: tuple[int, ...]
    day: date
    told_at: datetime
    told_by: str
    reason: bytes
    facts: bytes


async def next_closed_day(connection: Connection) -> tuple[date, int] | None:
    """Find the first closed day not looked through, and where the day after it begins.

    What follows in the transaction is planned for what it is given.
    """
    await connection.execute(PLAN_ANEW)
    days = await list_closed_days(connection, "people.watched_day", most=1)
    return (days[0]["day"], days[0]["next_seq"]) if days else None


async def movements_until(
    connection: Connection, question: str, day: date, next_seq: int, *, days: int
) -> list[Movement]:
    """Read the movements of the days that end with this one."""
    since = day - timedelta(days=days)
    return [Movement(*row) for row in await connection.fetch(question, since, next_seq)]


async def ties_of(connection: Connection, accounts: Sequence[int]) -> list[tuple[int, str]]:
    """Read what ties accounts to each other: a holder, a guardian, a household, an IBAN."""
    return [tuple(row) for row in await connection.fetch(TIES, accounts)]


async def insert_findings(
    connection: Connection, findings: Sequence[Finding], day: date, *, now: datetime
) -> None:
    """Raise an alert for each finding that has none, and note that the day was looked through."""
    for each in findings:
        await connection.execute(
            INSERT_ALERT,
            each.id,
            each.rule,
            each.account,
            each.accounts,
            each.postings,
            each.loaded,
            each.redeemed,
            each.bound,
            each.day,
            now,
        )
    await connection.execute(INSERT_DAY, day)


async def insert_told(connection: Connection, new: NewTold) -> int | None:
    """Write what somebody told, once; answer with its number, None if the id is another's."""
    await connection.execute(
        INSERT_TOLD,
        new.id,
        new.account,
        new.postings,
        new.day,
        new.told_at,
        new.told_by,
        new.reason,
        new.facts,
    )
    number: int | None = await connection.fetchval(NUMBER_TOLD, new.id, new.told_by)
    return number


async def is_open(connection: Connection, alert: UUID) -> bool:
    """Say whether there is such an alert, and nobody has closed it."""
    return bool(await connection.fetchval(IS_OPEN, alert))


async def concerns(connection: Connection, alert: UUID, person: UUID) -> bool:
    """Say whether an alert is about a wallet of somebody, or of whom they answer for."""
    return bool(await connection.fetchval(CONCERNS, alert, person))


async def examines(connection: Connection, person: UUID) -> bool:
    """Say whether somebody is one of those who examine alerts."""
    return bool(await connection.fetchval(EXAMINES, person, Role.COMPLIANCE_OFFICER))


async def insert_step(connection: Connection, new: NewStep) -> bool:
    """Write a step; say whether it was written: an alert is closed once."""
    done: str = await connection.execute(
        INSERT_STEP,
        new.id,
        new.alert,
        new.kind,
        new.assignee,
        new.outcome,
        new.note,
        new.by,
        new.at,
    )
    return done == "INSERT 0 1"
