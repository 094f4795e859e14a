"""Recompute the books from the journal and compare: what `mlc check` proves.

Everything is read up to one posting number, in short keyset pages: an old snapshot would slow every
writer.
"""

from collections import Counter
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.database import reading
from ledger.reports.attached_files import find_wrong_files
from ledger.reports.cheques import find_wrong_debts
from ledger.reports.day_flows import find_wrong_days
from ledger.reports.dues import find_wrong_dues
from ledger.reports.evidence import find_unproved
from ledger.reports.obeyed import find_disobeyed
from ledger.reports.payout_proof import find_unapproved
from ledger.reports.signatures import find_unsigned, find_unsigned_policies

ACCOUNTS = text("""
select (select coalesce(max(seq), 0) from ledger.posting) as head,
       array_agg(id) as ids, array_agg(book) as books, array_agg(balance) as balances,
       array_agg(version) as versions, array_agg(floor) as floors
  from ledger.account
""")
PAGE = text("""
select p.seq, p.posted_at, p.operated_on, p.id, l.n, l.debit_account, l.credit_account, l.amount,
       l.debit_after, l.credit_after
  from (select seq, posted_at, operated_on, id from ledger.posting
         where seq > :after and seq <= :head order by seq limit :limit) as p
       left join ledger.leg as l on l.posting_seq = p.seq
 order by p.seq, l.n
""")
BOTH_POSTED_AND_REFUSED = text("""
select p.seq from ledger.refusal as r join ledger.posting as p on p.id = r.id limit 10
""")
LEGS_WITHOUT_POSTING = text("""
select l.posting_seq from ledger.leg as l
 where not exists (select from ledger.posting as p where p.seq = l.posting_seq) limit 10
""")
POSTINGS_A_PAGE = 2_000
MOST_FINDINGS = 50


@dataclass(slots=True)
class Audit:
    """The fold of the journal, and what it finds."""

    postings: int = 0
    legs: int = 0
    seq: int = 0
    posted_at: datetime | None = None
    balances: Counter[int] = field(default_factory=Counter)
    versions: Counter[int] = field(default_factory=Counter)
    findings: list[str] = field(default_factory=list)

    def find(self, sentence: str) -> None:
        """Note a finding; beyond a few dozen, more of the same says nothing."""
        if len(self.findings) < MOST_FINDINGS:
            self.findings.append(sentence)

    @property
    def is_sound(self) -> bool:
        """Say whether nothing was found."""
        return not self.findings


_FINDERS = (
    find_unsigned,
    find_unsigned_policies,
    find_unapproved,
    find_wrong_debts,
    find_wrong_dues,
    find_disobeyed,
    find_wrong_days,
    find_wrong_files,
)


async def check_books(engine: AsyncEngine) -> Audit:
    """Fold the whole journal and compare it with the stored figures."""
    audit = Audit()
    async with reading(engine) as connection:
        stored = (await connection.execute(ACCOUNTS)).one()
        for row in await connection.execute(BOTH_POSTED_AND_REFUSED):
            audit.find(f"posting {row.seq} carries an id that is also refused")
        for row in await connection.execute(LEGS_WITHOUT_POSTING):
            audit.find(f"a leg belongs to posting {row.posting_seq}, which does not exist")
    async for page in _pages(engine, int(stored.head)):
        _fold(audit, page)
    async for finding in find_unproved(engine, int(stored.head)):
        audit.find(finding)
    for finder in _FINDERS:
        async for finding in finder(engine):
            audit.find(finding)
    if audit.seq != stored.head:
        audit.find(f"the journal ends at {audit.seq}, its head says {stored.head}")
    _compare(audit, stored)
    return audit


async def _pages(engine: AsyncEngine, head: int) -> AsyncIterator[list[Row[tuple[object, ...]]]]:
    after = 0
    while after < head:
        async with reading(engine) as connection:
            found = await connection.execute(
                PAGE, {"after": after, "head": head, "limit": POSTINGS_A_PAGE}
            )
            rows = list(found)
        if not rows:
            return
        yield rows
        after = rows[-1].seq


def _fold(audit: Audit, rows: Iterable[Row[tuple[object, ...]]]) -> None:
    for row in rows:
        if row.seq != audit.seq:
            _next_posting(audit, row)
            expected_n = 0
        if row.n is None:
            audit.find(f"posting {row.seq} has no leg")
            continue
        if row.n != expected_n:
            audit.find(f"posting {row.seq} has leg {row.n} where {expected_n} is due")
        expected_n = row.n + 1
        _move(audit, row)


def _next_posting(audit: Audit, row: Row[tuple[object, ...]]) -> None:
    if row.seq != audit.seq + 1:
        audit.find(f"posting {row.seq} follows {audit.seq}: the numbers have a gap")
    if audit.posted_at is not None and row.posted_at < audit.posted_at:
        audit.find(f"posting {row.seq} goes back in time")
    audit.postings += 1
    audit.seq, audit.posted_at = row.seq, row.posted_at


def _move(audit: Audit, row: Row[tuple[object, ...]]) -> None:
    audit.legs += 1
    audit.balances[row.debit_account] -= row.amount
    audit.balances[row.credit_account] += row.amount
    audit.versions[row.debit_account] += 1
    audit.versions[row.credit_account] += 1
    after = (audit.balances[row.debit_account], audit.balances[row.credit_account])
    if after != (row.debit_after, row.credit_after):
        audit.find(f"posting {row.seq}, leg {row.n}: the stored balances do not follow")


def _compare(audit: Audit, stored: Row[tuple[object, ...]]) -> None:
    columns = (stored.ids, stored.books, stored.balances, stored.versions, stored.floors)
    sums: Counter[str] = Counter()
    for id, book, balance, version, floor in zip(*(c or [] for c in columns), strict=True):
        sums[book] += balance
        if audit.balances[id] != balance:
            audit.find(f"account {id}: balance {balance}, its legs make {audit.balances[id]}")
        if audit.versions[id] != version:
            audit.find(f"account {id}: version {version}, it has {audit.versions[id]} legs")
        if floor is not None and balance < floor:
            audit.find(f"account {id}: balance {balance} is below its floor {floor}")
    for book, total in sums.items():
        if total:
            audit.find(f"book {book}: balances add up to {total}, not to zero")
