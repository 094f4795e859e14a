"""Write the days of tills; the journal lock must be held, so that nothing is taken meanwhile."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from asyncpg import Connection, Record

INSERT_TILL = """
insert into ledger.till (cash_account, cheque_account, institution, code, number, desk)
values ($1, $2, $3, $4, $5, $6)
"""
TILL = """
select t.cash_account, t.cheque_account, t.institution, t.code, t.number, t.closed_at,
       coalesce((select left_in_till from ledger.till_day as d
                  where d.till = t.cash_account and d.closed_at is not null
                  order by d.closed_at desc limit 1), 0) as left_in_till,
       (select count(*) from ledger.till_day as d
         where d.till = t.cash_account
           and starts_with(d.slip_number, t.code || '-BORD-' || $2 || '-')) as slips_today
  from ledger.till as t
 where t.cash_account = $1
"""
STANDING = "select * from ledger.till_day where till = $1 and closed_at is null"
DAY = """
select d.*, t.cash_account, t.cheque_account, t.institution, t.code, t.number
  from ledger.till_day as d join ledger.till as t on t.cash_account = d.till
 where d.id = $1
"""
INSERT_DAY = """
insert into ledger.till_day (id, till, state, opened_by, opened_at, float_expected, float_counted,
                             float_pieces, float_reason)
values ($1, $2, $3, $4, $5, $6, $7, $8::text::jsonb, $9)
"""
CHECK_FLOAT = "update ledger.till_day set state = 'open', float_checked_by = $2 where id = $1"
FIGURES = """
select d.float_counted, -c.balance as taken, -q.balance as cheques,
       coalesce((select sum(m.amount) from ledger.till_movement as m
                  where m.till_day = d.id and m.confirmed_at is not null), 0)::bigint as brought,
       exists (select from ledger.till_movement as m
                where m.till_day = d.id and m.confirmed_at is null) as is_moving
  from ledger.till_day as d
       join ledger.till as t on t.cash_account = d.till
       join ledger.account as c on c.id = t.cash_account
       join ledger.account as q on q.id = t.cheque_account
 where d.id = $1
"""
WRITE_COUNT = """
update ledger.till_day
   set state = 'counted', counted_at = $2, counted = $3, pieces = $4::text::jsonb,
       expected = $5, taken = $6, cheques = $7, left_in_till = $8
 where id = $1
"""
CLOSE_DAY = """
update ledger.till_day
   set state = 'closed', closed_at = $2, checked_by = $3, slip_number = $4,
       slip_posting = $5, reason = $6
 where id = $1
"""
INSERT_MOVEMENT = """
insert into ledger.till_movement (id, till_day, amount, asked_by, asked_at)
values ($1, $2, $3, $4, $5)
"""
WAITING_MOVEMENT = """
select m.asked_by
  from ledger.till_movement as m
       join ledger.till_day as d on d.id = m.till_day
       join ledger.till as t on t.cash_account = d.till
 where m.id = $1 and m.confirmed_at is null and d.state = 'open' and t.institution = $2
"""
CONFIRM_MOVEMENT = """
update ledger.till_movement set confirmed_by = $2, confirmed_at = $3 where id = $1
"""


@dataclass(frozen=True, slots=True)
class NewTill:
    """A till to be described: its two accounts, its desk, and how its slips are numbered."""

    cash_account: int
    cheque_account: int
    institution: str
    code: str
    number: int
    desk: str


@dataclass(frozen=True, slots=True)
class NewDay:
    """A day to be opened; amounts in cents."""

    id: UUID
    till: int
    state: str
    opened_by: str
    opened_at: datetime
    float_expected: int
    float_counted: int
    pieces: Mapping[int, int]
    reason: str | None


@dataclass(frozen=True, slots=True)
class WrittenCount:
    """A count to be written, with what was expected at that instant; amounts in cents."""

    counted_at: datetime
    counted: int
    pieces: Mapping[int, int]
    expected: int
    taken: int
    cheques: int
    left_in_till: int


async def insert_till(connection: Connection, till: NewTill) -> None:
    """Describe a till."""
    await connection.execute(
        INSERT_TILL,
        till.cash_account,
        till.cheque_account,
        till.institution,
        till.code,
        till.number,
        till.desk,
    )


async def read_till(connection: Connection, account: int, *, day: str) -> Record | None:
    """Read a till, the cash left in it at its last closing, and its slips of a day (ISO)."""
    return await connection.fetchrow(TILL, account, day)


async def standing_day(connection: Connection, account: int) -> Record | None:
    """Read the day of a till that is not closed."""
    return await connection.fetchrow(STANDING, account)


async def read_day(connection: Connection, id: UUID) -> Record | None:
    """Read a day with its till."""
    return await connection.fetchrow(DAY, id)


async def insert_day(connection: Connection, day: NewDay) -> None:
    """Write that a till was opened, or asks to be."""
    await connection.execute(
        INSERT_DAY,
        day.id,
        day.till,
        day.state,
        day.opened_by,
        day.opened_at,
        day.float_expected,
        day.float_counted,
        _pieces(day.pieces),
        day.reason,
    )


async def check_float(connection: Connection, id: UUID, *, by: str) -> None:
    """Write who checked a float that differed."""
    await connection.execute(CHECK_FLOAT, id, by)


async def read_figures(connection: Connection, id: UUID) -> Record:
    """Read what a day has taken so far."""
    row: Record = await connection.fetchrow(FIGURES, id)
    return row


async def write_count(connection: Connection, id: UUID, count: WrittenCount) -> None:
    """Write the count of a day, once."""
    await connection.execute(
        WRITE_COUNT,
        id,
        count.counted_at,
        count.counted,
        _pieces(count.pieces),
        count.expected,
        count.taken,
        count.cheques,
        count.left_in_till,
    )


async def close_day(
    connection: Connection,
    id: UUID,
    *,
    at: datetime,
    checked_by: str | None,
    slip: tuple[str, UUID] | None,
    reason: str | None,
) -> None:
    """Write that a day is closed; `slip`: the number of its slip and the posting, if anything."""
    number, posting = slip or (None, None)
    await connection.execute(CLOSE_DAY, id, at, checked_by, number, posting, reason)


async def insert_movement(
    connection: Connection, id: UUID, day: UUID, amount: int, *, by: str, now: datetime
) -> None:
    """Write that somebody asks to bring cash (positive) or to take it to the safe (negative)."""
    await connection.execute(INSERT_MOVEMENT, id, day, amount, by, now)


async def waiting_movement(connection: Connection, id: UUID, *, institution: str) -> str | None:
    """Find who asked for a movement that waits at an open till of an institution."""
    asked_by: str | None = await connection.fetchval(WAITING_MOVEMENT, id, institution)
    return asked_by


async def confirm_movement(connection: Connection, id: UUID, *, by: str, now: datetime) -> None:
    """Write who confirmed a movement."""
    await connection.execute(CONFIRM_MOVEMENT, id, by, now)


def _pieces(pieces: Mapping[int, int]) -> str:
    kept: dict[str, Any] = {str(value): number for value, number in pieces.items() if number}
    return json.dumps(kept)
