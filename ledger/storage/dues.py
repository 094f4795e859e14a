"""Write what members choose to pay for belonging, what they pay, and whom that was told."""

from dataclasses import dataclass
from datetime import date, datetime

from asyncpg import Connection, Record

from ledger.core.dues import ChosenDues
from ledger.core.letter import LetterKind

STANDING = """
select kind, tier, status, d.owed, d.paid, d.due_on
  from ledger.account as a
       left join ledger.dues_of($2, $3) as d on d.account_id = a.id
 where a.id = $1 and a.owner is not null
"""
IN_FORCE = """
select first_year, first_amount, per_year from ledger.dues_choice
 where account_id = $1 order by first_year desc limit 1
"""
PAID = """
select coalesce(sum(amount), 0)::bigint from ledger.dues_payment as d
 where account_id = $1 and year = $2
   and not exists (select from ledger.posting as r where r.reverses = d.posting_id)
"""
FORGET_LATER = "delete from ledger.dues_choice where account_id = $1 and first_year >= $2"
END_EARLIER = """
update ledger.dues_choice set until_year = $2 - 1
 where account_id = $1 and first_year < $2 and until_year is null
"""
CHOOSE = """
insert into ledger.dues_choice
  (account_id, first_year, first_amount, per_year, chosen_on, chosen_by)
values ($1, $2, $3, $4, $5, $6)
"""
GO_ON = """
insert into ledger.dues_choice
  (account_id, first_year, until_year, first_amount, per_year, chosen_on, chosen_by)
select $2, first_year, until_year, first_amount, per_year, chosen_on, chosen_by
  from ledger.dues_choice
 where account_id = $1
   and not exists (select from ledger.dues_choice where account_id = $2)
"""
PAID_GOES_ON = "update ledger.dues_payment set account_id = $2 where account_id = $1"
PAY = """
insert into ledger.dues_payment (posting_id, account_id, year, amount) values ($1, $2, $3, $4)
"""
IS_TOLD = "select exists (select from ledger.dues_day where day = $1)"
TELL = """
with owing as (
  select d.account_id, d.owed - d.paid as left_to_pay, d.due_on
    from ledger.dues_of($1, $2) as d
   where d.paid < d.owed and (not $3 or d.due_on < $4)
     and not exists (select from ledger.dues_notice as n
                      where n.account_id = d.account_id and n.year = $1 and n.kind = $5)
   limit $7
), told as (
  insert into ledger.dues_notice (account_id, year, kind, given_on)
  select account_id, $1, $5, $4 from owing
  on conflict do nothing
  returning account_id
), letters as (
  insert into people.letter (id, person_id, address, kind, facts, written_at, next_try_at)
  select gen_random_uuid(), p.id, p.email, 'dues_' || $5,
         jsonb_build_object('euros', o.left_to_pay, 'year', $1::integer, 'due_on', o.due_on), $6, $6
    from told as t
         join owing as o on o.account_id = t.account_id
         join ledger.account as a on a.id = t.account_id
         join people.standing as s on s.member_id = a.owner and s.ended_at is null
                                  and s.role in ('resident', 'shop_owner')
         join people.person as p on p.id = s.person_id and p.email is not null
)
select count(*) from told
"""
END_DAY = "insert into ledger.dues_day (day) values ($1) on conflict do nothing"
LETTERS = {LetterKind.DUES_LATE: "late", LetterKind.DUES_DUE: "due"}


@dataclass(frozen=True, slots=True)
class DuesTelling:
    """Who is told on a day: of which year, by the delay of the policy in force."""

    today: date
    days_to_pay: int
    now: datetime
    most: int


async def find_dues(
    connection: Connection, account: int, year: int, *, days_to_pay: int
) -> Record | None:
    """Find what a member owes and has paid for a year; None where nobody holds the account."""
    return await connection.fetchrow(STANDING, account, year, days_to_pay)


async def find_choice(connection: Connection, account: int) -> ChosenDues | None:
    """Find the latest choice of a member."""
    row = await connection.fetchrow(IN_FORCE, account)
    return ChosenDues(**row) if row else None


async def paid_for(connection: Connection, account: int, year: int) -> int:
    """Add up what a member has paid for a year, in minor units."""
    paid: int = await connection.fetchval(PAID, account, year)
    return paid


async def put_choice(
    connection: Connection, account: int, chosen: ChosenDues, *, today: date, by: str
) -> None:
    """Write a choice; those before it end with the year before."""
    await connection.execute(FORGET_LATER, account, chosen.first_year)
    await connection.execute(END_EARLIER, account, chosen.first_year)
    first = (chosen.first_year, chosen.first_amount, chosen.per_year)
    await connection.execute(CHOOSE, account, *first, today, by)


async def end_dues(connection: Connection, account: int, *, into: int | None) -> None:
    """End what an account owes for belonging; `into`: the account that goes on with it, if any."""
    if into is not None:
        await connection.execute(GO_ON, account, into)
        await connection.execute(PAID_GOES_ON, account, into)
    await connection.execute(FORGET_LATER, account, 0)


async def insert_dues_payment(
    connection: Connection, posting: object, account: int, *, year: int, amount: int
) -> None:
    """Write whose dues of which year a posting takes."""
    await connection.execute(PAY, posting, account, year, amount)


async def tell_dues(connection: Connection, telling: DuesTelling) -> bool:
    """Tell a few of those who owe, each once; say whether more may wait."""
    if await connection.fetchval(IS_TOLD, telling.today):
        return False
    told = 0
    for kind in LETTERS.values():
        told += await connection.fetchval(
            TELL,
            telling.today.year,
            telling.days_to_pay,
            kind == "late",
            telling.today,
            kind,
            telling.now,
            telling.most,
        )
    if told == 0:
        await connection.execute(END_DAY, telling.today)
    return told > 0
