"""Who works for an institution: asked by one manager, signed by another, never for oneself.

Whoever is granted a role and has no key yet gets an invitation: a code by which they make a
passkey of their own, once. Ending a role takes one manager alone, and counts at once.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from ledger.core.countersignature import SignedAct
from ledger.core.officer import INVITATION_LIFE, OFFICERS, begins_at
from ledger.core.refusal import NotAllowed, NotFound
from ledger.core.refusal_access import AskedAlready, NotForThem
from ledger.core.role import Role
from ledger.core.staff_act import Deed, StaffAct, why
from ledger.database import WriterConnection
from ledger.fresh import new_id, new_slip_code, token_hash
from ledger.storage.countersignatures import (
    decide_countersignature,
    waiting_countersignature,
)
from ledger.storage.enrolments import describe_person
from ledger.storage.officers import (
    NewInvitation,
    end_standing,
    find_alike,
    has_had_manager,
    has_key,
    has_standing,
    insert_invitation,
    keeps_till,
    put_standing,
)
from ledger.storage.people import insert_person
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.keep_births import encrypted_birth
from ledger.use_cases.note_deed import note_deed
from ledger.use_cases.seal_people import likeness_seal
from ledger.use_cases.sign import (
    Cosigner,
    Decision,
    Keeper,
    ask_second_person,
    check_other,
    keep_signature,
)


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A natural person who will work at the console."""

    name: str
    birth_date: date


@dataclass(frozen=True, slots=True)
class Post:
    """A role of an institution, with the till of its own if it is a teller's."""

    role: Role
    institution: str
    till: int | None = None


@dataclass(frozen=True, slots=True)
class Invitation:
    """A code that makes one passkey for somebody; it is shown once, and kept nowhere."""

    person: UUID
    code: str


async def ask_role(
    clearing: Clearing, newcomer: Newcomer, post: Post, *, by: Keeper, now: datetime
) -> UUID:
    """Ask that somebody be given a role; one natural person is one, however often they are named.

    Raises:
        NotForThem: it is oneself, or the till is of another institution.
        AskedAlready: it waits already, or they have that role.
    """
    asked = new_id()

    async def write(connection: WriterConnection) -> None:
        person = await _person(connection, clearing, newcomer)
        await _check_post(connection, person, post, by)
        facts = {"kind": "role", "role": post.role, "till": str(post.till) if post.till else ""}
        await ask_second_person(
            connection, (SignedAct.OFFICER, person), facts, by=by, now=now, id=asked
        )
        changes = {"role": (None, post.role)}
        deed = Deed(StaffAct.ROLE_ASKED, by.principal, person=person, changes=changes)
        await note_deed(connection, clearing, deed, now=now)

    await clearing.change(write)
    return asked


async def ask_key(clearing: Clearing, person: UUID, *, by: Keeper, now: datetime) -> UUID:
    """Ask that somebody of the institution may make a new key; those before it end then.

    Raises:
        NotFound: nobody of that institution is that person.
        NotForThem: it is oneself.
        AskedAlready: it waits already.
    """
    asked = new_id()

    async def write(connection: WriterConnection) -> None:
        if not await has_standing(connection, person, by.institution):
            raise NotFound
        if by.principal == f"person:{person}":
            raise NotForThem
        await ask_second_person(
            connection, (SignedAct.OFFICER, person), {"kind": "key"}, by=by, now=now, id=asked
        )
        deed = Deed(StaffAct.KEY_ASKED, by.principal, person=person)
        await note_deed(connection, clearing, deed, now=now)

    await clearing.change(write)
    return asked


async def decide_officer(
    clearing: Clearing, id: UUID, *, is_granted: bool, by: Cosigner, now: datetime
) -> Invitation | None:
    """Grant a role or a new key that another manager asked for, or refuse it; either is signed.

    Answers with the invitation to hand over, where the person has to make a key.

    Raises:
        NotFound: it waits no more, or is of another institution.
        SecondPersonNeeded: they asked it themselves.
        NotForThem: it is for themselves.
        Refused: the signature does not count; see `keep_signature`.
    """
    given: list[Invitation] = []

    async def write(connection: WriterConnection) -> None:
        asked = await waiting_countersignature(connection, id, by.institution)
        if asked is None or asked["act"] != SignedAct.OFFICER:
            raise NotFound
        await check_other(connection, asked["asked_by"], by.principal)
        if by.principal == f"person:{asked['subject']}":
            raise NotForThem
        decision = Decision(SignedAct.OFFICER, id, is_granted)
        await keep_signature(connection, clearing, decision, by=by, now=now)
        await decide_countersignature(
            connection, id, by=by.principal, at=now, is_granted=is_granted
        )
        given.clear()
        if is_granted:
            given.extend(await _grant(connection, asked, by, now))

    await clearing.change(write)
    return given[0] if given else None


