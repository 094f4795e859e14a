"""A person is erased: asked at a desk, signed by a second person, once all their accounts ended.

What no law holds goes at once. Who an identified person is stays until the law lets go, and then
goes by the daily run. The books stay: they know an account, and nobody's name.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from ledger.core.account import Status
from ledger.core.countersignature import SignedAct
from ledger.core.refusal import NotFound
from ledger.core.refusal_retention import AccountsStillOpen, HeldByLaw
from ledger.core.retention import held_until
from ledger.core.staff_act import Deed, StaffAct
from ledger.database import WriterConnection
from ledger.fresh import paris_day
from ledger.storage.erasure import erase_accounts, erase_what_no_law_holds, list_holdings
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


@dataclass(frozen=True, slots=True)
class Erasable:
    """What stands of a person whose accounts have ended.

    `held_until`: the last day on which the law holds who they are, today or later; `is_begun`:
    what no law holds is gone already. `is_examined`: nobody is told, and the daily run waits.
    """

    accounts: tuple[int, ...]
    owner: UUID
    person: UUID
    held_until: date | None
    is_begun: bool
    is_examined: bool


async def find_erasable(clearing: Clearing, account: int, *, now: datetime) -> Erasable:
    """Say what may be erased of whoever held an account.

    Raises:
        NotFound: nobody holds it, or they are erased.
        AccountsStillOpen: they hold another one, or a role.
    """
    async with clearing.pool.acquire() as connection:
        return await _stands(connection, account, now)


async def ask_erasure(
    clearing: Clearing, account: int, *, is_whole: bool, by: Keeper, now: datetime
) -> None:
    """Ask that a person be erased: whole, or what no law holds while a period runs.

    Raises:
        NotServedByThem: it is themselves, or a relative.
        NotFound: nobody holds that account, or they are erased.
        AccountsStillOpen: they hold another one, or a role.
        HeldByLaw: a period runs, and the whole was asked or the rest is gone already.
        AskedAlready: it waits for a second person.
    """
    await check_served(clearing, by.principal, account)
    async with clearing.pool.acquire() as connection, connection.transaction():
        stands = await _stands(connection, account, now)
        _check_free(stands, is_whole=is_whole)
        facts = {"whole": "yes" if is_whole else "no"}
        subject = (SignedAct.ERASURE, stands.owner)
        await ask_second_person(connection, subject, facts, by=by, now=now)
        deed = Deed(StaffAct.ERASURE_ASKED, by.principal, account, person=stands.person)
        await note_deed(connection, clearing, deed, now=now)


async def decide_erasure(
    clearing: Clearing, id: UUID, *, is_granted: bool, by: Cosigner, now: datetime
) -> None:
    """Erase as the second person, or refuse; either is signed.

    Raises:
        NotFound: it waits no more, or is of another institution.
        SecondPersonNeeded: they asked it themselves.
        NotServedByThem: it is themselves, or a relative.
        AccountsStillOpen, HeldByLaw: it cannot be any more.
        Refused: the signature does not count; see `keep_signature`.
    """
    asked, account = await find_asked(clearing, SignedAct.ERASURE, id, by=by)
    is_whole = json.loads(asked["facts"])["whole"] == "yes"

    async def write(connection: WriterConnection) -> None:
        decision = Decision(SignedAct.ERASURE, id, is_granted)
        await sign_asked(connection, clearing, decision, by=by, now=now)
        if is_granted:
            await _erase(connection, account, now, is_whole=is_whole)

    await clearing.change(write)


async def _erase(
    connection: WriterConnection, account: int, now: datetime, *, is_whole: bool
) -> None:
    stands = await _stands(connection, account, now)
    if is_whole and stands.held_until is not None:
        raise HeldByLaw(until=stands.held_until.isoformat())
    if is_whole and not stands.is_examined:
        await erase_accounts(connection, stands.accounts, now=now)
    else:
        await erase_what_no_law_holds(connection, stands.accounts)


def _check_free(stands: Erasable, *, is_whole: bool) -> None:
    if stands.held_until is not None and (is_whole or stands.is_begun):
        raise HeldByLaw(until=stands.held_until.isoformat())


async def _stands(connection: WriterConnection, account: int, now: datetime) -> Erasable:
    holdings = await list_holdings(connection, account)
    if not holdings:
        raise NotFound
    if any(each["status"] != Status.CLOSED or each["has_role"] for each in holdings):
        raise AccountsStillOpen
    today = paris_day(now)
    held = [held_until(each["tier"], paris_day(each["closed_at"])) for each in holdings]
    return Erasable(
        accounts=tuple(dict.fromkeys(each["id"] for each in holdings)),
        owner=holdings[0]["owner"],
        person=holdings[0]["person"],
        held_until=max((day for day in held if day is not None and day >= today), default=None),
        is_begun=any(each["is_asked_done"] for each in holdings),
        is_examined=any(each["is_examined"] for each in holdings),
    )
