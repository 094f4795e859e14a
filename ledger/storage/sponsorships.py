"""Read and write which associations residents sponsor, and what closed days still have to give."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from asyncpg import Connection, Record

from ledger.core.giving import Issued
from ledger.fresh import PARIS
from ledger.storage.bonuses import bonuses_since
from ledger.storage.day_flows import list_closed_days

ISSUED = """
select p.id, p.seq, l.credit_account, l.amount, s.first_choice, s.second_choice
  from ledger.posting as p
       join ledger.leg as l on l.posting_seq = p.seq and l.part <> 'dues'
       join ledger.account as a on a.id = l.credit_account and a.kind = 'resident'
       left join lateral (
         select first_choice, second_choice from people.sponsorship
          where account_id = a.id and chosen_at < $1
          order by chosen_at desc, id desc limit 1) as s on true
 where p.kind in ('issuance', 'topup_issued') and p.seq >= $2 and p.seq < $3
   and not exists (select from ledger.posting as r where r.reverses = p.id)
   and not exists (select from ledger.posting as u
                    where u.settles = p.id and u.kind = 'cheque_unpaid')
 order by p.seq, l.n
"""
SPONSORS = """
select s.first_choice as association, count(*) as sponsors
  from (select distinct on (account_id) account_id, first_choice
          from people.sponsorship where chosen_at < $2
         order by account_id, chosen_at desc, id desc) as s
       join ledger.account as m on m.id = s.account_id and m.status <> 'closed'
       join ledger.account as a on a.id = s.first_choice and a.kind = 'association'
                               and a.status = 'open' and a.agreed_from <= $1
                               and (a.agreed_until is null or a.agreed_until >= $1)
 group by s.first_choice
"""
"""The choice that stands at the end of a day counts for all of it."""
POSTED = "select id from ledger.posting where id = any($1::uuid[])"
INSERT_DAY = "insert into ledger.given_day (day) values ($1) on conflict do nothing returning day"
LATEST = """
select first_choice, second_choice from people.sponsorship
 where account_id = $1 order by chosen_at desc, id desc limit 1
"""
NAMES = """
select a.id, m.name from ledger.account as a join people.member as m on m.id = a.owner
 where a.id = any($1::bigint[])
"""
ACCREDITED = """
select count(*) from ledger.account
 where id = any($1::bigint[]) and kind = 'association' and status = 'open'
   and agreed_from <= $2 and (agreed_until is null or agreed_until >= $2)
"""
INSERT_CHOICE = """
insert into people.sponsorship (id, account_id, first_choice, second_choice, chosen_by, chosen_at)
values ($1, $2, $3, $4, $5, $6)
"""
Choices = tuple[int | None, int | None]
"""The association that somebody sponsors, and the one instead."""


@dataclass(frozen=True, slots=True)
class ClosedDay:
    """A closed day: what it issued to residents, and who sponsored whom at its end."""

    day: date
    issued: tuple[Issued, ...]
    sponsors: dict[int, int]


async def take_closed_day(connection: Connection) -> ClosedDay | None:
    """Read the first closed day whose gifts were not given, and note that they are.

    Another process waits here until this transaction ends, then finds the day taken.
    """
    days = await list_closed_days(connection, "ledger.given_day", most=1)
    if not days or await connection.fetchval(INSERT_DAY, days[0]["day"]) is None:
        return None
    day = days[0]["day"]
    until = datetime.combine(day + timedelta(days=1), time.min, PARIS)
    issued = await connection.fetch(ISSUED, until, days[0]["first_seq"], days[0]["next_seq"])
    sponsors = await connection.fetch(SPONSORS, day, until)
    return ClosedDay(day, tuple(Issued(*row) for row in issued), dict(map(tuple, sponsors)))


async def list_posted(connection: Connection, ids: list[UUID]) -> frozenset[UUID]:
    """List which of these ids were posted already."""
    return frozenset(row["id"] for row in await connection.fetch(POSTED, ids))


async def bonuses_of_month(connection: Connection, wallets: list[int], day: date) -> dict[int, int]:
    """Add up the bonuses of wallets in the month of a day."""
    month = day.replace(day=1)
    given = await bonuses_since(connection, wallets, month)
    return {wallet: amount for (wallet, each), amount in given.items() if each == month}


async def latest_choices(connection: Connection, account: int) -> Choices:
    """Read what somebody chose last."""
    row: Record | None = await connection.fetchrow(LATEST, account)
    return (row["first_choice"], row["second_choice"]) if row else (None, None)


async def names_of(connection: Connection, accounts: list[int]) -> dict[int, str]:
    """Read who holds these accounts."""
    return dict(map(tuple, await connection.fetch(NAMES, accounts)))


async def are_accredited(connection: Connection, accounts: set[int], day: date) -> bool:
    """Say whether all of these are associations with an agreement in force."""
    count: int = await connection.fetchval(ACCREDITED, sorted(accounts), day)
    return count == len(accounts)


async def insert_choices(
    connection: Connection, id: UUID, account: int, choices: Choices, *, by: str, now: datetime
) -> None:
    """Write what somebody chose; what they chose before stays."""
    await connection.execute(INSERT_CHOICE, id, account, *choices, by, now)
