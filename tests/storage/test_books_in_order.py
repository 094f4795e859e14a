"""A day in town leaves the books in order, and each law notices when somebody breaks it."""

import asyncpg
import pytest
from personas import Town, TownClock
from storage.books_in_order import LAWS, broken_laws
from storage.run_server import Database, OpenDatabase, opened_clearing

from ledger.core.account import Status
from ledger.core.money import Money
from ledger.core.refusal import AccountNotOpen, FloorReached, RequestAlreadyPaid

TAMPER = {
    "the balances of a book sum to zero": """
        update account set balance = balance + 1 where tier = 'T1'""",
    "a balance is the sum of what its legs moved": "update account set balance = balance + 1",
    "a version counts the legs of its account": "update account set version = version + 1",
    "each balance after a leg continues from the one before": """
        update leg set debit_after = debit_after - 1 where posting_seq = 3""",
    "postings are numbered from one, without a gap": "update posting set seq = 99 where seq = 3",
    "the instants of the journal never go back": """
        update posting set posted_at = posted_at - interval '1 s' where seq = 3""",
    "every posting has legs, numbered from zero without a gap": """
        delete from leg where posting_seq = 3""",
    "every leg belongs to a posting": "delete from posting where seq = 3",
    "a leg joins accounts of one book": "update account set book = 'OTHER' where tier = 'T1'",
    "no posting leaves an account that it lowers below its floor": """
        update account set floor = balance + 1 where kind = 'resident' and version > 2""",
    "no posting lifts an account above its ceiling, what comes back aside": """
        update account set ceiling = 1 where kind = 'merchant'""",
    "one id is never both posted and refused": """
        insert into refusal select id, kind, principal, digest, 'floor_reached', '{}', 1, posted_at
          from posting where seq = 3""",
    "what was paid on the last day of paying is what the legs say": """
        update account set paid_that_day = paid_that_day + 1 where paid_on is not null""",
    "cash loaded in the last month of loading is what the legs say": """
        update account set cash_in = cash_in - interval '1 month' where cash_in is not null""",
    "every day of the journal begins at its first posting": "update journal_day set first_seq = 2",
    "no more is given back than was paid": """
        update leg set amount = 99999 where posting_seq in
               (select seq from posting where kind = 'refund')""",
    "a reversal is the mirror of what it reverses": """
        update leg set amount = amount + 1 where posting_seq in
               (select seq from posting where kind = 'reversal')""",
    "what a posting settles, refunds or reverses exists and came before": """
        update posting set settles = gen_random_uuid() where seq = 3""",
}


@pytest.fixture(scope="module")
async def worked_database(open_database: OpenDatabase) -> Database:
    """Give a database after two days in town, with a bit of everything in it."""
    database, clock = await open_database(), TownClock()
    async with opened_clearing(database, clock) as clearing:
        town = await Town.settle(clearing, auditor=database.auditor, clock=clock)
        await _work(town)
        await town.check_books()
    return database


async def _work(town: Town) -> None:
    await town.issue(town.awa, Money(100_00), dues=Money(5_00))
    await town.issue(town.omar, Money(50_00))
    payment = await town.pay(town.awa, town.bakery, Money(12_50))
    await town.refund(payment, Money(2_50), by=town.bakery)
    request = await town.ask(town.cheese_stall, Money(8_75))
    await town.pay(town.awa, town.cheese_stall, Money(8_75), request=request)
    with pytest.raises(RequestAlreadyPaid):
        await town.pay(town.omar, town.cheese_stall, Money(8_75), request=request)
    with pytest.raises(FloorReached):
        await town.pay(town.lucie, town.bakery, Money(1))
    await town.top_up(town.bakery, Money(400_00))
    paid = await town.redeem(town.bakery, Money(200_00))
    await town.settle_redemption(paid)
    await town.return_redemption(await town.redeem(town.bakery, Money(60_00)))
    town.clock.advance(days=1)
    await town.reverse(await town.send(town.awa, town.lucie, Money(10_00)))
    await town.pay(town.bakery, town.miller, Money(90_00))
    await town.credit_slip(await town.close_slip("B-2026-001", Money(155_00)))
    await town.set_status(town.omar, Status.FROZEN)
    with pytest.raises(AccountNotOpen):
        await town.pay(town.omar, town.bakery, Money(1))


async def test_after_days_in_town_the_books_are_in_order(worked_database: Database) -> None:
    assert await broken_laws(worked_database.auditor) == {}


def test_every_law_is_tampered_with_below() -> None:
    assert TAMPER.keys() == LAWS.keys()


@pytest.mark.parametrize("law", LAWS)
async def test_a_law_that_somebody_breaks_is_named(worked_database: Database, law: str) -> None:
    """Break it as only a superuser can, look, and take it back."""
    superuser = await asyncpg.connect(worked_database.superuser)
    change = superuser.transaction()
    await change.start()
    try:
        await superuser.execute(
            """set local search_path = ledger;
               alter table posting disable trigger all; alter table leg disable trigger all;
               alter table journal_day disable trigger all;
               alter table account drop constraint account_stays_above_its_floor"""
        )
        await superuser.execute(TAMPER[law])
        broken = await broken_laws(superuser)
    finally:
        await change.rollback()
        await superuser.close()

    assert law in broken
