"""What is appended stands in the tables as it was answered, however it was cut into batches."""

from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import pytest
from core.draft_lists import LATE, OPEN, REQUESTS, WITHDRAWN, draft_lists, funded_journal
from core.good_drafts import GOOD, issuance, payment, received
from core.orders import issue_received, pay, pay_request, redeem, refund, reverse, send
from core.paper_town import (
    AWA,
    BAKERY,
    HOUSE,
    LUCIE,
    SATURDAY,
    PaperJournal,
    envelope,
    in_batches,
    new_id,
    policy,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from personas import Member, Town
from storage.books_in_order import broken_laws
from storage.paper_on_disk import moved_in
from storage.run_server import Database, OpenDatabase
from storage.wire import COMMIT, LOCK, READ, WRITE, wired

from ledger.core.exchange import plan_redemption_paid, plan_redemption_returned
from ledger.core.money import Money
from ledger.core.posting import Draft, Kind, Posted
from ledger.core.refusal import Refused
from ledger.storage.journal import SLICE
from ledger.storage.journal_read import find_posted
from ledger.storage.journal_shelf import PolicyShelf
from ledger.storage.queue import PostingQueue

TABLES = ("posting", "leg", "refusal", "account", "journal_day")


async def _rows(dsn: str) -> dict[str, list[tuple[Any, ...]]]:
    connection = await asyncpg.connect(dsn)
    try:
        rows = {}
        for table in TABLES:
            where = "where book = 'PAPER'" if table == "account" else ""
            columns = "to_jsonb(t) - 'opened_at'"
            question = f"select {columns} from ledger.{table} as t {where}"  # noqa: S608 # our names
            found = await connection.fetch(question)
            rows[table] = sorted(tuple(row) for row in found)
        return rows
    finally:
        await connection.close()


@pytest.mark.parametrize("kind", Kind)
async def test_a_posting_of_each_kind_is_read_back_as_it_was_answered(
    database: Database, kind: Kind
) -> None:
    paper = PaperJournal()
    draft = GOOD[kind](paper)
    async with moved_in(database.app, paper) as journal:
        [posted] = await journal.post(draft)
        [replayed] = await journal.post(draft)
        found = await find_posted(journal.connection, draft.id)

    assert [posted] == paper.post(draft)
    assert isinstance(posted, Posted)
    assert replayed == found == posted
    assert await broken_laws(database.superuser) == {}


@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(draft_lists(at_least=4), st.lists(st.integers(min_value=0, max_value=14), max_size=6))
async def test_any_split_gives_in_the_database_the_outcomes_that_paper_gives(
    open_database: OpenDatabase, drafts: list[Draft], places: list[int]
) -> None:
    paper, database = funded_journal(), await open_database()
    async with moved_in(database.app, paper) as journal:
        outcomes = [o for b in in_batches(drafts, places) for o in await journal.post(*b)]
        rows = await journal.connection.fetch(
            """select id, balance, version, paid_on, paid_that_day, cash_in, cash_that_month
                 from ledger.account where book <> 'DLE'"""
        )

    assert outcomes == paper.post(*drafts)
    figures = paper.open_book().figures
    assert {row["id"]: tuple(row)[1:] for row in rows} == {
        id: (f.balance, f.version, f.paid_on, f.paid_that_day, f.cash_in, f.cash_that_month)
        for id, f in figures.items()
    }
    assert await broken_laws(database.superuser) == {}


async def test_what_drafts_refer_to_is_found_again_in_the_database(
    open_database: OpenDatabase,
) -> None:
    """Each link of the core, and what became of it: settled, refunded, reversed, and back."""
    paper = funded_journal()
    bought = paper.expect(pay(AWA, amount=10_00))
    part = paper.expect(refund(bought, 4_00))
    paper.expect(reverse(part))
    paper.post(refund(bought, 10_01), refund(bought, 10_00), refund(bought, 1), reverse(bought))
    other = paper.expect(pay(LUCIE, amount=10_00))
    paper.post(reverse(other), reverse(other), refund(other, 1))
    requested = paper.expect(redeem(BAKERY, 100_00, fee=5_00))
    paid = paper.expect(plan_redemption_paid(requested, envelope(), house=HOUSE, piece=""))
    paper.post(plan_redemption_returned(requested, envelope(), paid=None), reverse(requested))
    for _ in range(2):
        paper.post(plan_redemption_returned(requested, envelope(), paid=paid))
    euros, wrong = paper.expect(received(paper)), paper.expect(received(paper))
    paper.post(issue_received(euros), issue_received(euros), reverse(euros))
    paper.post(reverse(wrong), issue_received(wrong))
    ids = (OPEN, OPEN, LATE, WITHDRAWN, new_id())
    paper.post(*(pay_request(id, amount=5_00) for id in ids))
    told = [paper.known[draft.id].outcome for draft in paper.sent]

    database, nothing = await open_database(), PaperJournal(requests=dict(REQUESTS))
    async with moved_in(database.app, nothing) as journal:
        outcomes = [outcome for draft in paper.sent for outcome in await journal.post(draft)]

    assert outcomes == told
    assert len({outcome.code for outcome in told if isinstance(outcome, Refused)}) >= 9
    assert await broken_laws(database.superuser) == {}


async def test_a_batch_in_slices_writes_the_rows_that_single_drafts_write(
    open_database: OpenDatabase,
) -> None:
    paper = PaperJournal(policy=policy())
    for wallet in (AWA, LUCIE):
        paper.expect(issuance(paper, wallet, 200_00, dues=0))
    drafts = [pay(AWA, amount=1 + n % 97) for n in range(SLICE)]
    drafts += [send(AWA, LUCIE, 150_00), drafts[3], send(LUCIE, AWA, 150_00)]
    drafts += [pay(LUCIE, amount=1 + n % 60) for n in range(SLICE)]
    at_once, one_by_one = await open_database(), await open_database()

    async with moved_in(at_once.app, paper) as journal:
        together = await journal.post(*drafts)
    async with moved_in(one_by_one.app, paper) as journal:
        alone = [outcome for draft in drafts for outcome in await journal.post(draft)]

    assert len(drafts) > 2 * SLICE
    assert {type(outcome) for outcome in together} > {Posted}, "some were refused"
    assert together == alone
    assert await _rows(at_once.superuser) == await _rows(one_by_one.superuser)
    assert await broken_laws(at_once.superuser) == {}


async def test_postings_are_numbered_without_a_gap_whatever_is_refused_between(
    town: Town, awa: Member, bakery: Member
) -> None:
    await town.issue(awa, Money(20_00))
    first = await town.pay(awa, bakery, Money(5_00))
    for _ in range(3):
        with pytest.raises(Exception, match="floor_reached"):
            await town.pay(awa, bakery, Money(500_00))

    second = await town.pay(awa, bakery, Money(5_00))

    assert second.seq == first.seq + 1
    await town.check_books()


async def test_a_clock_that_goes_back_does_not_take_the_journal_with_it(
    town: Town, awa: Member, bakery: Member
) -> None:
    await town.issue(awa, Money(20_00))
    evening = await town.pay(awa, bakery, Money(1_00))
    town.clock.advance(hours=-30)

    again = await town.pay(awa, bakery, Money(1_00))

    assert again.posted_at == evening.posted_at
    assert again.operated_on == evening.operated_on
    await town.check_books()


async def test_a_day_begins_at_midnight_in_paris(town: Town, awa: Member, bakery: Member) -> None:
    await town.issue(awa, Money(20_00))
    town.clock.now = datetime(2026, 6, 6, 21, 59, 59, 999999, tzinfo=UTC)
    evening = await town.pay(awa, bakery, Money(1_00))
    town.clock.advance(microseconds=1)

    morning = await town.pay(awa, bakery, Money(1_00))

    assert (morning.operated_on - evening.operated_on).days == 1
    await town.check_books()


async def test_without_a_stand_in_the_server_says_the_instant(
    town: Town, awa: Member, bakery: Member
) -> None:
    town.clock.now = None
    await town.issue(awa, Money(20_00))

    posted = await town.pay(awa, bakery, Money(1_00))

    assert abs(posted.posted_at - datetime.now(UTC)) < timedelta(minutes=1)


async def test_thirty_days_are_summed_from_the_journal(
    town: Town, omar: Member, bakery: Member
) -> None:
    await town.issue(omar, Money(150_00))
    await town.pay(omar, bakery, Money(100_00))
    town.clock.advance(days=29)
    await town.pay(omar, bakery, Money(50_00))
    await town.top_up(omar, Money(150_00))

    with pytest.raises(Exception, match="rolling_limit_reached"):
        await town.pay(omar, bakery, Money(1))
    town.clock.advance(days=1)
    await town.pay(omar, bakery, Money(100_00))
    with pytest.raises(Exception, match="rolling_limit_reached"):
        await town.pay(omar, bakery, Money(1))

    await town.check_books()


async def test_a_lone_posting_takes_four_round_trips(database: Database) -> None:
    paper = PaperJournal(now=SATURDAY)
    first, measured = payment(paper), payment(paper)
    async with moved_in(database.app, paper), wired(database.app) as wire:
        queue = PostingQueue(wire.dsn, clock=lambda: SATURDAY)
        await queue.start()
        # The first posting of a connection prepares its statements and reads the policy.
        await queue.post(first)
        wire.round_trips.clear()

        await queue.post(measured)

        taken = list(wire.round_trips)
        await queue.stop()

    assert taken == [LOCK, READ, WRITE, COMMIT]


async def test_a_policy_rules_from_its_day_on(town: Town, awa: Member, bakery: Member) -> None:
    await town.issue(awa, Money(20_00))
    before = await town.pay(awa, bakery, Money(1_00))
    await town.change_policy(residents_may_transfer=False)

    after = await town.pay(awa, bakery, Money(1_00))

    assert (before.policy_version, after.policy_version) == (1, 2)
    with pytest.raises(Exception, match="transfer_not_allowed"):
        await town.send(awa, town.lucie, Money(1_00))


async def test_without_a_policy_in_force_nothing_is_posted(database: Database) -> None:
    paper = PaperJournal(now=datetime(2019, 12, 31, 12, 0, tzinfo=UTC))
    async with moved_in(database.app, paper) as journal:
        with pytest.raises(Exception, match="a policy is in force on every day"):
            await journal.post(issuance(paper))

    assert PolicyShelf().current is None
    assert await broken_laws(database.superuser) == {}
