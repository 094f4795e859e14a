"""The associations that residents sponsor: who may be chosen, who chose whom, how many sponsors."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.database import reading

FEWEST_TOLD = 5
"""Below it an association is told no number: it could guess who its sponsors are."""
ACCREDITED = text("""
select a.id as account, m.name, coalesce(c.name, '') as commune
  from ledger.account as a
       join people.member as m on m.id = a.owner
       left join ledger.commune_today as c on c.insee = m.insee
 where a.kind = 'association' and a.status = 'open' and a.agreed_from <= :day
   and (a.agreed_until is null or a.agreed_until >= :day)
 order by m.folded_name, a.id
""")
CHOSEN = text("""
select f.name as first_name, t.name as second_name, s.first_choice as first,
       s.second_choice as second
  from people.sponsorship as s
       left join ledger.account as a on a.id = s.first_choice
       left join people.member as f on f.id = a.owner
       left join ledger.account as b on b.id = s.second_choice
       left join people.member as t on t.id = b.owner
 where s.account_id = :account
 order by s.chosen_at desc, s.id desc limit 1
""")
SPONSORS = text("""
select case when a.kind = 'association' then (
         select count(*)
           from (select distinct on (account_id) account_id, first_choice
                   from people.sponsorship
                  where account_id in (select account_id from people.sponsorship
                                        where first_choice = :account)
                  order by account_id, chosen_at desc, id desc) as s
                join ledger.account as m on m.id = s.account_id and m.status <> 'closed'
          where s.first_choice = :account) end as sponsors
  from ledger.account as a where a.id = :account
""")


@dataclass(frozen=True, slots=True)
class Association:
    """An association that may be chosen."""

    account: int
    name: str
    commune: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a resident chose last: ids and names, None where nothing is chosen."""

    first: int | None = None
    second: int | None = None
    first_name: str | None = None
    second_name: str | None = None


async def list_associations(engine: AsyncEngine, day: date) -> list[Association]:
    """List the associations with an agreement in force, by name."""
    async with reading(engine) as connection:
        rows = (await connection.execute(ACCREDITED, {"day": day})).mappings()
        return [Association(**row) for row in rows]


async def show_chosen(engine: AsyncEngine, account: int) -> Chosen:
    """Show which associations somebody sponsors."""
    async with reading(engine) as connection:
        row = (await connection.execute(CHOSEN, {"account": account})).mappings().first()
    return Chosen(**row) if row else Chosen()


async def count_sponsors(engine: AsyncEngine, account: int) -> int | None:
    """Count the sponsors of an association; None where the account is none."""
    async with reading(engine) as connection:
        count: int | None = await connection.scalar(SPONSORS, {"account": account})
    return count
