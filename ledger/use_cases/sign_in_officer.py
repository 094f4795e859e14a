"""Officers open the console by a passkey of their own; the first one comes by an invitation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from ledger.core.approval import Approval
from ledger.core.assertion import Party
from ledger.core.countersignature import OfficerKey, check_signature
from ledger.core.officer import SIGNS_AFTER
from ledger.core.refusal import NotAllowed
from ledger.core.refusal_access import InvitationNotValid, OfficerKeyNeeded, RoleNotYet
from ledger.database import WriterConnection
from ledger.fresh import new_id, new_token, token_hash
from ledger.storage.officers import (
    OfficerSession,
    find_invitation,
    find_officer_key,
    find_officer_key_by_credential,
    has_had_key,
    insert_officer_key,
    insert_officer_session,
    list_standings,
    open_invitation,
    revoke_officer_keys,
)
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.read_registration import read_registration


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody who signs in: what their passkey signed, in which browser, until when."""

    credential_id: bytes
    approval: Approval
    content: bytes
    browser: bytes
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class OfficerPost:
    """Somebody in a role of an institution."""

    person_id: UUID
    role: str
    institution: str


@dataclass(frozen=True, slots=True)
class AtHand:
    """The session at hand: its key, its browser, its end."""

    key_id: UUID | None
    browser: bytes
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Invited:
    """Whom an invitation is for."""

    person: UUID
    name: str


@dataclass(frozen=True, slots=True)
class MadeHere:
    """A passkey as the browser made it, for the challenge it was asked with, on this site."""

    registration: str
    challenge: bytes
    site: Party
    browser: bytes


async def sign_in_officer(clearing: Clearing, arrival: Arrival, *, now: datetime) -> str:
    """Open a session of the console in the first role that counts; answer with its token.

    Raises:
        OfficerKeyNeeded: the key is not a living one, or was used for that challenge.
        SignatureInvalid: it did not sign the challenge.
        NotAllowed: the person works for no institution any more.
        RoleNotYet: their roles count later.
    """
    async with clearing.pool.acquire() as connection, connection.transaction():
        key = await find_officer_key_by_credential(connection, arrival.credential_id)
        if key is None:
            raise OfficerKeyNeeded
        check_signature(key, arrival.approval, arrival.content)
        person = UUID(key.principal.removeprefix("person:"))
        standing = _first(await list_standings(connection, person), now)
        token = new_token()
        session = OfficerSession(
            token_hash(token),
            person,
            standing["role"],
            standing["institution"],
            arrival.expires_at,
            arrival.browser,
            key.id,
            token_hash(arrival.content.hex()),
        )
        if not await insert_officer_session(connection, session):
            raise OfficerKeyNeeded
    return token


async def take_role(
    clearing: Clearing, post: OfficerPost, current: AtHand, *, now: datetime
) -> str:
    """Go on in another of one's roles; answer with the token of its session.

    Raises:
        OfficerKeyNeeded: the key that opened the session at hand has been revoked.
        NotAllowed: they have no such role.
        RoleNotYet: it counts later.
    """
    token = new_token()
    async with clearing.pool.acquire() as connection, connection.transaction():
        if current.key_id is None or await find_officer_key(connection, current.key_id) is None:
            raise OfficerKeyNeeded
        wanted = [
            each
            for each in await list_standings(connection, post.person_id)
            if (each["role"], each["institution"]) == (post.role, post.institution)
        ]
        _first(wanted, now)
        session = OfficerSession(
            token_hash(token),
            post.person_id,
            post.role,
            post.institution,
            current.expires_at,
            current.browser,
            current.key_id,
        )
        await insert_officer_session(connection, session)
    return token


async def open_officer_session(
    clearing: Clearing, post: OfficerPost, *, browser: bytes, expires_at: datetime
) -> str:
    """Open a session that no key opened, the demonstration's way in; answer with its token."""
    token = new_token()
    session = OfficerSession(
        token_hash(token), post.person_id, post.role, post.institution, expires_at, browser
    )
    async with clearing.pool.acquire() as connection:
        await insert_officer_session(connection, session)
    return token


async def register_officer_key(
    clearing: Clearing, key: OfficerKey, *, under: str, now: datetime
) -> None:
    """Register a key under what its caller has checked; one that is known is left as it is."""

    async def write(connection: WriterConnection) -> None:
        if await find_officer_key(connection, key.id) is None:
            await insert_officer_key(connection, key, under=under, at=now, signs_from=now)

    await clearing.change(write)


async def find_invited(clearing: Clearing, code: str, *, now: datetime) -> Invited:
    """Find whom an invitation is for.

    Raises:
        InvitationNotValid: it is unknown, used, or past its time.
    """
    async with clearing.pool.acquire() as connection:
        found = await find_invitation(connection, token_hash(code), now)
    if found is None:
        raise InvitationNotValid
    return Invited(found["person_id"], found["name"])


async def accept_invitation(
    clearing: Clearing, code: str, made: MadeHere, *, now: datetime
) -> None:
    """Register the passkey of whoever was invited; keys that they had before end now.

    The first key of somebody signs at once; one in place of another countersigns a day later, so
    that whoever lost theirs has time to see it.

    Raises:
        InvitationNotValid: the invitation is unknown, used, or past its time.
        SignatureInvalid: the passkey was not made here, for this challenge, its person verified.
    """
    read = read_registration(made.registration, made.challenge, made.site)

    async def write(connection: WriterConnection) -> None:
        found = await find_invitation(connection, token_hash(code), now)
        if found is None or not await open_invitation(connection, found["id"], now):
            raise InvitationNotValid
        principal = f"person:{found['person_id']}"
        waits = found["is_reset"] or await has_had_key(connection, principal)
        await revoke_officer_keys(connection, principal, at=now)
        key = OfficerKey(
            new_id(),
            principal,
            read.public_key,
            read.credential_id,
            made.site.origin,
            made.site.rp_id,
            made.browser,
        )
        await insert_officer_key(
            connection,
            key,
            under=f"invitation:{found['id']}",
            at=now,
            signs_from=now + SIGNS_AFTER if waits else now,
        )

    await clearing.change(write)


def _first(standings: Sequence[Mapping[str, Any]], now: datetime) -> Mapping[str, Any]:
    if not standings:
        raise NotAllowed
    counting = [each for each in standings if each["starts_at"] <= now]
    if not counting:
        raise RoleNotYet
    return counting[0]
