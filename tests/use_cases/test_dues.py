"""Members choose dues and pay them; who owes is told once, and once more when they are late."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from personas import Member, Town
from sqlalchemy.ext.asyncio import AsyncEngine
from storage.run_server import Database

from ledger.core.account import AccountKind
from ledger.core.closing import ClosingReason
from ledger.core.dues import DuesState
from ledger.core.money import Money
from ledger.core.policy import DuesTerms
from ledger.core.posting import Posted
from ledger.core.refusal import NotFound
from ledger.core.refusal_dues import DuesNotOffered
from ledger.database import WriterConnection, open_reader
from ledger.fresh import new_id, paris_day
from ledger.reports.check import check_books
from ledger.reports.dues import LISTED, MemberDues, add_up_dues, bound_to, show_dues
from ledger.reports.listing import Wish
from ledger.reports.lists import bounds
from ledger.use_cases.choose_dues import choose_member_dues
from ledger.use_cases.close_account import end_account
from ledger.use_cases.reverse_posting import reverse_posting
from ledger.use_cases.take_dues import take_dues
from ledger.use_cases.tell_dues import tell_who_owes_dues

TERMS = DuesTerms()
YEAR = 2026
LETTERS = """
select l.kind, l.facts ->> 'year' as year, (l.facts ->> 'euros')::bigint as euros
  from people.letter as l order by l.written_at, l.kind, 3
