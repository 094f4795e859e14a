"""A session of the console that nobody uses is locked; its officer's passkey opens it again."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ledger.core.approval import Approval
from ledger.core.countersignature import check_signature
from ledger.core.officer import IDLE_LOCK
from ledger.core.refusal import SignInNeeded
from ledger.core.refusal_access import (
    ChallengeSpent,
    KeyOfAnother,
    OfficerKeyNeeded,
    SessionElsewhere,
    SessionLocked,
)
from ledger.fresh import token_hash
from ledger.storage.officers import find_officer_key_by_credential
from ledger.storage.session_use import (
    find_living_session,
    last_session_use,
    lock,
    note_session_use,
    unlock,
)
from ledger.use_cases.clearing import Clearing


@dataclass(frozen=True, slots=True)
class Unlocking:
    """What a passkey signed to open a session again, and in which browser."""

    credential_id: bytes
    approval: Approval
    content: bytes
    browser: bytes


async def note_use(clearing: Clearing, token: str, *, now: datetime, is_use: bool) -> datetime:
    """Note that a session is used, and answer with its last use; `is_use`: a person asked.

    Raises:
        SessionLocked: nobody has used it for `IDLE_LOCK`; using it does not wake it.
    """
    hashed, not_since = token_hash(token), now - IDLE_LOCK
    async with clearing.pool.acquire() as connection:
        if is_use:
            used = await note_session_use(connection, hashed, at=now, not_since=not_since)
        else:
            used = await last_session_use(connection, hashed)
    if used is None or used <= not_since:
        raise SessionLocked
    return used


async def lock_session(clearing: Clearing, token: str, *, now: datetime) -> None:
    """Lock a session at once, for whoever leaves the counter."""
    async with clearing.pool.acquire() as connection, connection.transaction():
        await lock(connection, token_hash(token), unused_since=now - IDLE_LOCK)


async def unlock_session(
    clearing: Clearing, token: str, unlocking: Unlocking, *, now: datetime
) -> None:
    """Open a locked session again; it ends when it would have ended.

    Raises:
        SignInNeeded: the session has ended.
        SessionElsewhere: it was opened in another browser.
        OfficerKeyNeeded: the key is not a living one.
        KeyOfAnother: it is the key of somebody else.
        SignatureInvalid: it did not sign the challenge.
        ChallengeSpent: that challenge has unlocked a session already.
    """
    hashed, spent = token_hash(token), token_hash(unlocking.content.hex())
    async with clearing.pool.acquire() as connection, connection.transaction():
        session = await find_living_session(connection, hashed, now)
        if session is None:
            raise SignInNeeded
        if session["browser"] != unlocking.browser:
            raise SessionElsewhere
        key = await find_officer_key_by_credential(connection, unlocking.credential_id)
        if key is None:
            raise OfficerKeyNeeded
        if UUID(key.principal.removeprefix("person:")) != session["person_id"]:
            raise KeyOfAnother
        check_signature(key, unlocking.approval, unlocking.content)
        if spent in session["unlocked_by"]:
            raise ChallengeSpent
        await unlock(connection, hashed, challenge_hash=spent, at=now)
