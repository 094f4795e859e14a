"""Read under the journal lock, in one round trip, all that the rules look at."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple
from uuid import UUID

from asyncpg import Connection, Record

from ledger.core.account import Account, AccountKind, Status, Tier
from ledger.core.book import Book, Figures, KeyFacts, Known, Past, Request
from ledger.core.posting import Draft, Kind, Part, Posted, PostedLeg
from ledger.core.refusal import refusal_of
from ledger.core.rules import ASKS_COVERAGE
from ledger.storage.bonuses import put_bonuses
from ledger.storage.cards import put_cards
from ledger.storage.journal_shelf import PolicyShelf
from ledger.storage.mergers import put_before
from ledger.storage.own_limits import read_own_limits

READ = """
  with head as materialized (
         select coalesce(last.seq, 0) as seq,
                greatest(coalesce($5::timestamptz, clock_timestamp()), last.posted_at) as now
           from (select) as always
                left join lateral (select seq, posted_at from ledger.posting
                                    order by seq desc limit 1) as last on true
       ),
       today as materialized (
         select seq, now, (now at time zone 'Europe/Paris')::date as day from head
       ),
       linked as materialized (
         select id, settles, refunds from ledger.posting where id = any($4::uuid[])
       )
select case when first.row then (
         select row(seq, now, day,
                    (select max(version) from ledger.policy where valid_from <= day),
                    exists (select from ledger.journal_day as d where d.day = today.day))
           from today) end as head,
       case when first.row then array(
         select row(p.seq, p.id, p.kind, p.posted_at, p.operated_on, p.policy_version,
                    p.settles, p.refunds, p.reverses, p.digest)
           from ledger.posting as p
          where p.id = any($1::uuid[] || array(select id from linked
                                               union select settles from linked
                                               union select refunds from linked))) end as postings,
       case when first.row then array(
         select row(id, digest, code, facts::text, principal) from ledger.refusal
          where id = any($1::uuid[] || $8::uuid[])) end as refusals,
       case when first.row then array(
         select row(id, account_id, amount, expires_at, withdrawn_at is not null, reserved_for)
           from ledger.payment_request where id = any($4::uuid[])) end as requests,
       case when first.row then array(
         select settles from ledger.posting where settles = any($4::uuid[])) end as settled,
       case when first.row then array(
         select row(k.id, k.account_id, k.registered_at, k.revoked_at,
                    case when k.registered_at > today.now - interval '30 days' then (
                      select coalesce(sum(l.amount), 0)::bigint
                        from ledger.leg as l join ledger.posting as p on p.seq = l.posting_seq
                       where l.debit_account = k.account_id and l.part = 'paid'
                         and p.posted_at >= k.registered_at
                         and (l.debit_account, l.posting_seq) >=
                             (k.account_id, (select min(d.first_seq) from ledger.journal_day as d
                               where d.day >= (k.registered_at at time zone 'Europe/Paris')::date))
                    ) else 0 end)
           from ledger.approval_key as k, today where k.id = any($7::uuid[])) end as keys,
       case when first.row then array(
         select replaces from ledger.posting where replaces = any($8::uuid[])
          union all
         select replaces from ledger.refusal where replaces = any($8::uuid[])) end as replaced,
       a.id, a.book, a.kind, a.status, a.tier, a.floor, a.ceiling, a.limit_group, a.territory,
       a.agreed_from, a.agreed_until, a.has_own_limits,
       exists (select from ledger.closure as c where c.into_account = a.id) as goes_on_for_another,
       a.balance, a.version, a.paid_on,
       a.paid_that_day, a.cash_in, a.cash_that_month, a.low_value_spent, a.low_value_count,
       case when a.tier = any($6::text[]) and a.id = any($3::bigint[]) then (
         select coalesce(sum(amount), 0)::bigint from ledger.leg
          where debit_account = a.id
            and part = 'paid'
            and (debit_account, posting_seq) >=
                (a.id, (select min(d.first_seq) from ledger.journal_day as d, today
                         where d.day > today.day - 30))
       ) else 0 end as paid_30_days
  from (select true as row union all select false) as first
       left join ledger.account as a on not first.row and a.id = any($2::bigint[])
