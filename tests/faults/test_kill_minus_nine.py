"""Whatever is killed, and whenever: who was told that a payment stands finds it, once, for ever."""

import asyncio
import random
import shutil
from collections.abc import AsyncIterator, Callable

import asyncpg
import pytest
from faults.market_under_fire import Market
from kept_logs import keep
from personas import Town, TownClock
from storage.books_in_order import broken_laws
from storage.run_server import (
    Server,
    launch,
    new_folder,
    opened_clearing,
    start_by_a_passer_by,
)

from ledger.core.money import Money

pytestmark = pytest.mark.faults
TILLS = 2


@pytest.fixture
async def seed(request: pytest.FixtureRequest) -> int:
    """Give the seed of the run, told in its summary."""
    return request.config.getoption("--seed") or random.SystemRandom().randrange(10**6)


@pytest.fixture
async def own_server() -> AsyncIterator[Server]:
    """Give a server of its own, to be killed."""
    folder = new_folder("mlc-killed-")
    server = await launch(folder, "secret")
    yield server
    start_by_a_passer_by(folder)
    await asyncio.to_thread(server.embedded.stop, "immediate")
    keep(server.embedded.log)
    shutil.rmtree(folder)


@pytest.fixture
async def market(own_server: Server, seed: int) -> AsyncIterator[Market]:
    """Give a market of four wallets that can pay and be paid, with a thousand units each."""
    superuser = await asyncpg.connect(own_server.embedded.url("postgres"))
    database = await own_server.copy("market", superuser)
    await superuser.close()
    clock = TownClock(None)
    async with opened_clearing(database, clock) as clearing:
        town = await Town.settle(clearing, auditor=database.auditor, clock=clock)
        members = [town.bakery, town.cheese_stall, town.miller, town.food_bank]
        for member in members:
            await town.top_up(member, Money(1_000_00))
    chance = random.Random(seed)  # noqa: S311 # to be repeated, not to be secret
    market = Market(own_server, database, [member.wallet for member in members], chance)
    yield market
    for till in market.tills:
        await till.kill()


async def test_what_was_acknowledged_stands_once_whatever_is_killed(
    market: Market,
    seed: int,
    pytestconfig: pytest.Config,
    record_property: Callable[[str, object], None],
) -> None:
    kills = pytestconfig.getoption("--kills")
    await market.open(TILLS)

    for _ in range(kills):
        await market.answered(market.chance.randint(1, 80))
        await market.kill_something()
    told_in_the_fire = dict(market.answers)
    exits = await market.close()

    record_property("did", f"seed {seed}, {kills} kills: {_summary(market, told_in_the_fire)}")
    assert exits == [0] * TILLS
    assert market.broken_words == []
    assert set(market.answers) == set(market.orders)
    await _compare_with_the_journal(market)
    assert await broken_laws(market.database.superuser) == {}
    assert await market.ask_again() == market.answers
    assert await broken_laws(market.database.superuser) == {}


def _summary(market: Market, told_in_the_fire: dict[str, str]) -> str:
    told = [answer.split()[0] for answer in told_in_the_fire.values()]
    did = {**market.did, "orders": len(market.orders)}
    did |= {f"{word} while things were killed": told.count(word) for word in sorted(set(told))}
    return ", ".join(f"{what} {times}" for what, times in did.items())


async def _compare_with_the_journal(market: Market) -> None:
    connection = await asyncpg.connect(market.database.superuser)
    postings = await connection.fetch(
        """select p.id::text, 'posted ' || p.seq as answer, p.kind,
                  array_agg((l.debit_account, l.credit_account, l.amount)) as legs
             from ledger.posting as p join ledger.leg as l on l.posting_seq = p.seq
            where p.kind = 'payment' group by p.seq"""
    )
    refusals = await connection.fetch(
        "select id::text, 'refused ' || code as answer from ledger.refusal"
    )
    await connection.close()
    recorded = {row["id"]: row["answer"] for row in [*postings, *refusals]}

    assert recorded == market.answers
    assert len(postings) + len(refusals) == len(recorded), "nothing is both posted and refused"
    for row in postings:
        assert row["legs"] == [tuple(market.orders[row["id"]])[1:]]
