"""A new version of the policy: proposed by one person, signed by another, valid from a later day.

No posting is judged by what is proposed. What is signed is the whole document with its day.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from ledger.core.countersignature import SignedAct
from ledger.core.policy import Policy
from ledger.core.policy_change import check_change
from ledger.core.refusal import NotFound
from ledger.core.refusal_access import AskedAlready, ExplanationNeeded, NotForThem
from ledger.core.staff_act import Deed, StaffAct
from ledger.database import WriterConnection
from ledger.fresh import new_id, paris_day
from ledger.storage.policies import (
    NewPolicyChange,
    decide_policy_change,
    find_waiting_policy_change,
    insert_policy,
    insert_policy_change,
    latest_policy,
    phases_let_begin,
)
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.note_deed import note_deed
from ledger.use_cases.sign import (
    Cosigner,
    Decision,
    Keeper,
    check_other,
    keep_signature,
    note_asker,
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A whole document, from which day it shall rule, and why."""

    valid_from: date
    document: Mapping[str, Any]
    reason: str


async def ask_policy(clearing: Clearing, proposal: Proposal, *, by: Keeper, now: datetime) -> UUID:
    """Propose the policy that follows the latest one; it rules nothing until another person signs.

    Raises:
        ExplanationNeeded: nothing says why.
        PolicyBeyondLaw, PolicyUnchanged, PolicyDateWrong, PhaseNotDecided: see `check_change`.
        AskedAlready: another proposal waits.
    """
    if not proposal.reason:
        raise ExplanationNeeded
    id = new_id()

    async def write(connection: WriterConnection) -> None:
        version = await _check(connection, proposal.valid_from, proposal.document, now)
        row = NewPolicyChange(
            id, version, proposal.valid_from, json.dumps(proposal.document), proposal.reason,
            by.principal, now,
        )  # fmt: skip
        if not await insert_policy_change(connection, row):
            raise AskedAlready
        await note_asker(connection, id, by)
        deed = Deed(StaffAct.POLICY_ASKED, by.principal)
        await note_deed(connection, clearing, deed, now=now)

    await clearing.change(write)
    return id


async def decide_policy(
    clearing: Clearing, id: UUID, *, is_granted: bool, by: Cosigner, now: datetime
) -> None:
    """Sign a proposal, or refuse it, as somebody else; signed, it rules from its day on.

    Raises:
        NotFound: it waits no more.
        SecondPersonNeeded: they proposed it themselves.
        PolicyDateWrong, PhaseNotDecided: what was possible when it was proposed is no more.
        Refused: the signature does not count; see `keep_signature`.
    """

    async def write(connection: WriterConnection) -> None:
        waiting = await find_waiting_policy_change(connection, id)
        if waiting is None:
            raise NotFound
        await check_other(connection, waiting["asked_by"], by.principal)
        signed = Decision(SignedAct.POLICY, id, is_granted)
        await keep_signature(connection, clearing, signed, by=by, now=now)
        if is_granted:
            document = json.loads(waiting["document"])
            version = await _check(connection, waiting["valid_from"], document, now)
            await insert_policy(connection, version, waiting["valid_from"], waiting["document"])
        await decide_policy_change(connection, id, by=by.principal, now=now, is_granted=is_granted)

    await clearing.change(write)


async def withdraw_policy(clearing: Clearing, id: UUID, *, by: Keeper, now: datetime) -> None:
    """Take back what one proposed oneself.

    Raises:
        NotFound: it waits no more.
        NotForThem: somebody else proposed it.
    """

    async def write(connection: WriterConnection) -> None:
        waiting = await find_waiting_policy_change(connection, id)
        if waiting is None:
            raise NotFound
        if waiting["asked_by"] != by.principal:
            raise NotForThem
        await decide_policy_change(connection, id, by=by.principal, now=now, is_granted=False)
        deed = Deed(StaffAct.POLICY_WITHDRAWN, by.principal)
        await note_deed(connection, clearing, deed, now=now)

    await clearing.change(write)


async def _check(
    connection: WriterConnection, valid_from: date, document: Mapping[str, Any], now: datetime
) -> int:
    """Check that a document may follow the latest policy; answer with the number it bears."""
    latest = await latest_policy(connection)
    proposed = Policy.from_document(latest.version + 1, valid_from, document)
    decided = await phases_let_begin(connection)
    check_change(latest, proposed, today=paris_day(now), decided=decided)
    return proposed.version
