"""Somebody of a shop opens one of its tills: the till's device signs, the person types a code."""

from datetime import datetime
from uuid import UUID

from ledger.core.approval import Approval, check_approval
from ledger.core.refusal import DeviceNotAccepted, StaffCodeLocked, StaffCodeWrong
from ledger.core.role import Role
from ledger.fresh import new_token, token_hash
from ledger.pins import is_the_pin
from ledger.storage.people import NewKeySession, insert_staff_session
from ledger.storage.staff import (
    code_at_till,
    count_tries,
    forget_tries,
    insert_try,
    staff_of_till,
)
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.keep_staff import sealed_staff_code

TRIES = 5


async def list_staff(
    clearing: Clearing, approval: Approval, content: bytes
) -> list[tuple[UUID, str]]:
    """Tell a till that signed `content` who may open it: ids and names.

    Raises:
        SignatureInvalid: its key did not sign it.
        DeviceNotAccepted: the key is unknown.
    """
    key = await clearing.key(approval.key_id)
    check_approval(key, approval, content)
    async with clearing.pool.acquire() as connection:
        return await staff_of_till(connection, key.id)


async def open_till_with_code(
    clearing: Clearing,
    approval: Approval,
    content: bytes,
    code: tuple[UUID, str],
    *,
    now: datetime,
    expires_at: datetime,
) -> str:
    """Open a session at a till for the person of `code`, an id and a PIN; answer with its token.

    The same signed content opens one session and no second.

    Raises:
        SignatureInvalid: the till's key did not sign it.
        StaffCodeLocked: five wrong codes were typed for that person at this till.
        StaffCodeWrong: nobody of this till's shop has that code.
        DeviceNotAccepted: the key is dead, or the content was used before.
    """
    key = await clearing.key(approval.key_id)
    check_approval(key, approval, content)
    await _check_code(clearing, key.id, *code, now=now)
    token = new_token()
    hashes = token_hash(token), token_hash(content.hex())
    session = NewKeySession(
        hashes[0], "merchant", key.id, Role.SHOP_EMPLOYEE, expires_at, hashes[1]
    )
    async with clearing.pool.acquire() as connection:
        if not await insert_staff_session(connection, session, code[0]):
            raise DeviceNotAccepted
    return token


async def _check_code(
    clearing: Clearing, key: UUID, person: UUID, pin: str, *, now: datetime
) -> None:
    """Count a try at a till before the code is compared; a right one forgets those before."""
    async with clearing.pool.acquire() as connection, connection.transaction():
        pin_hash = await code_at_till(connection, key, person)
        if pin_hash is None:  # the till knows who works there: nothing is told, nothing compared
            raise StaffCodeWrong
        if await count_tries(connection, person, key) >= TRIES:
            raise StaffCodeLocked
        await insert_try(connection, person, key, now)
    if not await is_the_pin(pin_hash, sealed_staff_code(clearing, person, pin)):
        raise StaffCodeWrong
    async with clearing.pool.acquire() as connection:
        await forget_tries(connection, person, key)
