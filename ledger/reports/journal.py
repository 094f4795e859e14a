"""The journal as the auditor reads it: pseudonymous, newest first."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.database import reading
from ledger.reports.wallet import END

_PAGE = """
select p.seq, p.id, p.kind, p.posted_at, p.policy_version, p.evidence_kind, p.piece, l.n, l.part,
       l.amount, d.chart as debit_chart, d.id as debit, c.chart as credit_chart, c.id as credit
  from (select seq, id, kind, posted_at, policy_version, evidence_kind, piece
          from ledger.posting as j
         where {where}
         order by seq {order} limit :limit) as p
       join ledger.leg as l on l.posting_seq = p.seq
       join ledger.account as d on d.id = l.debit_account
       join ledger.account as c on c.id = l.credit_account
 order by p.seq {order}, l.n
"""
_PLACE = {True: "seq < :place", False: "seq > :place"}
_KIND = "kind = :kind"
_KIND_WITH_INDEX = "kind = :kind and kind <> 'payment'"
"""Kinds but payments have an index; payments are found everywhere."""
_ACCOUNT = """
seq in ((select posting_seq from ledger.leg where debit_account = :account and {place}
          order by posting_seq {order} {limit})
         union
        (select posting_seq from ledger.leg where credit_account = :account and {place}
          order by posting_seq {order} {limit}))
"""
_LEGS_OF_ONE = 4
"""No posting has more legs on one account: the newest legs hold the newest postings."""
_SINCE = "seq >= (select min(first_seq) from ledger.journal_day where day >= :since)"
_UNTIL = """
seq < (select coalesce(min(first_seq), 4611686018427387904)
         from ledger.journal_day where day > :until)
"""
NAMES = text("""
select a.id, m.name from ledger.account as a join people.member as m on m.id = a.owner
 where a.id = any(:accounts)
""")


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One leg of a posting, with the posting's own columns."""

    seq: int
    id: UUID
    kind: str
    posted_at: datetime
    policy_version: int
    evidence_kind: str
    piece: str | None
    n: int
    part: str
    amount: int
    debit_chart: str
    debit: int
    credit_chart: str
    credit: int


@dataclass(frozen=True, slots=True)
class JournalWish:
    """Which postings somebody wishes to see; what is None or empty narrows nothing.

    `place`: the number after which the page begins, in the order of the list.
    """

    kind: str = ""
    account: int | None = None
    seq: int | None = None
    since: date | None = None
    until: date | None = None
    is_falling: bool = True
    place: int | None = None


EVERYTHING = JournalWish()


async def list_journal(
    engine: AsyncEngine, wish: JournalWish = EVERYTHING, *, limit: int = 50
) -> list[JournalLine]:
    """List postings with their legs by number, newest first unless wished otherwise, by keyset."""
    place = wish.place if wish.place is not None else END if wish.is_falling else 0
    bound = {"kind": wish.kind, "account": wish.account, "seq": wish.seq, "since": wish.since}
    given = {name: value for name, value in bound.items() if value not in ("", None)}
    given |= {"until": wish.until} if wish.until else {}
    statement = text(
        _PAGE.format(where=_where(wish, limit), order="desc" if wish.is_falling else "asc")
    )
    async with reading(engine) as connection:
        found = await connection.execute(statement, {**given, "place": place, "limit": limit})
        return [JournalLine(**row) for row in found.mappings()]


def _where(wish: JournalWish, limit: int) -> str:
    """Join what narrows the journal; an address chooses among these, and writes none."""
    parts = [_PLACE[wish.is_falling]]
    if wish.kind:
        parts.append(_KIND if wish.kind == "payment" else _KIND_WITH_INDEX)
    if wish.account is not None:
        is_alone = not (wish.kind or wish.since or wish.until)
        parts.append(
            _ACCOUNT.format(
                place=f"posting_{_PLACE[wish.is_falling]}",
                order="desc" if wish.is_falling else "asc",
                limit=f"limit {limit * _LEGS_OF_ONE}" if is_alone else "",
            )
        )
    parts += ["seq = :seq"] if wish.seq is not None else []
    parts += [_SINCE] if wish.since else []
    parts += [_UNTIL] if wish.until else []
    return " and ".join(parts)


async def list_names(engine: AsyncEngine, accounts: list[int]) -> dict[int, str]:
    """Give the names of members behind accounts, to those who may know them."""
    async with reading(engine) as connection:
        rows = (await connection.execute(NAMES, {"accounts": accounts})).all()
    return {row.id: row.name for row in rows}