"""
LEGS = """
select posting_seq, part, debit_account, credit_account, amount, debit_after, credit_after
  from ledger.leg
 where posting_seq = any($1::bigint[])
 order by posting_seq, n
"""
AFTERMATH = """
select p.id,
       exists (select from ledger.posting as r where r.reverses = p.id) as is_reversed,
       exists (select from ledger.posting as s where s.settles = p.id) as is_settled,
       (select coalesce(sum(l.amount), 0)::bigint
          from ledger.posting as f
               join ledger.leg as l on l.posting_seq = f.seq
         where f.refunds = p.id
           and not exists (select from ledger.posting as r where r.reverses = f.id)) as refunded
  from ledger.posting as p
 where p.seq = any($1::bigint[])
"""
GROUPED = """
select null, null, null, null, null, null, null,
       other.id, other.book, other.kind, other.status, other.tier, other.floor, other.ceiling,
       other.limit_group, other.territory, other.agreed_from, other.agreed_until,
       other.has_own_limits, false, other.balance, other.version, other.paid_on,
       other.paid_that_day, other.cash_in, other.cash_that_month, other.low_value_spent,
       other.low_value_count, 0::bigint as paid_30_days
  from ledger.account as other
 where other.limit_group = any($1::bigint[])
"""
_KIND = {kind.value: kind for kind in AccountKind}
_STATUS = {status.value: status for status in Status}
_TIER: dict[str | None, Tier | None] = {None: None, **{tier.value: tier for tier in Tier}}


class Head(NamedTuple):
    """Where the journal stands, and what is already recorded under the ids of the drafts."""

    seq: int
    now: datetime
    day: date
    policy_version: int | None
    day_is_open: bool
    postings: Sequence[Sequence[Any]]
    refusals: Sequence[tuple[UUID, bytes, str, str, str]]
    requests: Sequence[tuple[UUID, int, int, datetime, bool, int | None]]
    settled: Sequence[UUID]
    keys: Sequence[tuple[UUID, int, datetime, datetime | None, int]]
    replaced: Sequence[UUID]


async def read_book(
    connection: Connection, drafts: Sequence[Draft], *, shelf: PolicyShelf, now: datetime | None
) -> Book:
    """Read the book that these drafts are judged against; the journal lock must be held."""
    rows = await _read(connection, drafts, shelf, now)
    head = _head(rows)
    if shelf.current is None or shelf.current.version != head.policy_version:
        await shelf.fetch(connection, head.policy_version)
        rows = await _read(connection, drafts, shelf, now)
        head = _head(rows)
    policy = await shelf.fetch(connection, head.policy_version)
    book = Book(head.now, head.day, policy, head.seq, day_is_open=head.day_is_open)
    _put_accounts(book, (row for row in rows if row["id"] is not None))
    await _put_groups(connection, book, drafts)
    await put_before(connection, book, drafts)
    for id, digest, code, facts, principal in head.refusals:
        book.known[id] = Known(digest, refusal_of(code, json.loads(facts)), principal)
    for request in head.requests:
        book.requests[request[0]] = Request(*request)
    book.paid_requests.update(head.settled)
    for key in head.keys:
        book.put_key(key[0], KeyFacts(*key[1:]))
    book.replaced.update(head.replaced)
    await put_cards(connection, book, drafts)
    await put_bonuses(connection, book, drafts)
    if own := [account.id for account in book.accounts.values() if account.has_own_limits]:
        book.own_limits = await read_own_limits(connection, own, now=book.now, today=book.today)
    if head.postings:
        await _put_past(connection, book, head.postings, {draft.id for draft in drafts})
    return book


def _head(rows: Sequence[Record]) -> Head:
    """Find the one row that carries what is not about an account."""
    row = next(row for row in rows if row["head"] is not None)
    return Head(*row["head"], *row[1:7])


async def _read(
    connection: Connection, drafts: Sequence[Draft], shelf: PolicyShelf, now: datetime | None
) -> list[Record]:
    touched: set[int] = set()
    payers: set[int] = set()
    linked: set[UUID] = set()
    keys: set[UUID] = set()
    replaced: set[UUID] = set()
    for draft in drafts:
        keys.update(key for key in (draft.key_id, draft.till_key) if key is not None)
        if draft.replaces is not None:
            replaced.add(draft.replaces)
        linked.update(filter(None, (draft.settles, draft.refunds, draft.reverses)))
        for leg in draft.legs:
            touched.update((leg.debit, leg.credit))
            if leg.part is Part.PAID:
                payers.add(leg.debit)
    if any(draft.kind in ASKS_COVERAGE for draft in drafts):
        touched.update(await shelf.own_accounts(connection))
    ids = [draft.id for draft in drafts]
    rolling = shelf.tiers_with_rolling_cap
    sets = [list(some) for some in (touched, payers, linked)]
    rows: list[Record] = await connection.fetch(
        READ, ids, *sets, now, rolling, list(keys), list(replaced)
    )
    return rows


def _put_accounts(book: Book, rows: Iterable[Record]) -> None:
    for row in rows:
        id, name, kind, status, tier, *facts = row[7:]
        known = _KIND[kind], _STATUS[status], _TIER[tier]
        book.accounts[id] = Account(id, name, *known, *facts[:8])
        book.figures[id] = Figures(*facts[8:])


async def _put_groups(connection: Connection, book: Book, drafts: Sequence[Draft]) -> None:
    """Add the other accounts of each limit group that loads cash: their cash counts together."""
    loaded = {leg.credit for draft in drafts for leg in draft.legs if leg.part is Part.CASH}
    accounts = (book.accounts[id] for id in loaded if id in book.accounts)
    groups = {account.limit_group for account in accounts} - {None}
    if not groups:
        return
    rows = await connection.fetch(GROUPED, list(groups))
    _put_accounts(book, [row for row in rows if row["id"] not in book.accounts])


async def _put_past(
    connection: Connection, book: Book, rows: Sequence[Sequence[Any]], asked: set[UUID]
) -> None:
    """Add earlier postings with their legs: first answers of replays, and what drafts refer to."""
    seqs = [row[0] for row in rows]
    legs = await _legs(connection, seqs)
    aftermath = {row["id"]: row for row in await connection.fetch(AFTERMATH, seqs)}
    for row in rows:
        posted = _posted(row, legs[row[0]])
        after = aftermath[posted.id]
        book.past[posted.id] = Past(
            posted, after["refunded"], after["is_reversed"], after["is_settled"]
        )
        if posted.id in asked:
            book.known[posted.id] = Known(row[9], posted)


async def _legs(connection: Connection, seqs: list[int]) -> Mapping[int, tuple[PostedLeg, ...]]:
    rows = await connection.fetch(LEGS, seqs)
    return {
        seq: tuple(PostedLeg(Part(row[1]), *row[2:7]) for row in group)
        for seq, group in groupby(rows, key=itemgetter(0))
    }


def _posted(row: Sequence[Any], legs: tuple[PostedLeg, ...]) -> Posted:
    seq, id, kind, posted_at, operated_on, policy_version, settles, refunds, reverses, _ = row
    return Posted(
        seq=seq,
        id=id,
        kind=Kind(kind),
        posted_at=posted_at,
        operated_on=operated_on,
        policy_version=policy_version,
        legs=legs,
        settles=settles,
        refunds=refunds,
        reverses=reverses,
    )


async def find_posted(connection: Connection, id: UUID) -> Posted | None:
    """Find a posting by its id, outside the lock: what is posted never changes."""
    row = await connection.fetchrow(
        """select seq, id, kind, posted_at, operated_on, policy_version, settles, refunds,
                  reverses, digest from ledger.posting where id = $1""",
        id,
    )
    if row is None:
        return None
    legs = await _legs(connection, [row["seq"]])
    return _posted(tuple(row), legs[row["seq"]])