"""


@pytest.fixture
async def reader(database: Database) -> AsyncIterator[AsyncEngine]:
    """Give what pages read with."""
    engine = open_reader(database.app)
    yield engine
    await engine.dispose()


async def choose(town: Town, member: Member, amount: int) -> None:
    await choose_member_dues(
        town.clearing, member.wallet, amount, terms=TERMS, by="person:mina", now=town.clock.reading
    )


async def pay(town: Town, member: Member, amount: int) -> Posted:
    desk = town.town_hall_desk
    return await take_dues(
        town.clearing,
        new_id(),
        Money(amount),
        till=desk.till,
        wallet=member.wallet,
        origin=desk.origin,
    )


async def dues_of(town: Town, reader: AsyncEngine, member: Member) -> MemberDues:
    return await show_dues(reader, member.wallet, town.policy, paris_day(town.clock.reading))


async def test_who_chose_nothing_owes_nothing(town: Town, awa: Member, reader: AsyncEngine) -> None:
    shown = await dues_of(town, reader, awa)
    assert (shown.owed, shown.left_to_pay, shown.chosen) == (None, 0, None)
    assert shown.state(paris_day(town.clock.reading)) is DuesState.NONE


async def test_a_choice_is_owed_until_it_is_paid_and_then_the_next_year_is(
    town: Town, awa: Member, reader: AsyncEngine
) -> None:
    await choose(town, awa, 10_00)
    await choose(town, awa, 5_00)
    assert (await dues_of(town, reader, awa)).owed == 5_00
    await pay(town, awa, 2_00)
    await choose(town, awa, 10_00)
    shown = await dues_of(town, reader, awa)
    assert (shown.owed, shown.left_to_pay) == (5_00, 3_00)
    assert shown.chosen is not None
    assert (shown.chosen.first_year, shown.chosen.per_year) == (YEAR + 1, 10_00)
    await pay(town, awa, 3_00)
    await pay(town, awa, 10_00)
    shown = await dues_of(town, reader, awa)
    assert (shown.paid, shown.left_to_pay) == (5_00, 0)
    async with town.clearing.pool.acquire() as connection:
        [row] = await connection.fetch("select owed, paid from ledger.dues_of($1, 90)", YEAR + 1)
    assert tuple(row) == (10_00, 10_00)
    assert (await check_books(reader)).findings == []


async def test_dues_beside_an_exchange_count_and_those_taken_back_do_not(
    town: Town, awa: Member, reader: AsyncEngine
) -> None:
    await choose(town, awa, 10_00)
    await town.issue(awa, Money(50_00), dues=Money(10_00))
    assert (await dues_of(town, reader, awa)).left_to_pay == 0
    paid = await pay(town, awa, 5_00)
    await reverse_posting(town.clearing, new_id(), paid.id, origin=town.town_hall_desk.origin)
    async with town.clearing.pool.acquire() as connection:
        [row] = await connection.fetch("select paid from ledger.dues_of($1, 90)", YEAR + 1)
    assert row["paid"] == 0
    assert (await check_books(reader)).findings == []


async def test_dues_are_taken_once_however_often_they_are_sent(
    town: Town, awa: Member, reader: AsyncEngine
) -> None:
    await choose(town, awa, 10_00)
    desk, id = town.town_hall_desk, new_id()
    await asyncio.gather(
        *(
            take_dues(
                town.clearing, id, Money(4_00), till=desk.till, wallet=awa.wallet,
                origin=desk.origin,
            )
            for _ in range(3)
        )
    )  # fmt: skip
    assert (await dues_of(town, reader, awa)).paid == 4_00


async def test_only_what_is_offered_can_be_chosen_and_by_members_alone(
    town: Town, awa: Member, bakery: Member
) -> None:
    for member, amount in ((awa, 7_00), (bakery, 4_00), (bakery, 0)):
        with pytest.raises(DuesNotOffered):
            await choose(town, member, amount)
    with pytest.raises(NotFound):
        await choose_member_dues(
            town.clearing,
            town.clearing.house.reserve,
            5_00,
            terms=TERMS,
            by="x",
            now=town.clock.reading,
        )


async def test_an_account_that_ends_owes_nothing_and_another_goes_on_with_it(
    town: Town, awa: Member, omar: Member, reader: AsyncEngine
) -> None:
    await choose(town, awa, 10_00)
    await pay(town, awa, 4_00)

    async def end(member: Member, into: int | None) -> None:
        async def write(connection: WriterConnection) -> None:
            why = ClosingReason.DUPLICATE if into else ClosingReason.ASKED
            by, now = "person:mina", town.clock.reading
            await end_account(connection, member.wallet, why, by=by, now=now, into=into)

        await town.clearing.change(write)

    await end(awa, omar.wallet)
    shown = await dues_of(town, reader, omar)
    assert (shown.owed, shown.paid) == (10_00, 4_00)
    assert (await dues_of(town, reader, awa)).owed is None
    await end(omar, None)
    assert (await add_up_dues(reader, town.policy, paris_day(town.clock.reading))).members == 0


async def test_whoever_owes_is_told_once_and_once_more_when_late(
    town: Town, awa: Member, omar: Member, bakery: Member
) -> None:
    async with town.clearing.pool.acquire() as connection:
        await connection.execute("update people.person set email = name || '@example.org'")
    await choose(town, awa, 10_00)
    await choose(town, omar, 0)
    await pay(town, awa, 4_00)

    async def tell(*, days: int = 0) -> None:
        now = town.clock.reading + timedelta(days=days)
        while await tell_who_owes_dues(town.clearing, now=now):
            pass

    async def told() -> list[tuple[str, str, int]]:
        async with town.clearing.pool.acquire() as connection:
            return [tuple(row) for row in await connection.fetch(LETTERS)]

    await asyncio.gather(tell(), tell())
    await choose(town, bakery, 5_00)
    await tell()
    assert await told() == [("dues_due", "2026", 6_00)]
    await tell(days=90)
    assert await told() == [("dues_due", "2026", 6_00), ("dues_due", "2026", 35_00)]
    for days in (91, 92):
        await tell(days=days)
        assert await told() == [
            ("dues_due", "2026", 6_00),
            ("dues_due", "2026", 35_00),
            ("dues_late", "2026", 6_00),
            ("dues_late", "2026", 35_00),
        ]


async def test_the_list_narrows_sorts_and_adds_up(
    town: Town, awa: Member, omar: Member, bakery: Member, reader: AsyncEngine
) -> None:
    for member, amount in ((awa, 10_00), (omar, 5_00), (bakery, 5_00)):
        await choose(town, member, amount)
    await pay(town, omar, 5_00)
    today = paris_day(town.clock.reading)
    months = 13 - today.month

    async def names(state: str = "", words: str = "", *, sort: str = "left") -> list[str]:
        bound = bounds(today, today, words, state) | bound_to(town.policy, today)
        page = await LISTED.page(reader, Wish(sort, is_falling=True), bound, limit=10)
        return [each.kind for each in page.rows]

    assert await names("paid") == [AccountKind.RESIDENT]
    assert (
        await names("due", sort="name")
        == [AccountKind.MERCHANT, AccountKind.RESIDENT][:: 1 if bakery.name > awa.name else -1]
    )
    assert await names(words=awa.name[:4]) == [AccountKind.RESIDENT]
    sums = await add_up_dues(reader, town.policy, today)
    assert (sums.members, sums.owed, sums.paid, sums.late) == (3, 15_00 + 5_00 * months, 5_00, 0)