async def end_role(
    clearing: Clearing, person: UUID, role: Role, reason: str, *, by: Keeper, now: datetime
) -> None:
    """End a role of somebody: their sessions of the institution end with it.

    Raises:
        ExplanationNeeded: nothing says why.
        NotFound: they have no such role there.
        NotForThem: it is oneself: an institution is never left without its managers by one press.
    """
    said = why(reason)

    async def write(connection: WriterConnection) -> None:
        if by.principal == f"person:{person}":
            raise NotForThem
        ended = await end_standing(connection, person, role, institution=by.institution, at=now)
        if not ended:
            raise NotFound
        changes = {"role": (role, None), **said}
        deed = Deed(StaffAct.ROLE_ENDED, by.principal, person=person, changes=changes)
        await note_deed(connection, clearing, deed, now=now)

    await clearing.change(write)


async def invite_managers(
    clearing: Clearing, institution: str, people: Sequence[Newcomer], *, now: datetime
) -> list[Invitation]:
    """Invite the first two managers of an institution, once: the command of the machine alone.

    Raises:
        NotAllowed: the institution has, or had, managers; or it is not two people.
    """
    given: list[Invitation] = []

    async def write(connection: WriterConnection) -> None:
        given.clear()
        if await has_had_manager(connection, institution):
            raise NotAllowed
        persons = [await _person(connection, clearing, each) for each in people]
        if len(set(persons)) != 2:  # noqa: PLR2004 # two people
            raise NotAllowed
        for person in persons:
            await put_standing(
                connection,
                person,
                Role.INSTITUTION_MANAGER,
                institution=institution,
                till=None,
                starts_at=now,
            )
            given.append(await _invite(connection, person, institution, "command", now))

    await clearing.change(write)
    return given


async def _person(connection: WriterConnection, clearing: Clearing, newcomer: Newcomer) -> UUID:
    seal = likeness_seal(clearing, newcomer.name, newcomer.birth_date)
    known = await find_alike(connection, seal)
    if known is not None:
        return known
    id = new_id()
    await insert_person(connection, id, newcomer.name)
    born = encrypted_birth(clearing.columns, id, newcomer.birth_date)
    await describe_person(connection, id, born=born, likeness=seal, guardian=None)
    return id


async def _check_post(connection: WriterConnection, person: UUID, post: Post, by: Keeper) -> None:
    is_own = by.principal == f"person:{person}" or post.institution != by.institution
    if is_own or post.role not in OFFICERS or (post.role is Role.TELLER) != (post.till is not None):
        raise NotForThem
    if post.till is not None and not await keeps_till(connection, post.till, post.institution):
        raise NotForThem
    if await has_standing(connection, person, post.institution, post.role):
        raise AskedAlready


async def _grant(
    connection: WriterConnection, asked: Mapping[str, Any], by: Cosigner, now: datetime
) -> list[Invitation]:
    facts, person = json.loads(asked["facts"]), asked["subject"]
    if facts["kind"] == "role":
        role = Role(facts["role"])
        till = int(facts["till"]) if facts["till"] else None
        await put_standing(
            connection,
            person,
            role,
            institution=by.institution,
            till=till,
            starts_at=begins_at(role, now),
        )
        if await has_key(connection, f"person:{person}"):
            return []
    return [await _invite(connection, person, by.institution, by.principal, now)]


async def _invite(
    connection: WriterConnection, person: UUID, institution: str, granted_by: str, now: datetime
) -> Invitation:
    code = new_slip_code()
    await insert_invitation(
        connection,
        NewInvitation(
            new_id(), token_hash(code), person, institution, granted_by, now, now + INVITATION_LIFE
        ),
    )
    return Invitation(person, code)
