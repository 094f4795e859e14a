"""Lists: every sort, both ways, page by page gives each row once; a filter narrows."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import asyncpg
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine
from storage.run_server import Database, OpenDatabase

from ledger.core.refusal import NotFound
from ledger.database import open_reader
from ledger.fresh import paris_day
from ledger.reports.acceptors import REGISTER
from ledger.reports.journal import JournalWish, list_journal
from ledger.reports.listing import Listing, Wish
from ledger.reports.lists import (
    CREDITED_SLIPS,
    ISSUED_TOP_UPS,
    MEMBERS,
    SETTLED_REDEMPTIONS,
    bounds,
)
from loadtests.town import Size, build_town

KEY = b"the server key of the tests, 32 b"
UNTIL = datetime(2026, 11, 25, 15, tzinfo=UTC)
FIRST, LAST = date(2026, 10, 1), date(2026, 12, 1)
LISTS: dict[str, Listing[Any]] = {
    "slips": CREDITED_SLIPS,
    "top-ups": ISSUED_TOP_UPS,
    "redemptions": SETTLED_REDEMPTIONS,
    "members": MEMBERS,
    "acceptors": REGISTER,
}
EVERY_SORT = [(name, sort) for name, each in LISTS.items() for sort in each.sorts]
BUSIEST = "select id from ledger.account where kind = 'merchant' order by version desc limit 1"
OF_ACCOUNT = """
select distinct posting_seq from ledger.leg where $1 in (debit_account, credit_account) order by 1
"""


@pytest.fixture(scope="module")
async def lived(open_database: OpenDatabase) -> Database:
    """Give a town that has lived two weeks."""
    database = await open_database()
    await build_town(database.app, KEY, Size(240, 1_500), until=UNTIL)
    return database


@pytest.fixture
async def reader(lived: Database) -> AsyncIterator[AsyncEngine]:
    """Give a reader of that town."""
    engine = open_reader(lived.app)
    yield engine
    await engine.dispose()


async def walk(
    reader: AsyncEngine, listing: Listing[Any], wish: Wish, bound: dict[str, object]
) -> list[Any]:
    """Turn every page of a list."""
    rows: list[Any] = []
    while True:
        page = await listing.page(reader, wish, bound, limit=3)
        rows += page.rows
        if not page.after:
            return rows
        wish = Wish(wish.sort, wish.is_falling, page.after)


@pytest.mark.parametrize(("name", "sort"), EVERY_SORT)
async def test_pages_give_each_row_once_in_order_both_ways(
    reader: AsyncEngine, name: str, sort: str
) -> None:
    listing, bound = LISTS[name], {**bounds(FIRST, LAST, ""), "today": LAST}
    whole = (await listing.page(reader, Wish(sort, is_falling=False), bound, limit=5_000)).rows

    rising = await walk(reader, listing, Wish(sort, is_falling=False), bound)
    falling = await walk(reader, listing, Wish(sort, is_falling=True), bound)

    assert len(whole) > 4
    assert rising == list(whole)
    assert falling == rising[::-1]


async def test_amounts_rise_and_names_are_sorted_as_people_read_them(reader: AsyncEngine) -> None:
    bound = bounds(FIRST, LAST, "")
    amounts = [
        r.amount
        for r in await walk(reader, ISSUED_TOP_UPS, Wish("amount", is_falling=False), bound)
    ]
    names = [r.name for r in await walk(reader, MEMBERS, Wish("name", is_falling=False), bound)]

    assert amounts == sorted(amounts)
    firsts = [name[0] for name in names if name[0] in "DEÉF"]
    assert "É" in firsts
    assert firsts == sorted(firsts, key=lambda letter: letter.replace("É", "E"))


async def test_words_narrow_whatever_their_accents_and_signs(reader: AsyncEngine) -> None:
    async def named(words: str) -> set[str]:
        rows = await walk(
            reader, MEMBERS, Wish("name", is_falling=False), bounds(FIRST, LAST, words)
        )
        return {row.name for row in rows}

    every = await named("")

    assert await named("élise") == await named("ELISE") == {n for n in every if "Élise" in n}
    assert await named("100%") == await named("a_b") == set()


async def test_a_period_and_a_state_narrow(reader: AsyncEngine) -> None:
    rows = await walk(
        reader, SETTLED_REDEMPTIONS, Wish("asked", is_falling=True), bounds(FIRST, LAST, "", "paid")
    )
    day = paris_day(rows[-1].posted_at)
    of_day = await walk(
        reader, SETTLED_REDEMPTIONS, Wish("asked", is_falling=True), bounds(day, day, "")
    )
    before = bounds(FIRST, day - timedelta(days=1), "")

    assert {row.state for row in rows} == {"paid"}
    assert of_day == [row for row in rows if paris_day(row.posted_at) == day]
    assert await walk(reader, SETTLED_REDEMPTIONS, Wish("asked", is_falling=True), before) == []
    far = bounds(date(2030, 1, 1), date(2031, 1, 1), "")
    assert await walk(reader, CREDITED_SLIPS, Wish("closed", is_falling=True), far) == []


@pytest.mark.parametrize("after", ["x~1", f"{2**70}~1", "~", "1~\0"])
async def test_a_cursor_of_nobody_is_not_found(reader: AsyncEngine, after: str) -> None:
    for sort in ("amount", "name"):
        wish = Wish(sort, is_falling=True, after=after)
        with pytest.raises(NotFound):
            await ISSUED_TOP_UPS.page(reader, wish, bounds(FIRST, LAST, ""), limit=5)


@pytest.mark.parametrize("sort", ["", "seq", "amount desc; drop table", "by_name"])
async def test_a_column_that_sorts_nothing_is_not_found(reader: AsyncEngine, sort: str) -> None:
    with pytest.raises(NotFound):
        await ISSUED_TOP_UPS.page(reader, Wish(sort), bounds(FIRST, LAST, ""), limit=5)


async def test_the_journal_of_an_account_is_what_touched_it(
    lived: Database, reader: AsyncEngine
) -> None:
    connection = await asyncpg.connect(lived.superuser)
    busiest = await connection.fetchval(BUSIEST)
    touched = [row[0] for row in await connection.fetch(OF_ACCOUNT, busiest)]
    await connection.close()
    wish, found = JournalWish(account=busiest), []
    while lines := await list_journal(reader, wish, limit=40):
        found += list(dict.fromkeys(line.seq for line in lines))
        wish = JournalWish(account=busiest, place=lines[-1].seq)
    payments = await list_journal(reader, JournalWish(account=busiest, kind="payment"), limit=999)
    oldest = await list_journal(reader, JournalWish(account=busiest, is_falling=False), limit=5)

    assert found == touched[::-1]
    assert {line.kind for line in payments} == {"payment"}
    assert {line.seq for line in payments} <= set(touched)
    assert [line.seq for line in oldest][:3] == touched[:3]


async def test_the_journal_is_narrowed_to_a_number_and_to_days(reader: AsyncEngine) -> None:
    day = UNTIL.date() - timedelta(days=3)
    one = await list_journal(reader, JournalWish(seq=700))
    of_day = await list_journal(reader, JournalWish(since=day, until=day), limit=999)

    assert {line.seq for line in one} == {700}
    assert {paris_day(line.posted_at) for line in of_day} == {day}
