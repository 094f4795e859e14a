"""Who lives together loads cash under one cap: joined by one person of a desk, left by two."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from ledger.core.countersignature import SignedAct
from ledger.core.identifier import account_id_text
from ledger.core.letter import LetterKind
from ledger.core.refusal import NotFound
from ledger.core.refusal_household import HouseholdAlone, HouseholdKnown, HouseholdOfResidents
from ledger.core.staff_act import Deed, StaffAct, why
from ledger.database import WriterConnection
from ledger.storage.households import find_sharing, leave_household, share_household
from ledger.storage.letters import notify_holders
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.find_asked import find_asked
from ledger.use_cases.keep_relatives import check_served
from ledger.use_cases.note_deed import note_deed
from ledger.use_cases.sign import (
    Cosigner,
    Decision,
    Keeper,
    ask_second_person,
    sign_asked,
)


async def join_household(
    clearing: Clearing, account: int, other: int, *, by: Keeper, now: datetime
) -> None:
    """Count the cash of a wallet together with another's from now on.

    Raises:
        NotServedByThem: one of them is their own, or a relative's.
        NotFound: there is no such account.
        HouseholdOfResidents: one is no open wallet of a resident, or both are the same.
        HouseholdKnown: the wallet shares a household already.
    """
    for each in (account, other):
        await check_served(clearing, by.principal, each)

    async def write(connection: WriterConnection) -> None:
        joining, stays = await _find(connection, account), await _find(connection, other)
        if account == other or not (joining["may_share"] and stays["may_share"]):
            raise HouseholdOfResidents
        if joining["others"]:
            raise HouseholdKnown
        await share_household(connection, account, other, stays["common"])
        changes = {"household": (None, account_id_text(other))}
        deed = Deed(StaffAct.HOUSEHOLD_JOINED, by.principal, account, changes=changes)
        await note_deed(connection, clearing, deed, now=now)
        await notify_holders(connection, account, LetterKind.HOUSEHOLD_JOINED, now=now)

    await clearing.change(write)


async def ask_leaving(
    clearing: Clearing, account: int, reason: str, *, by: Keeper, now: datetime
) -> None:
    """Ask that a wallet count its cash on its own again: a second person signs that.

    Raises:
        NotServedByThem: it is their own account, or a relative's.
        ExplanationNeeded: nothing says why.
        NotFound: there is no such account.
        HouseholdAlone: nobody else is in its household.
        AskedAlready: it waits for a second person.
    """
    await check_served(clearing, by.principal, account)
    said = why(reason)

    async def write(connection: WriterConnection) -> None:
        leaving = await _find(connection, account)
        if not leaving["others"]:
            raise HouseholdAlone
        subject = (SignedAct.HOUSEHOLD, leaving["owner"])
        await ask_second_person(connection, subject, {"reason": reason}, by=by, now=now)
        deed = Deed(StaffAct.HOUSEHOLD_LEAVING_ASKED, by.principal, account, changes=said)
        await note_deed(connection, clearing, deed, now=now)

    await clearing.change(write)


async def decide_leaving(
    clearing: Clearing, id: UUID, *, is_granted: bool, by: Cosigner, now: datetime
) -> None:
    """Let a wallet leave its household as the second person, or refuse; either is signed.

    Raises:
        NotFound: it waits no more, or is of another institution.
        SecondPersonNeeded: they asked it themselves.
        NotServedByThem: it is their own account, or a relative's.
        HouseholdAlone: nobody else is in its household any more.
        Refused: the signature does not count; see `keep_signature`.
    """
    asked, account = await find_asked(clearing, SignedAct.HOUSEHOLD, id, by=by)
    reason = json.loads(asked["facts"])["reason"]

    async def write(connection: WriterConnection) -> None:
        decision = Decision(SignedAct.HOUSEHOLD, id, is_granted)
        await sign_asked(connection, clearing, decision, by=by, now=now)
        if not is_granted:
            return
        if not (await _find(connection, account))["others"]:
            raise HouseholdAlone
        await leave_household(connection, account)
        deed = Deed(StaffAct.HOUSEHOLD_LEFT, by.principal, account, changes=why(reason))
        await note_deed(connection, clearing, deed, now=now)
        await notify_holders(connection, account, LetterKind.HOUSEHOLD_LEFT, now=now)

    await clearing.change(write)


async def _find(connection: WriterConnection, account: int) -> Mapping[str, Any]:
    found: Mapping[str, Any] | None = await find_sharing(connection, account)
    if found is None:
        raise NotFound
    return found
