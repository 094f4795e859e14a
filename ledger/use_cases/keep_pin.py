"""The PIN of an account: set under an approval, proved for one thing at a time, locked at five.

A proof is a seal of the house over the account and what it is about: an order, or a challenge. The
phone signs it with the bytes, so that the journal shows both at once and the PIN itself stays
nowhere.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from ledger.core.approval import Approval, check_approval
from ledger.core.letter import LetterKind
from ledger.core.order import second_text
from ledger.core.pin import ACCOUNT_DIGITS, MOST_TRIES, check_new_pin
from ledger.core.refusal import DeviceNotAccepted, SignatureInvalid
from ledger.core.refusal_access import AccountPinLocked, AccountPinWrong, ConfirmationNeeded
from ledger.database import WriterConnection
from ledger.pins import NOBODYS, hash_pin, is_the_pin
from ledger.storage.account_pins import (
    count_try,
    forget_tries,
    has_passkey,
    is_locked,
    pin_counts,
    put_pin,
)
from ledger.storage.keys import is_living_key
from ledger.storage.letters import notify_holders
from ledger.use_cases.clearing import Clearing

FIRST_WAITS: Final = timedelta(hours=24)
"""How long a first PIN waits that a phone alone has approved: its thief gains nothing by it."""


def about_order(id: UUID, expires_at: datetime) -> str:
    """Say which order a PIN is given for."""
    return f"{id} {second_text(expires_at)}"


async def prove_pin(
    clearing: Clearing, account: int, pin: str, *, about: str, now: datetime
) -> bytes:
    """Answer with a proof, for `about` alone, that the PIN of the account was just given.

    Raises:
        AccountPinWrong: it was another, or there is none that counts yet.
        AccountPinLocked: five others were given before it.
    """
    async with clearing.pool.acquire() as connection:
        counted = await count_try(connection, account, most=MOST_TRIES, now=now)
        if counted is None and await is_locked(connection, account, most=MOST_TRIES):
            raise AccountPinLocked
    pin_hash, tries = counted or (NOBODYS, 0)
    if not await is_the_pin(pin_hash, sealed_account_pin(clearing, account, pin)):
        if tries == MOST_TRIES:
            raise AccountPinLocked
        raise AccountPinWrong(tries=MOST_TRIES - tries)
    async with clearing.pool.acquire() as connection:
        await forget_tries(connection, account, pin_hash)
    return _proof(clearing, account, about)


def check_pin_proof(clearing: Clearing, account: int, approval: Approval, *, about: str) -> None:
    """Check that the proof which an approval carries, if any, is one of the house, for this.

    Raises:
        SignatureInvalid: it is not.
    """
    given = approval.pin_proof
    if given and not hmac.compare_digest(given, _proof(clearing, account, about)):
        raise SignatureInvalid


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What a key at hand signed to confirm who is there; `about` names it where a PIN is given."""

    approval: Approval
    content: bytes
    about: str


async def check_person(
    clearing: Clearing, account: int, given: Confirmation, *, now: datetime
) -> None:
    """Check that a key of the account signed, and that the person was verified.

    A phone alone is enough while the account has neither a passkey nor a PIN that counts.

    Raises:
        SignatureInvalid: nothing of the sort was signed.
        DeviceNotAccepted: the key is not a living one of this account.
        ConfirmationNeeded: a phone alone signed, and there is better.
    """
    key = await clearing.key(given.approval.key_id)
    check_pin_proof(clearing, account, given.approval, about=given.about)
    check_approval(key, given.approval, given.content)
    async with clearing.pool.acquire() as connection:
        await _check_standing(connection, account, given.approval, now)


async def set_pin(
    clearing: Clearing, account: int, pin: str, given: Confirmation, *, now: datetime
) -> datetime:
    """Give an account a PIN instead of the one before; answer with the instant it counts from.

    Raises:
        PinRefused: it is not six digits, or is too simple.
        SignatureInvalid, DeviceNotAccepted, ConfirmationNeeded: as `check_person`.
    """
    check_new_pin(pin, ACCOUNT_DIGITS)
    await check_person(clearing, account, given, now=now)
    pin_hash = await hash_pin(sealed_account_pin(clearing, account, pin))
    valid_from = now if given.approval.is_strong else now + FIRST_WAITS
    under = f"key:{given.approval.key_id}"

    async def write(connection: WriterConnection) -> None:
        await _check_standing(connection, account, given.approval, now)
        await put_pin(connection, account, pin_hash, under=under, set_at=now, valid_from=valid_from)
        counts = valid_from.isoformat()
        await notify_holders(connection, account, LetterKind.PIN_SET, now=now, valid_from=counts)

    await clearing.change(write)
    return valid_from


async def _check_standing(
    connection: WriterConnection, account: int, approval: Approval, now: datetime
) -> None:
    if not await is_living_key(connection, approval.key_id, account):
        raise DeviceNotAccepted
    if approval.is_strong:
        return
    if await has_passkey(connection, account) or await pin_counts(connection, account, now=now):
        raise ConfirmationNeeded


def sealed_account_pin(clearing: Clearing, account: int, pin: str) -> bytes:
    """Seal a PIN with its account, so that equal PINs look alike to nobody."""
    return clearing.seal(b"account-pin\n" + account.to_bytes(8) + pin.encode())


def _proof(clearing: Clearing, account: int, about: str) -> bytes:
    return clearing.seal(b"pin-proof\n" + account.to_bytes(8) + about.encode())
