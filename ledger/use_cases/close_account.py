"""An account ends at a desk: empty, with nothing on its way, by one person or, for a shop, by two.

It stays in the books, closed for ever; whoever comes back is enrolled anew.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from ledger.core.account import WALLETS, AccountKind, Status
from ledger.core.closing import ClosingReason
from ledger.core.countersignature import SignedAct
from ledger.core.letter import LetterKind
from ledger.core.refusal import NotFound
from ledger.core.refusal_access import SecondPersonNeeded
from ledger.core.refusal_closing import (
    BalanceRemains,
    ChequeWaits,
    DebtOwed,
    DecisionWaits,
    EurosOnTheirWay,
    GuardsSomebody,
    UnitsToRedeem,
)
from ledger.core.staff_act import Deed, StaffAct
from ledger.database import WriterConnection
from ledger.storage.closures import (
    end_all_access,
    find_closable,
    insert_closure,
)
from ledger.storage.dues import end_dues
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


async def close_account(
    clearing: Clearing, account: int, reason: ClosingReason, *, by: str, now: datetime
) -> None:
    """Close the account of a resident, whose identity a desk has checked.

    Raises:
        NotFound: there is no such open account.
        NotServedByThem: it is their own, or a relative's.
        SecondPersonNeeded: it is an acceptor's.
        BalanceRemains, EurosOnTheirWay, DecisionWaits, GuardsSomebody: it cannot end yet.
    """
    await check_served(clearing, by, account)

    async def write(connection: WriterConnection) -> None:
        stands = await check_closable(connection, account)
        if stands["kind"] != AccountKind.RESIDENT:
            raise SecondPersonNeeded
        changes = {"status": (stands["status"], Status.CLOSED), "reason": (None, reason)}
        deed = Deed(StaffAct.ACCOUNT_CLOSED, by, account, changes=changes)
        await note_deed(connection, clearing, deed, now=now)
        await end_account(connection, account, reason, by=by, now=now)

    await clearing.change(write)


async def ask_closing(
    clearing: Clearing, account: int, reason: ClosingReason, *, by: Keeper, now: datetime
) -> None:
    """Ask that the account of an acceptor be closed; somebody else of the desk decides.

    Raises:
        NotFound: there is no such open account.
        NotServedByThem: it is their own, or a relative's.
        UnitsToRedeem, EurosOnTheirWay, DecisionWaits: it cannot end yet.
        AskedAlready: it waits for a second person.
    """
    await check_served(clearing, by.principal, account)
    async with clearing.pool.acquire() as connection, connection.transaction():
        stands = await check_closable(connection, account)
        subject = (SignedAct.CLOSING, stands["owner"])
        await ask_second_person(connection, subject, {"reason": reason}, by=by, now=now)
        deed = Deed(
            StaffAct.CLOSING_ASKED, by.principal, account, changes={"reason": (None, reason)}
        )
        await note_deed(connection, clearing, deed, now=now)


async def decide_closing(
    clearing: Clearing, id: UUID, *, is_granted: bool, by: Cosigner, now: datetime
) -> None:
    """Close the account of an acceptor as the second person, or refuse; either is signed.

    Raises:
        NotFound: it waits no more, or is of another institution.
        SecondPersonNeeded: they asked it themselves.
        NotServedByThem: it is their own, or a relative's.
        UnitsToRedeem, EurosOnTheirWay, DecisionWaits: it cannot end any more.
        Refused: the signature does not count; see `keep_signature`.
    """
    asked, account = await find_asked(clearing, SignedAct.CLOSING, id, by=by)
    reason = ClosingReason(json.loads(asked["facts"])["reason"])

    async def write(connection: WriterConnection) -> None:
        decision = Decision(SignedAct.CLOSING, id, is_granted)
        await sign_asked(connection, clearing, decision, by=by, now=now)
        if is_granted:
            await check_closable(connection, account)
            await end_account(connection, account, reason, by=by.principal, now=now)

    await clearing.change(write)


async def check_closable(connection: WriterConnection, account: int) -> Mapping[str, Any]:
    """Check that an account may end; answer with what stands.

    Raises:
        NotFound: it is no member's, or closed.
        BalanceRemains, UnitsToRedeem, EurosOnTheirWay, DecisionWaits, GuardsSomebody: not yet.
    """
    stands: Mapping[str, Any] | None = await find_closable(connection, account)
    if stands is None or stands["status"] == Status.CLOSED or stands["kind"] not in WALLETS:
        raise NotFound
    if stands["balance"] and stands["kind"] == AccountKind.RESIDENT:
        raise BalanceRemains(left=stands["balance"])
    if stands["balance"]:
        raise UnitsToRedeem(left=stands["balance"])
    check_nothing_waits(stands)
    return stands


def check_nothing_waits(stands: Mapping[str, Any]) -> None:
    """Check that nothing of an account waits, and that nobody depends on it.

    Raises:
        EurosOnTheirWay, ChequeWaits, DebtOwed, DecisionWaits, GuardsSomebody: it is not so.
    """
    if stands["awaits_euros"]:
        raise EurosOnTheirWay
    if stands["awaits_cheque"]:
        raise ChequeWaits
    if stands["owed"]:
        raise DebtOwed(owed=stands["owed"])
    if stands["awaits_decision"]:
        raise DecisionWaits
    if stands["guards_somebody"]:
        raise GuardsSomebody


async def end_account(
    connection: WriterConnection,
    account: int,
    reason: ClosingReason,
    *,
    by: str,
    now: datetime,
    into: int | None = None,
) -> None:
    """Tell the holder, end all that acts for the account, and close it; lock held.

    `into`: the account of the same person that goes on.
    """
    await notify_holders(connection, account, LetterKind.CLOSED, now=now)
    await end_all_access(connection, account, by=by, now=now)
    await end_dues(connection, account, into=into)
    await insert_closure(connection, account, reason, by=by, now=now, into=into)
