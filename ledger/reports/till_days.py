"""Where the day of a till stands, and what waits for a second person of its desk."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.core.refusal import NotFound
from ledger.core.till_day import DayState
from ledger.database import reading

TILL = text("""
select t.cash_account, t.cheque_account, t.code, t.number, a.label,
       concat_ws(', ', nullif(d.street, ''), c.name) as address
  from ledger.till as t
       join ledger.account as a on a.id = t.cash_account
       join ledger.desk as d on d.name = t.desk
       left join ledger.commune_today as c on c.insee = d.insee
 where t.cash_account = :till
""")
_DAY = """
select d.id, d.state, d.opened_at, d.float_expected, d.float_counted, d.float_reason, d.counted_at,
       d.counted, d.expected, d.taken, d.cheques, d.reason, d.closed_at, d.left_in_till,
       d.slip_number, a.label, o.name as teller, c.name as checker
  from ledger.till_day as d
       join ledger.till as t on t.cash_account = d.till
       join ledger.account as a on a.id = d.till
       left join people.person as o on d.opened_by = 'person:' || o.id
       left join people.person as c on d.checked_by = 'person:' || c.id
"""
LATEST = text(_DAY + " where d.till = :till order by d.opened_at desc limit 1")
WAITING_DAYS = text(
    _DAY
    + """
 where t.institution = :institution
   and (d.state = 'float_differs' or (d.state = 'counted' and d.counted <> d.expected))
 order by coalesce(d.counted_at, d.opened_at)
"""
)
_MOVEMENT = """
select m.id, m.amount, m.asked_at, m.confirmed_at, a.label, p.name as teller
  from ledger.till_movement as m
       join ledger.till_day as d on d.id = m.till_day
       join ledger.till as t on t.cash_account = d.till
       join ledger.account as a on a.id = d.till
       left join people.person as p on m.asked_by = 'person:' || p.id
"""
MOVEMENTS = text(_MOVEMENT + " where m.till_day = :day order by m.asked_at")
CASH = text("""
select d.float_counted - a.balance
       + coalesce((select sum(m.amount) from ledger.till_movement as m
                    where m.till_day = d.id and m.confirmed_at is not null), 0)::bigint
  from ledger.till_day as d join ledger.account as a on a.id = d.till
 where d.id = :day
""")
TOTALS = text("""
select case when e.part = 'dues' then 'dues' else p.kind end as kind, count(*) as lines,
       -sum(e.change)::bigint as amount
  from ledger.till_day as d
       join ledger.till as t on t.cash_account = d.till
       join ledger.entry as e on e.account_id = any(array[t.cash_account, t.cheque_account])
       join ledger.posting as p on p.seq = e.posting_seq
 where d.id = :day and e.posting_seq >= (select min(first_seq) from ledger.journal_day
        where day >= (d.opened_at at time zone 'Europe/Paris')::date)
   and p.posted_at >= d.opened_at and p.posted_at <= coalesce(d.counted_at, 'infinity')
   and p.kind not in ('slip_closed', 'till_difference')
 group by 1 order by 1
""")
"""What a day took, by the nature of what was done; taken back counts less."""
WAITING_MOVEMENTS = text(
    _MOVEMENT
    + """
 where t.institution = :institution and m.confirmed_at is null and d.state = 'open'
 order by m.asked_at
"""
)


WAITING_SLIPS = text("""
select c.id, d.slip_number as number, a.label, p.name as teller, d.closed_at, d.taken, d.cheques
  from ledger.countersignature as c
       join ledger.till_day as d on d.slip_posting = c.subject
       join ledger.account as a on a.id = d.till
       left join people.person as p on c.asked_by = 'person:' || p.id
 where c.act = 'slip' and c.organisation = :institution and c.decided_at is null
 order by d.closed_at
 limit 40
