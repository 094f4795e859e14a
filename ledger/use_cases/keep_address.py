"""Somebody says where their letters go: an address counts once its code came back."""

import hmac
import re
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from ledger.core.letter import LetterKind
from ledger.core.refusal_access import AddressCodeWrong, AddressNotUnderstood, TooManyAddresses
from ledger.fresh import new_id
from ledger.storage.addresses import count_try, insert_wish, keep_address, wish_movements
from ledger.storage.letters import write_letter
from ledger.use_cases.clearing import Clearing

CODE_LIVES: Final = timedelta(minutes=30)
_DIGITS, TRIES, A_DAY = 6, 5, 5
_LONGEST = 254
_ADDRESS = re.compile(r"[a-z0-9.!#$%&*+/=?^_{|}~-]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)+", re.IGNORECASE)


async def ask_address(clearing: Clearing, person: UUID, address: str, *, now: datetime) -> None:
    """Send a code to an address that somebody wishes for their letters.

    Raises:
        AddressNotUnderstood: it is no address.
        TooManyAddresses: five were asked in a day.
    """
    address, id = read_address(address), new_id()
    async with clearing.pool.acquire() as connection, connection.transaction():
        if not await insert_wish(connection, person, id, address, now=now, most=A_DAY):
            raise TooManyAddresses
        kind = LetterKind.ADDRESS_CODE
        await write_letter(connection, (person, address), kind, now=now, wish=str(id))


async def confirm_address(clearing: Clearing, person: UUID, code: str, *, now: datetime) -> None:
    """Keep the address whose code came back; the one before is told.

    Raises:
        AddressCodeWrong: it is another code, five were tried, or it is too late.
    """
    async with clearing.pool.acquire() as connection:
        wish = await count_try(connection, person, most=TRIES, since=now - CODE_LIVES)
    if wish is None or not hmac.compare_digest(
        address_code(clearing, wish[0]).encode(), code.encode()
    ):
        raise AddressCodeWrong
    await _keep(clearing, person, wish[1], now)


async def end_address(clearing: Clearing, person: UUID, *, now: datetime) -> None:
    """Keep no address of somebody any more; the one before is told."""
    await _keep(clearing, person, None, now)


async def choose_movements(clearing: Clearing, person: UUID, *, wished: bool) -> None:
    """Tell each movement from now on by letter, or none."""
    async with clearing.pool.acquire() as connection:
        await wish_movements(connection, person, wished=wished)


def read_address(text: str) -> str:
    """Read an e-mail address as somebody types it.

    Raises:
        AddressNotUnderstood: it is none.
    """
    address = text.strip()
    if len(address) > _LONGEST or not _ADDRESS.fullmatch(address):
        raise AddressNotUnderstood
    return address


def address_code(clearing: Clearing, wish: UUID) -> str:
    """Derive the code of a wish, so that it is kept nowhere."""
    sealed = clearing.seal(b"address\n" + wish.bytes)
    return f"{int.from_bytes(sealed[:8]) % 10**_DIGITS:0{_DIGITS}}"


async def _keep(clearing: Clearing, person: UUID, address: str | None, now: datetime) -> None:
    async with clearing.pool.acquire() as connection, connection.transaction():
        before = await keep_address(connection, person, address)
        if before is not None and before != address:
            await write_letter(connection, (person, before), LetterKind.ADDRESS_ENDED, now=now)
