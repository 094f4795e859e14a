"""Write the ceiling of one account, and end it after its last day."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from asyncpg import Connection, Record

from ledger.core.own_ceiling import Ceiling

STANDS = """
select a.owner, a.tier, a.ceiling, c.ends_on, c.afterwards
  from ledger.account as a
       left join ledger.own_ceiling as c on c.account_id = a.id and c.ended_at is null
 where a.id = $1 and a.status <> 'closed'
   and a.kind in ('resident', 'merchant', 'association', 'public_office')
"""
END = "update ledger.own_ceiling set ended_at = $2 where account_id = $1 and ended_at is null"
INSERT = """
insert into ledger.own_ceiling (id, account_id, amount, ends_on, afterwards, set_by, set_at)
values ($1, $2, $3, $4, $5, $6, $7)
"""
SET = "update ledger.account set ceiling = $2 where id = $1"
IS_ANY_OVER = """
select exists (select from ledger.own_ceiling where ended_at is null and ends_on < $1)
"""
OVER = """
select account_id, afterwards from ledger.own_ceiling
 where ended_at is null and ends_on < $1 order by ends_on, id
"""


@dataclass(frozen=True, slots=True)
class NewCeiling:
    """A ceiling to be written, under the id of its request or a fresh one."""

    id: UUID
    account: int
    ceiling: Ceiling
    set_by: str
    set_at: datetime


async def find_ceiling(connection: Connection, account: int) -> Record | None:
    """Find whose open account it is, its tier, and its own ceiling; the lock must be held."""
    return await connection.fetchrow(STANDS, account)


async def write_ceiling(connection: Connection, new: NewCeiling) -> None:
    """Write a ceiling in place of the one before; the journal lock must be held."""
    await connection.execute(END, new.account, new.set_at)
    says = (new.ceiling.amount, new.ceiling.ends_on, new.ceiling.afterwards)
    await connection.execute(INSERT, new.id, new.account, *says, new.set_by, new.set_at)
    await connection.execute(SET, new.account, new.ceiling.amount)


async def is_any_over(connection: Connection, today: date) -> bool:
    """Say whether the last day of a ceiling has passed."""
    over: bool = await connection.fetchval(IS_ANY_OVER, today)
    return over


async def end_ceilings(connection: Connection, today: date, *, now: datetime) -> list[Record]:
    """End those whose last day has passed, and list what counts again; the lock must be held."""
    over: list[Record] = await connection.fetch(OVER, today)
    for each in over:
        await connection.execute(END, each["account_id"], now)
        await connection.execute(SET, each["account_id"], each["afterwards"])
    return over
