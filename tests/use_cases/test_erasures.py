"""A person is erased by two people once all ended; what the law holds goes on its day, alone."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import asyncpg
import pytest
from cosigning import signed_by
from personas import Member, Town
from storage.run_server import Database

from ledger.core.closing import ClosingReason
from ledger.core.countersignature import SignedAct
from ledger.core.money import Money
from ledger.core.refusal import NotFound
from ledger.core.refusal_access import AskedAlready, NotServedByThem, SecondPersonNeeded
from ledger.core.refusal_retention import AccountsStillOpen, HeldByLaw
from ledger.core.retention import ERASED_NAME
from ledger.database import open_reader
from ledger.reports.check import check_books
from ledger.reports.trail import list_person_keys
from ledger.use_cases.close_account import close_account
from ledger.use_cases.erase_person import ask_erasure, decide_erasure, find_erasable
from ledger.use_cases.issue_card import issue_card
from ledger.use_cases.keep_retention import run_retention
from ledger.use_cases.sign import Keeper

NADIA = Keeper("person:11111111-1111-4111-8111-111111111111", "cml")
FARIDA = Keeper("person:22222222-2222-4222-8222-222222222222", "cml")
LAST_DAY = date(2031, 6, 6)
"""Five years after the market Saturday of the tests."""


async def close(town: Town, who: Member) -> None:
    now, by = town.clock.reading, NADIA.principal
    await close_account(town.clearing, who.wallet, ClosingReason.ASKED, by=by, now=now)


async def ask(town: Town, who: Member, *, whole: bool, by: Keeper = NADIA) -> None:
    now = town.clock.reading
    await ask_erasure(town.clearing, who.wallet, is_whole=whole, by=by, now=now)


async def decide(town: Town, by: Keeper = FARIDA, *, is_granted: bool = True) -> None:
    async with town.clearing.pool.acquire() as connection:
        id = await connection.fetchval(
            "select id from ledger.countersignature where act = 'erasure' and decided_at is null"
        )
    now = town.clock.reading
    signed = await signed_by(
        town.clearing, by, SignedAct.ERASURE, id, is_granted=is_granted, now=now
    )
    await decide_erasure(town.clearing, id, is_granted=is_granted, by=signed, now=now)


async def known(town: Town, who: Member) -> set[str]:
    """Name the tables in which something of somebody stands."""
    async with town.clearing.pool.acquire() as connection:
        tables = {
            "person": "select 1 from people.person where id = $1",
            "standing": "select 1 from people.standing where person_id = $1",
            "identity": "select 1 from people.identity where person_id = $1",
            "letter": "select 1 from people.letter where person_id = $1",
            "key": "select 1 from people.person_key where person_id = $1",
            "email": "select 1 from people.person where id = $1 and email is not null",
        }
        of_person = {
            name
            for name, question in tables.items()
            if await connection.fetch(question, who.person)
        }
        card = await connection.fetch(
            "select from people.card_secret join ledger.card as c on c.id = card_id"
            " where c.account_id = $1",
            who.wallet,
        )
    return of_person | ({"card"} if card else set())


async def describe(town: Town, who: Member) -> None:
    """Give somebody all that a house may know."""
    now = town.clock.reading
    async with town.clearing.pool.acquire() as connection:
        await connection.execute(
            "update people.person set email = 'x@exemple.fr' where id = $1", who.person
        )
        await connection.execute(
            """insert into people.identity values ($1, $2, 'passport', '2035-01-01', 'x', $3)""",
            who.id.bytes,
            who.person,
            now,
        )
    await issue_card(town.clearing, who.wallet, "2580", issued_by=NADIA.principal, now=now)


async def test_what_no_law_holds_goes_at_once_and_the_identity_on_its_day(
    town: Town, database: Database, awa: Member, bakery: Member
) -> None:
    await town.issue(awa, Money(5_00))
    await town.pay(awa, bakery, Money(5_00))
    await describe(town, awa)
    await close(town, awa)
    with pytest.raises(HeldByLaw) as refused:
        await ask(town, awa, whole=True)
    assert refused.value.facts == {"until": LAST_DAY.isoformat()}
    assert await known(town, awa) == {
        "person", "standing", "identity", "letter", "key", "email", "card"
    }  # fmt: skip

    await ask(town, awa, whole=False)
    await decide(town)

    assert await known(town, awa) == {"person", "standing", "identity", "key"}
    with pytest.raises(HeldByLaw):
        await ask(town, awa, whole=False)
    town.clock.now = datetime(2031, 6, 6, 12, tzinfo=UTC)
    await run_retention(town.clearing, now=town.clock.reading)
    assert "identity" in await known(town, awa)
    town.clock.advance(days=1)
    await run_retention(town.clearing, now=town.clock.reading)
    assert await known(town, awa) == set()
    await assert_forgotten(town, database, awa)


async def test_an_unidentified_holder_is_erased_whole_at_once(
    town: Town, database: Database, omar: Member
) -> None:
    await close(town, omar)
    await ask(town, omar, whole=True)
    with pytest.raises(AskedAlready):
        await ask(town, omar, whole=True)
    with pytest.raises(SecondPersonNeeded):
        await decide(town, NADIA)
    with pytest.raises(NotFound):
        await decide(town, Keeper(FARIDA.principal, "cmr"))
    await decide(town, is_granted=False)
    assert "person" in await known(town, omar)

    await ask(town, omar, whole=True)
    await decide(town)

    assert await known(town, omar) == set()
    await assert_forgotten(town, database, omar)
    with pytest.raises(NotFound):
        await ask(town, omar, whole=True)


async def assert_forgotten(town: Town, database: Database, who: Member) -> None:
    """Read that the account has no name, the key is gone, and the books are whole."""
    reader = open_reader(town.auditor)
    assert (await check_books(reader)).findings == []
    await reader.dispose()
    async with town.clearing.pool.acquire() as connection:
        named = await connection.fetchval("select name from people.member where id = $1", who.id)
    app = open_reader(database.app)
    assert await list_person_keys(app, [who.person]) == {}
    await app.dispose()
    assert named == ERASED_NAME
    assert who.name.title() not in await everything(database)


async def everything(database: Database) -> str:
    """Write down all that stands in the schema of people, and in the trail."""
    superuser = await asyncpg.connect(database.superuser)
    tables = await superuser.fetch(
        "select table_name from information_schema.tables where table_schema = 'people'"
        " and table_name not like 'freeze_list_entry'"
    )
    said = [
        str(await superuser.fetch(f"select t::text from people.{table['table_name']} as t"))  # noqa: S608
        for table in tables
    ]
    await superuser.close()
    return "".join(said)


async def test_all_accounts_and_roles_have_ended_first(town: Town, awa: Member) -> None:
    with pytest.raises(AccountsStillOpen):
        await find_erasable(town.clearing, awa.wallet, now=town.clock.reading)
    await close(town, awa)
    async with town.clearing.pool.acquire() as connection:
        await connection.execute(
            "insert into people.standing (person_id, role, institution)"
            " values ($1, 'teller', 'cml')",
            awa.person,
        )
    with pytest.raises(AccountsStillOpen):
        await ask(town, awa, whole=False)


async def test_who_goes_on_with_another_account_is_not_erased(
    town: Town, awa: Member, lucie: Member
) -> None:
    await close(town, awa)
    async with town.clearing.pool.acquire() as connection:
        await connection.execute(
            "update people.person set merged_into = $2 where id = $1", awa.person, lucie.person
        )
    with pytest.raises(AccountsStillOpen):
        await ask(town, awa, whole=False)
    await close(town, lucie)
    stands = await find_erasable(town.clearing, awa.wallet, now=town.clock.reading)
    assert set(stands.accounts) == {awa.wallet, lucie.wallet}
    await ask(town, awa, whole=False)


async def test_nobody_asks_their_own(town: Town, awa: Member) -> None:
    await close(town, awa)
    with pytest.raises(NotServedByThem):
        await ask(town, awa, whole=False, by=Keeper(f"person:{awa.person}", "cml"))


async def test_an_examined_identity_waits_and_nobody_is_told(town: Town, omar: Member) -> None:
    """To refuse would tell the counter that somebody looks at this account."""
    await close(town, omar)
    async with town.clearing.pool.acquire() as connection:
        await connection.execute(
            """insert into people.watch_alert (id, rule, account, accounts, postings, loaded,
                                               redeemed, bound, day, found_at)
               values ($1, 'split_loads', $2, '{}', '{}', 0, 0, 0, '2026-06-05', $3)""",
            UUID(int=1),
            omar.wallet,
            town.clock.reading,
        )
    await ask(town, omar, whole=True)
    await decide(town)
    assert "person" in await known(town, omar)
    await run_retention(town.clearing, now=town.clock.reading + timedelta(days=400))
    assert "person" in await known(town, omar)
