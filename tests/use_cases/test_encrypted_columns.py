"""What is encrypted is readable by its keys alone, in its place alone, whichever key is newest."""

import re
from uuid import UUID

import pytest
from personas import Member, Town
from storage.run_server import COLUMN_KEY, Database

from ledger.column_keys import ColumnKeys, new_column_key
from ledger.core.bank_account import BankAccount
from ledger.core.law import InvariantBroken
from ledger.database import WriterConnection
from ledger.storage import encrypted_columns
from ledger.use_cases.bank_accounts import Asked, iban_place, write_bank_account
from ledger.use_cases.rotate_columns import rotate_columns

IBAN = "FR7630006000011234567890189"


async def bring_account(town: Town, member: Member, holder: str) -> None:
    async def write(connection: WriterConnection) -> None:
        bank = BankAccount(IBAN, holder)
        asked = Asked("person:teller", town.clock.reading)
        await write_bank_account(town.clearing, connection, member.wallet, bank, asked)

    await town.clearing.change(write)


async def kept(town: Town) -> dict[UUID, bytes]:
    async with town.clearing.pool.acquire() as connection:
        rows = await connection.fetch("select id, iban from people.bank_account")
    return {row["id"]: row["iban"] for row in rows}


def test_what_was_written_for_one_place_is_believed_in_no_other() -> None:
    columns = ColumnKeys([new_column_key()])
    token = columns.encrypt("1990-07-14", "people.professional.representative_born 1")
    assert columns.decrypt(token, "people.professional.representative_born 1") == "1990-07-14"
    for place in (
        "people.professional.representative_born 2",
        "people.professional.owner_born 1",
        "",
    ):
        with pytest.raises(InvariantBroken):
            columns.decrypt(token, place)


def test_a_key_is_read_from_a_setting_and_a_word_is_none() -> None:
    newest, older = new_column_key(), new_column_key()
    token = ColumnKeys([older]).encrypt("a", "b")
    assert ColumnKeys.from_text(f"{newest}, {older}\n").decrypt(token, "b") == "a"
    for text in ("", "secret", f"{newest} secret"):
        with pytest.raises(ValueError, match="key"):
            ColumnKeys.from_text(text)


async def test_an_iban_is_nowhere_in_the_database(town: Town, bakery: Member) -> None:
    await bring_account(town, bakery, "BOULANGERIE DU MARCHE SARL")
    async with town.clearing.pool.acquire() as connection:
        text = await connection.fetchval("select t::text from people.bank_account as t")
    assert text
    assert IBAN.encode().hex() not in text
    assert IBAN not in text
    assert "BOULANGERIE" not in text


async def test_after_a_rotation_the_older_key_can_be_dropped(
    town: Town, database: Database, bakery: Member, miller: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encrypted_columns, "BATCH", 1)
    await bring_account(town, bakery, "BOULANGERIE")
    await bring_account(town, miller, "MOULIN")
    newest = new_column_key()

    renewed = await rotate_columns(database.app, ColumnKeys([newest, COLUMN_KEY]))
    again = await rotate_columns(database.app, ColumnKeys([newest, COLUMN_KEY]))

    assert (renewed, again) == (2, 0)
    alone = ColumnKeys([newest])
    rows = await kept(town)
    assert {alone.decrypt(token, iban_place(id)) for id, token in rows.items()} == {IBAN}
    id, token = rows.popitem()
    with pytest.raises(InvariantBroken):
        ColumnKeys([COLUMN_KEY]).decrypt(token, iban_place(id))


async def test_a_rotation_without_the_older_key_stops_and_breaks_nothing(
    town: Town, database: Database, bakery: Member
) -> None:
    await bring_account(town, bakery, "BOULANGERIE")
    before = await kept(town)
    with pytest.raises(InvariantBroken):
        await rotate_columns(database.app, ColumnKeys([new_column_key()]))
    assert await kept(town) == before


async def test_every_encrypted_column_is_rotated(town: Town) -> None:
    """A new one that nobody rotates would be lost with its key."""
    async with town.clearing.pool.acquire() as connection:
        columns = await connection.fetch(
            "select table_schema || '.' || table_name as place, column_name as name"
            "  from information_schema.columns"
            " where table_schema = 'people' and data_type = 'bytea'"
        )
    others = ("hash", "seal", "content", "likeness", "public_key", "browser", "digest")
    encrypted = {
        (column["place"], column["name"])
        for column in columns
        if not any(word in column["name"] for word in others)
    }
    rotated = {
        (table, name)
        for table, (_, write) in encrypted_columns.ENCRYPTED.items()
        for name in re.findall(r"(\w+) = coalesce", write)
    }
    assert encrypted == rotated
