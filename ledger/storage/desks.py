"""Write institutions, their desks, and where the tills of a desk begin and end."""

from dataclasses import dataclass
from datetime import datetime

from asyncpg import Connection, Record

from ledger.core.institution import Institution

INSERT_INSTITUTION = """
insert into ledger.institution (name, kind, code, added_at) values ($1, $2, $3, $4)
"""
INSTITUTION = "select name, kind, code from ledger.institution where name = $1"
HAS_KIND = "select exists (select from ledger.institution where kind = $1)"
HAS_CODE = """
select exists (select from ledger.institution where code = $1)
    or exists (select from ledger.till where code = $1)
"""
INSERT_DESK = """
insert into ledger.desk (name, institution, street, insee, hours) values ($1, $2, $3, $4, $5)
"""
HAS_DESK = "select exists (select from ledger.desk where name = $1)"
DESK = """
select name, institution, street, insee, hours from ledger.desk where name = $1 and institution = $2
"""
CHANGE_DESK = "update ledger.desk set street = $2, insee = $3, hours = $4 where name = $1"
LAST_NUMBER = """
select greatest((select max(number) from ledger.till where code = $1),
                (select max((facts ->> 'number')::integer) from ledger.countersignature
                  where act = 'till' and decided_at is null and facts ->> 'code' = $1), 0)
"""
TILL_TO_END = """
select t.cash_account, t.cheque_account, -(c.balance + q.balance) as owed,
       exists (select from ledger.till_day as d
                where d.till = t.cash_account and d.closed_at is null) as has_day
  from ledger.till as t
       join ledger.account as c on c.id = t.cash_account
       join ledger.account as q on q.id = t.cheque_account
 where t.cash_account = $1 and t.institution = $2 and t.closed_at is null
"""
END_TILL = "update ledger.till set closed_by = $2, closed_at = $3 where cash_account = $1"


@dataclass(frozen=True, slots=True)
class NewDesk:
    """A desk to be written; `hours` as people read them."""

    name: str
    institution: str
    street: str
    insee: str
    hours: str


async def insert_institution(connection: Connection, new: Institution, *, at: datetime) -> None:
    """Write an institution."""
    await connection.execute(INSERT_INSTITUTION, new.name, new.kind, new.code, at)


async def find_institution(connection: Connection, name: str) -> Record | None:
    """Find an institution by its name."""
    return await connection.fetchrow(INSTITUTION, name)


async def has_kind(connection: Connection, kind: str) -> bool:
    """Say whether there is an institution of a kind."""
    has: bool = await connection.fetchval(HAS_KIND, kind)
    return has


async def has_code(connection: Connection, code: str) -> bool:
    """Say whether slips of an institution begin with a code."""
    has: bool = await connection.fetchval(HAS_CODE, code)
    return has


async def insert_desk(connection: Connection, desk: NewDesk) -> None:
    """Write where a desk is and when it is open."""
    await connection.execute(
        INSERT_DESK, desk.name, desk.institution, desk.street, desk.insee, desk.hours
    )


async def has_desk(connection: Connection, name: str) -> bool:
    """Say whether a desk bears a name, whosever it is."""
    has: bool = await connection.fetchval(HAS_DESK, name)
    return has


async def find_desk(connection: Connection, name: str, institution: str) -> NewDesk | None:
    """Find a desk of an institution."""
    row = await connection.fetchrow(DESK, name, institution)
    return NewDesk(**row) if row else None


async def change_desk(connection: Connection, desk: NewDesk) -> None:
    """Write where a desk is now and when it is open."""
    await connection.execute(CHANGE_DESK, desk.name, desk.street, desk.insee, desk.hours)


async def last_number(connection: Connection, code: str) -> int:
    """Read the highest number of a till whose slips begin with a code, opened or asked for."""
    number: int = await connection.fetchval(LAST_NUMBER, code)
    return number


async def till_to_end(connection: Connection, till: int, institution: str) -> Record | None:
    """Read what a till that is not closed owes, and whether its day stands."""
    return await connection.fetchrow(TILL_TO_END, till, institution)


async def end_till(connection: Connection, till: int, *, by: str, at: datetime) -> None:
    """Write that a till is closed for good."""
    await connection.execute(END_TILL, till, by, at)
