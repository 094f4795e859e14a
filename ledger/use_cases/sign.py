"""The second person of an act signs it with a passkey of their own, in a browser of their own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from ledger.core.approval import Approval
from ledger.core.countersignature import SIGNED_BY, SignedAct, Statement, check_signature
from ledger.core.identity import person_of
from ledger.core.refusal import NotAllowed, NotFound
from ledger.core.refusal_access import (
    AskedAlready,
    OfficerKeyNeeded,
    SameBrowser,
    SecondPersonNeeded,
)
from ledger.core.refusal_institution import OfficerKeyNotYet
from ledger.core.role import Role, may
from ledger.database import WriterConnection
from ledger.fresh import new_id, paris_day
from ledger.storage.countersignatures import (
    NewCountersignature,
    decide_countersignature,
    insert_countersignature,
)
from ledger.storage.officers import find_officer_key, holds_role, key_signs_from
from ledger.storage.relatives import acts_for
from ledger.storage.signatures import (
    NewSignature,
    insert_signature,
    note_browser,
    policy_in_force,
    read_effect,
    shares_browser,
)
from ledger.use_cases.clearing import Clearing


@dataclass(frozen=True, slots=True)
class Keeper:
    """Who acts at a desk: how the journal names them, for which institution, in which browser."""

    principal: str
    institution: str
    browser: bytes = b""


@dataclass(frozen=True, slots=True)
class Cosigner(Keeper):
    """The second person of an act, with what their passkey signed."""

    approval: Approval = field(kw_only=True)


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody decides on a request that waits for them."""

    act: SignedAct
    request: UUID
    is_granted: bool = True


async def read_statement(
    connection: WriterConnection,
    clearing: Clearing,
    act: SignedAct,
    request: UUID,
    *,
    now: datetime,
) -> Statement:
    """Read what is signed about a request that waits.

    Raises:
        NotFound: it waits no more.
    """
    effect = await read_effect(connection, act, request)
    if effect is None:
        raise NotFound
    policy = await policy_in_force(connection, paris_day(now))
    return Statement(act, request, effect, policy, clearing.instance)


async def read_statements(
    clearing: Clearing, requests: Sequence[tuple[SignedAct, UUID]], *, now: datetime
) -> list[Statement]:
    """Read what is signed about those requests that still wait."""
    if not requests:
        return []
    async with clearing.pool.acquire() as connection:
        policy = await policy_in_force(connection, paris_day(now))
        found = [(each, await read_effect(connection, *each)) for each in requests]
    return [
        Statement(*each, effect, policy, clearing.instance)
        for each, effect in found
        if effect is not None
    ]


async def note_asker(connection: WriterConnection, request: UUID, by: Keeper) -> None:
    """Note in which browser somebody began what another will sign."""
    if by.browser:
        await note_browser(connection, request, principal=by.principal, browser=by.browser)


async def ask_second_person(
    connection: WriterConnection,
    asked: tuple[SignedAct, UUID],
    facts: Mapping[str, str],
    *,
    by: Keeper,
    now: datetime,
    id: UUID | None = None,
) -> UUID:
    """Write what another person of the institution will sign, about a subject; answer with its id.

    Raises:
        AskedAlready: it waits already.
    """
    new = NewCountersignature(id or new_id(), *asked, facts, by.institution, by.principal, now)
    if not await insert_countersignature(connection, new):
        raise AskedAlready
    await note_asker(connection, new.id, by)
    return new.id


async def keep_signature(
    connection: WriterConnection,
    clearing: Clearing,
    decision: Decision,
    *,
    by: Cosigner,
    now: datetime,
) -> None:
    """Check a second signature and keep it as evidence; to be called before anything is changed.

    Raises:
        NotFound: the request waits no more.
        NotAllowed: no role of theirs signs that, or not yet.
        OfficerKeyNeeded: the key is not a living one of theirs.
        OfficerKeyNotYet: it took the place of another less than a day ago.
        SameBrowser: both people act in one browser.
        SignatureInvalid: the key did not sign this decision on this effect.
    """
    act, request = decision.act, decision.request
    statement = await read_statement(connection, clearing, act, request, now=now)
    await _check_role(connection, act, by, now)
    key = await find_officer_key(connection, by.approval.key_id)
    if key is None or key.principal != by.principal:
        raise OfficerKeyNeeded
    if await key_signs_from(connection, key.id) > now:
        raise OfficerKeyNotYet
    if not by.browser or await shares_browser(connection, request, browser=by.browser, key=key.id):
        raise SameBrowser
    content = statement.content(is_granted=decision.is_granted)
    check_signature(key, by.approval, content)
    signature = NewSignature(new_id(), act, request, decision.is_granted, content, by.browser, now)
    await insert_signature(connection, signature, key, by.approval)


async def sign_asked(
    connection: WriterConnection,
    clearing: Clearing,
    decision: Decision,
    *,
    by: Cosigner,
    now: datetime,
) -> None:
    """Keep a signature on what a second person was asked, and write what it decides, once.

    Raises:
        NotFound: it waits no more.
        Refused: the signature does not count; see `keep_signature`.
    """
    await keep_signature(connection, clearing, decision, by=by, now=now)
    id, is_granted = decision.request, decision.is_granted
    if not await decide_countersignature(
        connection, id, by=by.principal, at=now, is_granted=is_granted
    ):
        raise NotFound


async def _check_role(
    connection: WriterConnection, act: SignedAct, by: Cosigner, now: datetime
) -> None:
    """Check the table of roles once more, where the signature is kept: a session may be old."""
    person = person_of(by.principal)
    signers = [role for role in Role if may(role, SIGNED_BY[act])]
    if person is not None and not await holds_role(
        connection, person, by.institution, signers, now=now
    ):
        raise NotAllowed


async def check_other(connection: WriterConnection, first: str, second: str) -> None:
    """Refuse that whoever began also ends, under whichever account.

    Raises:
        SecondPersonNeeded: it is the same natural person.
    """
    person = person_of(second)
    if first == second or (
        person is not None and await acts_for(connection, person, principals=[first], accounts=[])
    ):
        raise SecondPersonNeeded
