"""A phone comes to an account by a slip of the desk, a passkey under an approval; either can go."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from ledger.core.approval import ApprovalKey, KeyKind, is_point
from ledger.core.refusal import NotFound, SignatureInvalid, SlipNotValid, TermsNotAccepted
from ledger.core.terms import TERMS
from ledger.core.words import four_words
from ledger.database import WriterConnection
from ledger.fresh import new_id, new_slip_code, token_hash
from ledger.storage.keys import (
    NewKey,
    NewSlip,
    confirm_slip,
    insert_key,
    insert_slip,
    open_slip,
    revoke_key,
)
from ledger.use_cases.clearing import Clearing

__all__ = [
    "NewKey",
    "Opened",
    "add_key",
    "confirm_enrolment",
    "issue_slip",
    "open_enrolment",
    "revoke_device",
]


@dataclass(frozen=True, slots=True)
class Opened:
    """A slip that a phone has opened: it waits until these words are confirmed."""

    slip: UUID
    words: tuple[str, str, str, str]


async def issue_slip(
    clearing: Clearing,
    person_id: UUID,
    account: int,
    *,
    issued_by: str,
    now: datetime,
    minutes: int,
) -> tuple[UUID, str]:
    """Issue a slip for a phone; answer with its id and its code, which is kept nowhere."""
    id, code = new_id(), new_slip_code()
    expires_at = now + timedelta(minutes=minutes)
    slip = NewSlip(id, token_hash(code), person_id, account, issued_by, now, expires_at)
    async with clearing.pool.acquire() as connection:
        await insert_slip(connection, slip)
    return id, code


async def open_enrolment(
    clearing: Clearing, code: str, *, public_key: bytes, name: str, terms: int, now: datetime
) -> Opened:
    """Let a phone open a slip; nobody else can from now on, and nothing is given yet.

    Raises:
        TermsNotAccepted: `terms` is not the version in force.
        SignatureInvalid: the key is no point of P-256.
        SlipNotValid: the slip is unknown, opened already, or past its time: one answer for all.
    """
    if terms != TERMS.version:
        raise TermsNotAccepted
    if not is_point(public_key):
        raise SignatureInvalid
    async with clearing.pool.acquire() as connection:
        slip = await open_slip(
            connection, token_hash(code), public_key=public_key, name=name, terms=terms, now=now
        )
    if slip is None:
        raise SlipNotValid
    return Opened(slip["id"], four_words(slip["id"], public_key))


async def confirm_enrolment(
    clearing: Clearing, slip_id: UUID, *, confirmed_by: str, now: datetime
) -> UUID:
    """Make the phone that opened a slip a device of its account; answer with the id of its key.

    Raises:
        SlipNotValid: it was not opened, is confirmed already, or is past its time.
    """
    key_id = new_id()

    async def write(connection: WriterConnection) -> None:
        slip = await confirm_slip(connection, slip_id, confirmed_by=confirmed_by, now=now)
        if slip is None:
            raise SlipNotValid
        key = ApprovalKey(key_id, slip["account_id"], KeyKind.DEVICE, slip["public_key"], now)
        under = f"slip:{slip_id}"
        await insert_key(connection, NewKey(key, slip["person_id"], slip["device_name"], under))

    await clearing.change(write)
    return key_id


async def add_key(clearing: Clearing, new: NewKey) -> None:
    """Add a key under an approval that the caller has checked; a session alone adds none."""
    await clearing.change(lambda connection: insert_key(connection, new))


async def revoke_device(clearing: Clearing, key_id: UUID, *, account: int, now: datetime) -> None:
    """Revoke a key while nobody posts: no order that it signed is posted from now on.

    Raises:
        NotFound: the account has no such living key.
    """
    found = False

    async def write(connection: WriterConnection) -> None:
        nonlocal found
        found = await revoke_key(connection, key_id, account=account, revoked_at=now)

    await clearing.change(write)
    if not found:
        raise NotFound
