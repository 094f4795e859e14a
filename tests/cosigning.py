"""Second persons of the tests: each signs on a device of their own, with a passkey of their own."""

from datetime import datetime
from uuid import UUID, uuid4

from ledger.core.approval import Approval
from ledger.core.countersignature import SIGNED_BY, SignedAct
from ledger.core.identity import person_of
from ledger.core.refusal import NotFound
from ledger.core.role import Role, may
from ledger.demo_officers import cosigned, played_browser
from ledger.storage.people import insert_person
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.sign import Cosigner, Decision, Keeper

KNOWN_HOUSE = """
insert into ledger.institution (name, kind, code, added_at)
values ($1, $2, $3, '2026-01-01') on conflict do nothing
"""
KNOWN_PERSON = "insert into people.person (id, name) values ($1, 'Signer') on conflict do nothing"
APPOINTED = """
insert into people.standing (person_id, role, institution, starts_at)
values ($1, $2, $3, '2026-01-01') on conflict do nothing
"""


async def signed_by(
    clearing: Clearing,
    keeper: Keeper,
    act: SignedAct,
    request: UUID,
    *,
    is_granted: bool = True,
    now: datetime,
) -> Cosigner:
    """Sign a decision; what waits no more is signed by nothing, and still sent."""
    await _appoint(clearing, keeper, act)
    try:
        return await cosigned(clearing, keeper, Decision(act, request, is_granted), now=now)
    except NotFound:
        return unsigned_by(keeper)


async def _appoint(clearing: Clearing, keeper: Keeper, act: SignedAct) -> None:
    """Give the role that signs to whoever is a person; test_signatures asks who may not."""
    person = person_of(keeper.principal)
    if person is None:
        return
    role = next(role for role in Role if may(role, SIGNED_BY[act]))
    kind = "issuer" if keeper.institution == "issuer" else "desk"
    code = None if kind == "issuer" else keeper.institution.upper()
    async with clearing.pool.acquire() as connection:
        await connection.execute(KNOWN_HOUSE, keeper.institution, kind, code)
        await connection.execute(KNOWN_PERSON, person)
        await connection.execute(APPOINTED, person, role, keeper.institution)


def unsigned_by(keeper: Keeper) -> Cosigner:
    """Decide without a passkey's signature."""
    browser, nothing = played_browser(keeper.principal), Approval(uuid4(), b"")
    return Cosigner(keeper.principal, keeper.institution, browser, approval=nothing)


async def twice_known(clearing: Clearing) -> tuple[str, str]:
    """Know one natural person under two accounts: the same name and birth date; name both."""
    twins = uuid4(), uuid4()
    async with clearing.pool.acquire() as connection:
        for each in twins:
            await insert_person(connection, each, "Une seule personne")
        await connection.execute(
            "update people.person set likeness = 'the same' where id = any($1::uuid[])", twins
        )
    return f"person:{twins[0]}", f"person:{twins[1]}"
