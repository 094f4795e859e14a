"""The evidence of a payment is verified again from the journal: whatever was touched shows."""

from typing import Any

import asyncpg
import pytest
from personas import Member, Town
from use_cases.signed_town import give_passkey, give_phone, pay

from ledger.core.money import Money
from ledger.database import open_reader
from ledger.reports.check import check_books

BY_PHONE, BY_PASSKEY = 2, 3
OF_THE_PHONE = "posting 2 is not what its payer approved"
TOUCHES = {
    "another amount": "update ledger.leg set amount = 1 where posting_seq = 2",
    "another till": "update ledger.posting set place = 'Caisse 9' where seq = 2",
    "another id": "update ledger.posting set id = gen_random_uuid() where seq = 2",
    "another request": "update ledger.posting set settles = gen_random_uuid() where seq = 2",
    "another payee": (
        "update ledger.leg set credit_account = (select id from ledger.account"
        " where kind = 'merchant' and balance = 0 limit 1) where posting_seq = 2"
    ),
    "another kind of evidence": (
        "update ledger.posting set evidence_kind = 'passkey' where seq = 2"
    ),
    "no evidence": "update ledger.posting set evidence = '' where seq = 2",
    "somebody's evidence": (
        "update ledger.posting set evidence = (select evidence from ledger.posting where seq = 3)"
        " where seq = 2"
    ),
    "another key": (
        "update ledger.approval_key as k set public_key = o.public_key"
        " from ledger.approval_key as o where k.kind = 'device' and o.kind = 'passkey'"
    ),
    "the key of another account": (
        "update ledger.approval_key set account_id = (select id from ledger.account"
        " where kind = 'merchant' limit 1) where kind = 'device'"
    ),
}


async def _live(town: Town, awa: Member) -> None:
    await town.issue(awa, Money(100_00))
    await pay(town, awa, 12_50, await give_phone(town, awa))
    await pay(town, awa, 45_00, await give_passkey(town, awa))


async def _findings(database: Any) -> list[str]:
    engine = open_reader(database.auditor)
    try:
        return (await check_books(engine)).findings
    finally:
        await engine.dispose()


async def test_evidence_that_nobody_touched_proves_each_payment(
    town: Town, awa: Member, database: Any
) -> None:
    await _live(town, awa)

    assert await _findings(database) == []


@pytest.mark.parametrize("name", TOUCHES)
async def test_whatever_was_touched_is_no_longer_proved(
    name: str, town: Town, awa: Member, database: Any
) -> None:
    await _live(town, awa)
    superuser = await asyncpg.connect(database.superuser)
    await superuser.execute("set session_replication_role = replica")
    for table in ("posting", "leg"):
        await superuser.execute(f"alter table ledger.{table} disable trigger all")
    await superuser.execute(TOUCHES[name])
    await superuser.close()

    assert OF_THE_PHONE in await _findings(database)
