"""The demonstration town: lived by the real use cases, sound, covered, the same twice."""

from typing import Any

import asyncpg
import pytest
from storage.run_server import COLUMN_KEY

from ledger.database import Unavailable, open_reader
from ledger.demo_town import open_demo_town
from ledger.reports.check import check_books
from ledger.reports.coverage import show_coverage
from ledger.reports.redemptions import list_redemptions
from ledger.settings import Settings
from ledger.use_cases.prepare_database import mark_house

KEY = "the server key of the tests, 32 b"
STORY = """
select p.seq, p.kind, p.posted_at, p.piece, l.amount, coalesce(dm.name, d.label) as debited,
       coalesce(cm.name, c.label) as credited
  from ledger.posting as p join ledger.leg as l on l.posting_seq = p.seq
       join ledger.account as d on d.id = l.debit_account
       join ledger.account as c on c.id = l.credit_account
       left join people.member as dm on dm.id = d.owner
       left join people.member as cm on cm.id = c.owner
 order by p.seq, l.n
"""


def _settings(database: Any) -> Settings:
    return Settings(
        database_url=database.app,
        owner_database_url=database.owner,
        auditor_database_url=database.auditor,
        server_key=KEY,
        data_keys=COLUMN_KEY,
        demo=True,
    )


async def _story(database: Any) -> list[tuple[Any, ...]]:
    superuser = await asyncpg.connect(database.superuser)
    rows = await superuser.fetch(STORY)
    await superuser.close()
    return [tuple(row) for row in rows]


async def test_the_town_is_the_same_twice_and_its_books_are_sound(open_database: Any) -> None:
    first, second = await open_database(), await open_database()
    for database in (first, second):
        await open_demo_town(_settings(database))
    story = await _story(first)
    assert story == await _story(second)
    assert len(story) > 300
    assert (story[-1][2] - story[0][2]).days >= 35
    engine = open_reader(first.app)
    audit = await check_books(engine)
    coverage = await show_coverage(engine, "DLE")
    redemptions = await list_redemptions(engine)
    await engine.dispose()
    assert audit.is_sound
    assert coverage.is_covered
    assert coverage.is_explained
    assert coverage.bank > 0
    assert [each.state for each in redemptions].count("requested") >= 1
    assert [each.state for each in redemptions].count("paid") >= 1


async def test_a_town_that_stands_is_not_built_again(database: Any) -> None:
    await open_demo_town(_settings(database))
    before = await _story(database)
    await open_demo_town(_settings(database))
    assert await _story(database) == before


async def test_a_town_left_half_built_is_refused_with_the_way_out(database: Any) -> None:
    await mark_house(database.owner, "demo")
    with pytest.raises(Unavailable, match="mlc demo reset"):
        await open_demo_town(_settings(database))
