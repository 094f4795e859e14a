"""The examples of `docs/postings.md` in a real database: the answers of paper, its coverage."""

import asyncpg
from core.paper_town import (
    AWA,
    BAKERY,
    FOOD_BANK,
    HOUSE,
    LUCIE,
    OMAR,
    POOL,
    SLIP,
    TILL,
    PaperJournal,
)
from core.postings_page import (
    coverage,
    read_examples,
    read_explanation,
    read_roles,
    read_trial_balance,
    sealed,
)
from storage.books_in_order import broken_laws
from storage.paper_on_disk import moved_in
from storage.run_server import Database, OpenDatabase

from ledger.database import open_reader
from ledger.reports.coverage import show_coverage

ACCOUNTS = {
    "awa": AWA, "lucie": LUCIE, "omar": OMAR, "bakery": BAKERY, "food_bank": FOOD_BANK,
    "swimming_pool": POOL, "till": TILL, "slip": SLIP,
    **{name: getattr(HOUSE, name) for name in HOUSE.__dataclass_fields__},
}  # fmt: skip
DRAFTS = [example.draft(ACCOUNTS, sealed) for example in read_examples()]


async def _stored(dsn: str) -> dict[tuple[str, str], int]:
    connection = await asyncpg.connect(dsn)
    rows = await connection.fetch("select id, balance from ledger.account where book = 'PAPER'")
    await connection.close()
    balances = {row["id"]: row["balance"] for row in rows}
    return {(role.name, role.number): balances[ACCOUNTS[role.name]] for role in read_roles()}


async def test_each_example_has_in_the_database_the_answer_and_effect_of_the_page(
    database: Database,
) -> None:
    paper = PaperJournal()
    async with moved_in(database.app, paper) as journal:
        for example, draft in zip(read_examples(), DRAFTS, strict=True):
            before = coverage(await _stored(database.app))
            outcomes = await journal.post(draft)

            assert outcomes == paper.post(draft), example.title
            assert coverage(await _stored(database.app)) - before == example.effect, example.title

    balances, _ = read_trial_balance()
    stored = await _stored(database.app)
    assert {key: balance for key, balance in stored.items() if balance} == balances
    assert await broken_laws(database.superuser) == {}


async def test_the_whole_page_in_one_batch_is_the_same_page(open_database: OpenDatabase) -> None:
    database, paper = await open_database(), PaperJournal()
    async with moved_in(database.app, paper) as journal:
        outcomes = await journal.post(*DRAFTS)

    assert outcomes == paper.post(*DRAFTS)
    assert await broken_laws(database.superuser) == {}


async def test_the_report_of_coverage_says_what_the_page_says(database: Database) -> None:
    async with moved_in(database.app, PaperJournal()) as journal:
        await journal.post(*DRAFTS)
    reader = open_reader(database.auditor)
    report = await show_coverage(reader, "PAPER")
    await reader.dispose()

    income, expenses, operating, on_its_way, receivables, total = read_explanation()
    assert report.margin == total
    assert report.is_explained
    assert report.fees + report.dues == income
    assert (-report.expenses, -report.operating, -report.receivables) == (
        expenses,
        operating,
        receivables,
    )
    assert report.in_transit == on_its_way == 0
