"""Birth dates are encrypted: written, read, and taken up where an earlier version left them."""

from datetime import date
from uuid import UUID

from ledger.column_keys import ColumnKeys
from ledger.core.identity import born_place
from ledger.database import WriterConnection
from ledger.storage.encrypted_columns import encrypt_births


def encrypted_birth(columns: ColumnKeys, person: UUID, born: date) -> bytes:
    """Encrypt the birth date of somebody for their row."""
    return columns.encrypt(born.isoformat(), born_place(person))


def read_birth(columns: ColumnKeys, person: UUID, token: bytes | None) -> date | None:
    """Read the birth date of somebody, if a desk knows it."""
    if token is None:
        return None
    return date.fromisoformat(columns.decrypt(token, born_place(person)))


async def take_up_births(connection: WriterConnection, columns: ColumnKeys) -> int:
    """Encrypt birth dates that stand in clear; answer with how many there were.

    A migration cannot: keys live outside the database. Whoever opens the journal does it first,
    so that nobody reads one that is still in clear. It may be stopped and goes on.
    """

    def encrypt(person: UUID, born: date) -> bytes:
        return encrypted_birth(columns, person, born)

    return await encrypt_births(connection, encrypt)
