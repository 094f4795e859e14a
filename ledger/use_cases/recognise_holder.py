"""A desk finds whose card it scans, or whose phone shows a code, as the scanner types it."""

from datetime import datetime

from ledger.core.identifier import IdentifierUnreadable, code_from
from ledger.database import WriterConnection
from ledger.fresh import token_hash
from ledger.storage.cards import find_holder_of_card
from ledger.storage.claims import use_personal_code
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.guess_codes import allow_code, note_missed_code
from ledger.use_cases.issue_card import card_hash


def carried_code(typed: str) -> str | None:
    """Read a code as it is printed, or at the end of the address that a scanner reads."""
    address, mark, after = typed.strip().rpartition("#")
    try:
        return code_from(after if mark and address else typed)
    except IdentifierUnreadable:
        return None


async def recognise_holder(
    clearing: Clearing, code: str, *, till: int, now: datetime
) -> int | None:
    """Find the account of a card, by its code or its number, or of a code that a phone shows.

    A code that a phone shows serves once, here as at a shop. None: nobody carries it, or no more.

    Raises:
        TooManyCodes: this till typed ten in ten minutes that nobody carries.
    """
    await allow_code(clearing, till, now=now)
    async with clearing.pool.acquire() as connection, connection.transaction():
        return await _find(connection, clearing, code, now)


async def note_unknown(clearing: Clearing, *, till: int, now: datetime) -> None:
    """Note that a till typed a code that nobody carries."""
    await note_missed_code(clearing, till, now=now)


async def _find(
    connection: WriterConnection, clearing: Clearing, code: str, now: datetime
) -> int | None:
    holder = await find_holder_of_card(connection, card_hash(clearing, code))
    return holder or await use_personal_code(connection, token_hash(code), now=now)