""")


@dataclass(frozen=True, slots=True)
class TillView:
    """A till of a desk: its two accounts, its label, and where the desk is."""

    cash_account: int
    cheque_account: int
    code: str
    number: int
    label: str
    address: str


@dataclass(frozen=True, slots=True)
class DayView:
    """A day of a till, in cents; what was expected is known once it was counted."""

    id: UUID
    state: DayState
    opened_at: datetime
    float_expected: int
    float_counted: int
    float_reason: str | None
    counted_at: datetime | None
    counted: int | None
    expected: int | None
    taken: int | None
    cheques: int | None
    reason: str | None
    closed_at: datetime | None
    left_in_till: int | None
    slip_number: str | None
    label: str
    teller: str | None
    checker: str | None

    @property
    def difference(self) -> int:
        """What was counted too much, or (negative) too little."""
        return (self.counted or 0) - (self.expected or 0)


@dataclass(frozen=True, slots=True)
class MovementView:
    """Cash brought to a till, or (negative) taken to the safe; it counts once confirmed."""

    id: UUID
    amount: int
    asked_at: datetime
    confirmed_at: datetime | None
    label: str
    teller: str | None


@dataclass(frozen=True, slots=True)
class TotalView:
    """What a till took by one nature of operation, in cents."""

    kind: str
    lines: int
    amount: int


@dataclass(frozen=True, slots=True)
class SlipView:
    """A slip that no controller has signed yet, in cents."""

    id: UUID
    number: str
    label: str
    teller: str | None
    closed_at: datetime
    taken: int
    cheques: int


@dataclass(frozen=True, slots=True)
class Checks:
    """What waits for a second person of a desk."""

    days: tuple[DayView, ...]
    movements: tuple[MovementView, ...]
    slips: tuple[SlipView, ...]


async def show_till(engine: AsyncEngine, account: int) -> TillView:
    """Show a till by the account of its cash.

    Raises:
        NotFound: there is none.
    """
    async with reading(engine) as connection:
        row = (await connection.execute(TILL, {"till": account})).mappings().first()
    if row is None:
        raise NotFound
    return TillView(**row)


async def show_latest_day(engine: AsyncEngine, account: int) -> DayView | None:
    """Show the latest day of a till; None before the first."""
    async with reading(engine) as connection:
        row = (await connection.execute(LATEST, {"till": account})).mappings().first()
    return _day(row) if row else None


async def is_over_alert(engine: AsyncEngine, day: UUID, alert: int) -> bool:
    """Say whether a till holds so much cash; how much, nobody who is to count it is told."""
    async with reading(engine) as connection:
        held: int | None = await connection.scalar(CASH, {"day": day})
    return held is not None and held >= alert


async def list_totals(engine: AsyncEngine, day: UUID) -> tuple[TotalView, ...]:
    """List what a day took by nature, in cents."""
    async with reading(engine) as connection:
        found = await connection.execute(TOTALS, {"day": day})
        return tuple(TotalView(**row) for row in found.mappings())


async def list_movements(engine: AsyncEngine, day: UUID) -> tuple[MovementView, ...]:
    """List the cash brought and taken on a day."""
    async with reading(engine) as connection:
        found = await connection.execute(MOVEMENTS, {"day": day})
        return tuple(MovementView(**row) for row in found.mappings())


async def list_checks(engine: AsyncEngine, institution: str) -> Checks:
    """List what waits at the tills of an institution, the oldest first."""
    bound = {"institution": institution}
    async with reading(engine) as connection:
        days = (await connection.execute(WAITING_DAYS, bound)).mappings()
        movements = (await connection.execute(WAITING_MOVEMENTS, bound)).mappings()
        slips = (await connection.execute(WAITING_SLIPS, bound)).mappings()
        return Checks(
            tuple(_day(row) for row in days),
            tuple(MovementView(**row) for row in movements),
            tuple(SlipView(**row) for row in slips),
        )


def _day(row: RowMapping) -> DayView:
    return DayView(**{**row, "state": DayState(row["state"])})
