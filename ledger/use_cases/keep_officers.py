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
from ledger.core.institution import Institution
from ledger.core.officer import INVITATION_LIFE, OFFICERS, begins_at
from ledger.core.refusal import NotAllowed, NotFound
from ledger.core.refusal_access import AskedAlready, NotForThem
from ledger.core.refusal_institution import WorksAlready
from ledger.core.role import Role
from ledger.core.staff_act import Deed, StaffAct, why
from ledger.database import WriterConnection
from ledger.fresh import new_id, new_slip_code, token_hash
from ledger.storage.countersignatures import (
    waiting_countersignature,
)
from ledger.storage.desks import find_institution
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
    works_at_console,
)
from ledger.storage.people import insert_person
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.keep_births import encrypted_birth
from ledger.use_cases.keep_institutions import check_role, write_institution
from ledger.use_cases.note_deed import note_deed
from ledger.use_cases.seal_people import likeness_seal
from ledger.use_cases.sign import (
    Cosigner,
    Decision,
    Keeper,
    ask_second_person,
    check_other,
    sign_asked,
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
        RoleOfAnotherKind: the institution does not give that role.
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
        NotForThem: it is for themselves, or the till is closed meanwhile.
        RoleOfAnotherKind: the institution does not give that role.
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
        await sign_asked(connection, clearing, decision, by=by, now=now)
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
    clearing: Clearing, institution: Institution, people: Sequence[Newcomer], *, now: datetime
) -> list[Invitation]:
    """Invite the first two managers of an institution, once: the command of the machine alone.

    An institution that is not known yet is added. Whoever works for one already is not invited:
    the command would give the machine a key of theirs.

    Raises:
        NotAllowed: it has, or had, managers, or is of another kind; or it is not two people.
        KindTaken, SlipCodeTaken: it cannot be added; see `write_institution`.
        WorksAlready: one of them works at the console.
    """
    given: list[Invitation] = []

    async def write(connection: WriterConnection) -> None:
        given.clear()
        await _begin(connection, institution, now)
        persons = [await _person(connection, clearing, each) for each in people]
        if len(set(persons)) != 2:  # noqa: PLR2004 # two people
            raise NotAllowed
        for person in persons:
            if await works_at_console(connection, person):
                raise WorksAlready
        role, name = Role.INSTITUTION_MANAGER, institution.name
        await check_role(connection, name, role)
        for person in persons:
            await put_standing(connection, person, role, institution=name, till=None, starts_at=now)
            given.append(await _invite(connection, person, name, "command", now))

    await clearing.change(write)
    return given


async def _begin(connection: WriterConnection, institution: Institution, now: datetime) -> None:
    known = await find_institution(connection, institution.name)
    if known is None:
        await write_institution(connection, institution, now=now)
    elif known["kind"] != institution.kind or await has_had_manager(connection, institution.name):
        raise NotAllowed


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
    await check_role(connection, post.institution, post.role)
    if post.till is not None and not await keeps_till(connection, post.till, post.institution):
        raise NotForThem
    if await has_standing(connection, person, post.institution, post.role):
        raise AskedAlready


async def _grant(
    connection: WriterConnection, asked: Mapping[str, Any], by: Cosigner, now: datetime
) -> list[Invitation]:
    facts, person = json.loads(asked["facts"]), asked["subject"]
    is_reset = await works_at_console(connection, person)
    if facts["kind"] == "role":
        role = Role(facts["role"])
        await check_role(connection, by.institution, role)
        till = int(facts["till"]) if facts["till"] else None
        if till is not None and not await keeps_till(connection, till, by.institution):
            raise NotForThem
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
    given = await _invite(connection, person, by.institution, by.principal, now, is_reset=is_reset)
    return [given]


async def _invite(
    connection: WriterConnection,
    person: UUID,
    institution: str,
    granted_by: str,
    now: datetime,
    *,
    is_reset: bool = False,
) -> Invitation:
    code, ends = new_slip_code(), now + INVITATION_LIFE
    new = NewInvitation(
        new_id(), token_hash(code), person, institution, granted_by, now, ends, is_reset
    )
    await insert_invitation(connection, new)
    return Invitation(person, code)
