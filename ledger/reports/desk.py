"""The day of a desk: members found, cash taken at a till."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.core.refusal import NotFound
from ledger.database import reading
from ledger.reports.listing import PLAN_ANEW
from ledger.reports.lists import like

_MEMBER = """
select a.id as account, m.name, a.kind, a.tier, a.status, a.balance, a.ceiling,
       c.name as commune, m.erased_at is not null as is_erased,
       case when a.cash_in = cast(date_trunc('month', cast(:day as date)) as date) then
       a.cash_that_month else 0 end
         as cash_this_month
  from people.member as m
       join ledger.account as a on a.owner = m.id
       left join ledger.commune_today as c on c.insee = m.insee
"""
_AT_A_DESK = " where a.kind in ('resident', 'merchant', 'association', 'public_office')\n"
_BY_NAME = " order by m.folded_name, m.id limit :limit"
EVERYBODY = text(_MEMBER + _AT_A_DESK + _BY_NAME)
SEARCH = text(
    """
with named as materialized (
  select id from people.member
   where folded_name like people.folded(:begins) or folded_name like people.folded(:holds)
)
"""
    + _MEMBER
    + "       join named as n on n.id = m.id\n"
    + _AT_A_DESK
    + _BY_NAME
)
"""Who is of that name is asked of the index first: along the alphabet, Zoé would come last."""
SHORT = 3
"""Fewer letters begin a word of the name; so many are found anywhere in it."""
MEMBER = text(_MEMBER + " where a.id = :account")
TILL_DAY = text("""
select p.seq, p.id, p.kind, p.posted_at, -e.change as amount, m.name, p.piece
  from ledger.entry as e
       join ledger.posting as p on p.seq = e.posting_seq
       join ledger.account as o on o.id = e.other_id
       left join people.member as m on m.id = o.owner
 where e.account_id in (:till, (select cheque_account from ledger.till where cash_account = :till))
   and e.posting_seq >= (select min(first_seq) from ledger.journal_day where day >= :day)
 order by e.posting_seq desc, e.n desc
 limit 500
""")
TILL = text("""
select a.label, -(a.balance + q.balance) as owed, a.status = 'open' as is_open,
       concat_ws(', ', nullif(d.street, ''), c.name) as address
  from ledger.till as t
       join ledger.desk as d on d.name = t.desk
       left join ledger.commune_today as c on c.insee = d.insee
       join ledger.account as a on a.id = t.cash_account
       join ledger.account as q on q.id = t.cheque_account
 where t.cash_account = :till
""")


@dataclass(frozen=True, slots=True)
class DeskMember:
    """A member as the teller sees them: tier, balance, cash of the month."""

    account: int
    name: str
    kind: str
    tier: str | None
    status: str
    balance: int
    ceiling: int | None
    commune: str | None
    cash_this_month: int
    is_erased: bool


@dataclass(frozen=True, slots=True)
class TillLine:
    """One movement of a till, in minor units: what the desk owes more (or, negative, less)."""

    seq: int
    id: UUID
    kind: str
    posted_at: datetime
    amount: int
    name: str | None
    piece: str | None


@dataclass(frozen=True, slots=True)
class TillDay:
    """The running till: what it owes in all, whether it takes cash, its movements of the day.

    `address`: where its desk is.
    """

    label: str
    owed: int
    is_open: bool
    address: str
    lines: tuple[TillLine, ...]


async def search_members(
    engine: AsyncEngine, name: str, *, day: date, limit: int = 12
) -> list[DeskMember]:
    """Search members by a part of their name, or by the first letters of a word of it."""
    words = like(name)
    begins, holds = (words[1:], f"% {words[1:]}") if len(name) < SHORT else (words, words)
    bound = {"day": day, "limit": limit} | ({"begins": begins, "holds": holds} if words else {})
    async with reading(engine) as connection:
        await connection.execute(PLAN_ANEW)
        found = await connection.execute(SEARCH if words else EVERYBODY, bound)
        return [DeskMember(**row) for row in found.mappings()]


async def show_desk_member(engine: AsyncEngine, account: int, *, day: date) -> DeskMember:
    """Show one member at the desk.

    Raises:
        NotFound: no member holds that account.
    """
    async with reading(engine) as connection:
        row = (await connection.execute(MEMBER, {"account": account, "day": day})).mappings()
        member = row.first()
    if member is None:
        raise NotFound
    return DeskMember(**member)


async def show_till_day(engine: AsyncEngine, till: int, *, day: date) -> TillDay:
    """Show what a till took since the morning, newest first."""
    async with reading(engine) as connection:
        account = (await connection.execute(TILL, {"till": till})).mappings().first()
        found = await connection.execute(TILL_DAY, {"till": till, "day": day})
        lines = tuple(TillLine(**row) for row in found.mappings())
    if account is None:
        raise NotFound
    return TillDay(**account, lines=lines)
