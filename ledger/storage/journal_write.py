"""Write what was decided: set-based, postings, legs and figures in one statement."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from asyncpg import Connection

from ledger.core.book import Book, replaced_by
from ledger.core.judgement import Decision
from ledger.core.law import ensure
from ledger.core.posting import Draft, Posted
from ledger.core.refusal import Refused

POSTING_COLUMNS = (
    "seq", "id", "kind", "principal", "posted_at", "operated_on", "place", "policy_version",
    "piece", "settles", "refunds", "reverses", "digest", "evidence_kind", "evidence", "replaces",
)  # fmt: skip
LEG_COLUMNS = (
    "posting_seq", "n", "part", "debit_account", "credit_account", "amount", "debit_after",
    "credit_after",
)  # fmt: skip
FIGURE_COLUMNS = (
    "id", "balance", "version", "paid_on", "paid_that_day", "cash_in", "cash_that_month",
    "low_value_spent", "low_value_count",
)  # fmt: skip
REFUSAL_COLUMNS = (
    "id", "kind", "principal", "digest", "code", "facts", "policy_version", "refused_at",
    "replaces",
)  # fmt: skip

Rows = Sequence[tuple[Any, ...]]

WRITE = f"""
with new_posting as (
       insert into ledger.posting ({", ".join(POSTING_COLUMNS)})
       select * from unnest(
         $1::bigint[], $2::uuid[], $3::text[], $4::text[], $5::timestamptz[], $6::date[],
         $7::text[], $8::integer[], $9::text[], $10::uuid[], $11::uuid[], $12::uuid[],
         $13::bytea[], $14::text[], $15::bytea[], $16::uuid[])
     ),
     new_leg as (
       insert into ledger.leg ({", ".join(LEG_COLUMNS)})
       select * from unnest(
         $17::bigint[], $18::smallint[], $19::text[], $20::bigint[], $21::bigint[],
         $22::bigint[], $23::bigint[], $24::bigint[])
     ),
     moved as (
       update ledger.account as a
          set balance = f.balance, version = f.version,
              paid_on = f.paid_on, paid_that_day = f.paid_that_day,
              cash_in = f.cash_in, cash_that_month = f.cash_that_month,
              low_value_spent = f.low_value_spent, low_value_count = f.low_value_count
         from unnest(
           $25::bigint[], $26::bigint[], $27::bigint[], $28::date[], $29::bigint[], $30::date[],
           $31::bigint[], $32::bigint[], $33::integer[]) as f ({", ".join(FIGURE_COLUMNS)})
        where a.id = f.id
       returning a.id
     ),
     notified as (select pg_notify('journal', $34::text))
select (select count(*) from moved) as moved, (select count(*) from notified) as notified
"""
INSERT_REFUSAL = f"""
insert into ledger.refusal ({", ".join(REFUSAL_COLUMNS)})
values ($1, $2, $3, $4, $5, $6::jsonb, $7, $8, $9)
"""
OPEN_DAY = "insert into ledger.journal_day (day, first_seq) values ($1, $2)"


class NewRows(NamedTuple):
    """What a judged batch adds to the tables, ready to be sent."""

    postings: Rows
    legs: Rows
    figures: Rows
    refusals: Rows
    opens_day: date | None
    last_seq: int


def rows_of(book: Book, decisions: Sequence[Decision]) -> NewRows:
    """Turn new decisions into rows with the figures they leave; changes then count anew."""
    posted = [(d.draft, d.outcome) for d in decisions if d.is_new and isinstance(d.outcome, Posted)]
    rows = NewRows(
        postings=_posting_rows(posted),
        legs=_leg_rows(posted),
        figures=_figure_rows(book),
        refusals=_refusal_rows(book, decisions),
        opens_day=book.today if posted and not book.day_is_open else None,
        last_seq=book.last_seq,
    )
    book.changed.clear()
    book.day_is_open = book.day_is_open or bool(posted)
    return rows


async def write_rows(connection: Connection, rows: NewRows) -> None:
    """Write the rows of a judged batch.

    Raises:
        InvariantBroken: an account of the book is no longer in the table.
    """
    if rows.refusals:
        await connection.executemany(INSERT_REFUSAL, rows.refusals)
    if not rows.postings:
        return
    if rows.opens_day is not None:
        await connection.execute(OPEN_DAY, rows.opens_day, rows.postings[0][0])
    columns = [*_columns(rows.postings), *_columns(rows.legs), *_columns(rows.figures)]
    moved = await connection.fetchval(WRITE, *columns, str(rows.last_seq))
    ensure(moved == len(rows.figures), "every account of a posting has its figures moved")


def _columns(rows: Rows) -> list[list[Any]]:
    """Turn rows into arrays for `unnest`, which fills an array that is too short with nulls.

    A column without a single value is sent empty: the driver looks at every value twice.
    """
    columns = zip(*rows, strict=True)
    return [[] if column.count(None) == len(column) else list(column) for column in columns]


def _posting_rows(posted: Sequence[tuple[Draft, Posted]]) -> Rows:
    rows = []
    for draft, outcome in posted:
        origin = draft.envelope.origin
        rows.append(
            (
                outcome.seq,
                draft.id,
                draft.kind,
                origin.principal,
                outcome.posted_at,
                outcome.operated_on,
                origin.place,
                outcome.policy_version,
                draft.piece,
                draft.settles,
                draft.refunds,
                draft.reverses,
                draft.envelope.digest,
                origin.evidence_kind,
                origin.evidence,
                draft.replaces,
            )
        )
    return rows


def _leg_rows(posted: Sequence[tuple[Draft, Posted]]) -> Rows:
    return [(outcome.seq, n, *leg) for _, outcome in posted for n, leg in enumerate(outcome.legs)]


def _refusal_rows(book: Book, decisions: Sequence[Decision]) -> Rows:
    return [
        (
            d.draft.id,
            d.draft.kind,
            d.draft.envelope.origin.principal,
            d.draft.envelope.digest,
            d.outcome.code,
            json.dumps(d.outcome.facts),
            book.policy.version,
            book.now,
            replaced_by(d.draft, d.outcome),
        )
        for d in decisions
        if d.is_new and isinstance(d.outcome, Refused) and d.outcome.is_recorded
    ]


def _figure_rows(book: Book) -> Rows:
    """One row per account that moved, in id order."""
    rows = []
    for account_id in sorted(book.changed):
        f = book.figures[account_id]
        rows.append(
            (
                account_id,
                f.balance,
                f.version,
                f.paid_on,
                f.paid_that_day,
                f.cash_in,
                f.cash_that_month,
                f.low_value_spent,
                f.low_value_count,
            )
        )
    return rows
