"""`mlc check` recomputes the books: it passes sound ones and names what was touched."""

from typing import Any

import asyncpg
import pytest
from personas import Member, Town

from ledger.core.money import Money
from ledger.database import open_reader
from ledger.reports.check import Audit, check_books

TOUCHES = {
    "an amount is rewritten": (
        "update ledger.leg set amount = amount + 100 where posting_seq = 2",
        "posting 2, leg 0: the stored balances do not follow",
    ),
    "a balance is raised": (
        "update ledger.account set balance = balance + 1 where tier = 'T1' and balance > 0",
        "balances add up to 1",
    ),
    "the tail is deleted": (
        "delete from ledger.leg where posting_seq = 3; delete from ledger.posting where seq = 3",
        "its legs make",
    ),
    "a posting vanishes from the middle": (
        "delete from ledger.posting where seq = 2",
        "posting 3 follows 1: the numbers have a gap",
    ),
    "a leg loses its posting": (
        "delete from ledger.posting where seq = 2",
        "a leg belongs to posting 2, which does not exist",
    ),
    "a posting loses its leg": (
        "delete from ledger.leg where posting_seq = 2",
        "posting 2 has no leg",
    ),
    "a posting is dated back": (
        "update ledger.posting set posted_at = posted_at - interval '1 year' where seq = 3",
        "posting 3 goes back in time",
    ),
}


async def _check(database: Any) -> Audit:
    engine = open_reader(database.auditor)
    try:
        return await check_books(engine)
    finally:
        await engine.dispose()


async def _touch(database: Any, touch: str) -> None:
    """Write where only a superuser who turns the triggers off gets."""
    superuser = await asyncpg.connect(database.superuser)
    await superuser.execute("set session_replication_role = replica")
    for table in ("posting", "leg"):
        await superuser.execute(f"alter table ledger.{table} disable trigger all")
    await superuser.execute(touch)
    await superuser.close()


async def _live(town: Town, awa: Member, bakery: Member) -> None:
    await town.issue(awa, Money(50_00))
    await town.pay(awa, bakery, Money(12_50))
    await town.pay(awa, bakery, Money(2_00))


async def test_books_that_nobody_touched_are_sound(
    town: Town, awa: Member, bakery: Member, database: Any
) -> None:
    await _live(town, awa, bakery)
    audit = await _check(database)
    assert (audit.is_sound, audit.postings, audit.legs) == (True, 3, 3)


@pytest.mark.parametrize("name", TOUCHES)
async def test_whatever_was_touched_is_named(
    name: str, town: Town, awa: Member, bakery: Member, database: Any
) -> None:
    await _live(town, awa, bakery)
    touch, finding = TOUCHES[name]
    await _touch(database, touch)
    audit = await _check(database)
    assert finding in " / ".join(audit.findings)


async def test_a_day_recomputes_by_the_policy_that_its_postings_name(
    town: Town, bakery: Member, database: Any
) -> None:
    """The fee of 5 % becomes 3 %: what was posted before keeps its own, to the cent."""
    await town.top_up(bakery, Money(400_00))
    before = await town.redeem(bakery, Money(100_50))
    await town.change_policy(redemption_fee_per_mille=30)
    after = await town.redeem(bakery, Money(100_50))

    assert [each.legs[1].amount for each in (before, after)] == [5_03, 3_02]
    assert after.policy_version == before.policy_version + 1
    assert [each for each in (await _check(database)).findings if "charged" in each] == []

    touch = f"update ledger.posting set policy_version = 1 where seq = {after.seq}"  # noqa: S608
    await _touch(database, touch)
    finding = f"posting {after.seq} was charged 302, its policy says 503"
    assert finding in (await _check(database)).findings
