"""A desk reopens a frozen account for whoever it has identified; above a small balance, two do."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from ledger.core.account import Status
from ledger.core.countersignature import SignedAct
from ledger.core.letter import LetterKind
from ledger.core.refusal import NotFound
from ledger.core.refusal_enrolment import AssetsFrozen
from ledger.core.staff_act import Deed, StaffAct, why
from ledger.database import WriterConnection
from ledger.fresh import paris_day
from ledger.storage.accounts import set_status
from ledger.storage.freeze_list import is_named
from ledger.storage.freezes import ask_lifting, frozen_account, lift_freeze, standing_freeze
from ledger.storage.letters import notify_holders
from ledger.storage.policies import policy_of_day
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


async def reopen_account(
    clearing: Clearing, account: int, reason: str, *, by: Keeper, now: datetime
) -> bool:
    """Reopen a frozen account for somebody whose identity a desk has checked.

    Above what the policy leaves to one person, the first only asks, and another one signs; answers
    whether the account is open now.

    Raises:
        NotServedByThem: it is their own account, or a relative's.
        ExplanationNeeded: nothing says why.
        NotFound: no freeze stands on that account.
        AssetsFrozen: whoever stands behind it is named by the register of asset freezes.
        AskedAlready: it waits for a second person.
    """
    await check_served(clearing, by.principal, account)
    said = why(reason)
    is_open = False

    async def write(connection: WriterConnection) -> None:
        nonlocal is_open
        freeze = await _standing(connection, account)
        policy = await policy_of_day(connection, paris_day(now))
        is_open = freeze["balance"] <= policy.desk.alone_up_to
        if is_open:
            await _reopen(connection, clearing, freeze, (by.principal, reason), now)
            return
        asked = (SignedAct.REOPENING, freeze["id"])
        await ask_second_person(connection, asked, {"reason": reason}, by=by, now=now)
        await ask_lifting(connection, freeze["id"], by=by.principal, now=now)
        deed = Deed(StaffAct.REOPENING_ASKED, by.principal, account, changes=said)
        await note_deed(connection, clearing, deed, now=now)

    await clearing.change(write)
    return is_open


async def decide_reopening(
    clearing: Clearing, id: UUID, *, is_granted: bool, by: Cosigner, now: datetime
) -> None:
    """Reopen an account as the second person, or refuse; either is signed.

    Raises:
        NotFound: it waits no more, or is of another institution.
        SecondPersonNeeded: they asked it themselves.
        NotServedByThem: it is their own account, or a relative's.
        AssetsFrozen: whoever stands behind it is named by the register of asset freezes.
        Refused: the signature does not count; see `keep_signature`.
    """
    asked, account = await find_asked(
        clearing, SignedAct.REOPENING, id, by=by, find_account=frozen_account
    )
    reason = json.loads(asked["facts"])["reason"]

    async def write(connection: WriterConnection) -> None:
        decision = Decision(SignedAct.REOPENING, id, is_granted)
        await sign_asked(connection, clearing, decision, by=by, now=now)
        if is_granted:
            freeze = await _standing(connection, account)
            await _reopen(connection, clearing, freeze, (by.principal, reason), now)

    await clearing.change(write)


async def _standing(connection: WriterConnection, account: int) -> Mapping[str, Any]:
    freeze: Mapping[str, Any] | None = await standing_freeze(connection, account)
    if freeze is None:
        raise NotFound
    if await is_named(connection, account):
        raise AssetsFrozen
    return freeze


async def _reopen(
    connection: WriterConnection,
    clearing: Clearing,
    freeze: Mapping[str, Any],
    by_and_reason: tuple[str, str],
    now: datetime,
) -> None:
    by, reason = by_and_reason
    account: int = freeze["account_id"]
    await lift_freeze(connection, freeze["id"], by=by, now=now)
    await set_status(connection, account, Status.OPEN)
    await notify_holders(connection, account, LetterKind.REOPENED, now=now)
    changes = {"status": (Status.FROZEN, Status.OPEN), "reason": (None, reason)}
    deed = Deed(StaffAct.REOPENED, by, account, changes=changes)
    await note_deed(connection, clearing, deed, now=now)
