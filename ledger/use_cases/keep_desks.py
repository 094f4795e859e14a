"""A desk opens its agencies and their tills: one manager asks, another signs.

Where an agency is and when it is open, and that a till is closed for good, take one of them: either
is noted in the trail.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from ledger.core.account import AccountKind, Status
from ledger.core.chart import CHART
from ledger.core.countersignature import SignedAct
from ledger.core.refusal import NotFound
from ledger.core.refusal_institution import DeskNameTaken, KeepsNoDesk, TillDayStands, TillOwes
from ledger.core.staff_act import Deed, StaffAct
from ledger.database import WriterConnection
from ledger.fresh import new_id
from ledger.storage.accounts import set_status
from ledger.storage.countersignatures import waiting_countersignature
from ledger.storage.desks import (
    NewDesk,
    change_desk,
    end_till,
    find_desk,
    has_desk,
    insert_desk,
    last_number,
    till_to_end,
)
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.keep_institutions import read_institution
from ledger.use_cases.note_deed import note_deed
from ledger.use_cases.open_books import TillPlace, write_till
from ledger.use_cases.sign import (
    Cosigner,
    Decision,
    Keeper,
    ask_second_person,
    check_other,
    sign_asked,
)


async def ask_desk(clearing: Clearing, desk: NewDesk, *, by: Keeper, now: datetime) -> UUID:
    """Ask that an agency be opened.

    Raises:
        KeepsNoDesk: the institution is no desk.
        DeskNameTaken: an agency bears that name.
        AskedAlready: it waits already.
    """
    id, subject = new_id(), uuid5(NAMESPACE_URL, f"desk:{desk.name}")
    facts = {name: str(text) for name, text in asdict(desk).items() if name != "institution"}

    async def write(connection: WriterConnection) -> None:
        await _code(connection, by)
        if await has_desk(connection, desk.name):
            raise DeskNameTaken
        asked = (SignedAct.DESK, subject)
        await ask_second_person(connection, asked, facts, by=by, now=now, id=id)
        await note_deed(connection, clearing, Deed(StaffAct.DESK_ASKED, by.principal), now=now)

    await clearing.change(write)
    return id


async def ask_till(clearing: Clearing, desk: str, *, by: Keeper, now: datetime) -> UUID:
    """Ask that a till be opened at an agency; it bears the next number of the institution.

    Raises:
        KeepsNoDesk: the institution is no desk.
        NotFound: it has no such agency.
    """
    id = new_id()

    async def write(connection: WriterConnection) -> None:
        code = await _code(connection, by)
        if await find_desk(connection, desk, by.institution) is None:
            raise NotFound
        number = await last_number(connection, code) + 1
        label = f"Caisse {number}, {desk}"
        facts = {"desk": desk, "code": code, "number": str(number), "label": label}
        await ask_second_person(connection, (SignedAct.TILL, id), facts, by=by, now=now, id=id)
        await note_deed(connection, clearing, Deed(StaffAct.TILL_ASKED, by.principal), now=now)

    await clearing.change(write)
    return id


async def decide_place(
    clearing: Clearing, id: UUID, *, is_granted: bool, by: Cosigner, now: datetime
) -> None:
    """Open an agency or a till that another manager asked for, or refuse it; either is signed.

    Raises:
        NotFound: it waits no more, or is of another institution.
        SecondPersonNeeded: they asked it themselves.
        DeskNameTaken: an agency has taken that name meanwhile.
        Refused: the signature does not count; see `keep_signature`.
    """

    async def write(connection: WriterConnection) -> None:
        asked = await waiting_countersignature(connection, id, by.institution)
        if asked is None or asked["act"] not in {SignedAct.DESK, SignedAct.TILL}:
            raise NotFound
        await check_other(connection, asked["asked_by"], by.principal)
        decision = Decision(SignedAct(asked["act"]), id, is_granted)
        await sign_asked(connection, clearing, decision, by=by, now=now)
        facts = json.loads(asked["facts"])
        if is_granted and decision.act is SignedAct.DESK:
            await _open_desk(connection, facts, by)
        elif is_granted:
            await _open_till(connection, clearing, facts, by)

    await clearing.change(write)


async def change_desk_place(
    clearing: Clearing, desk: NewDesk, *, by: Keeper, now: datetime
) -> None:
    """Write where an agency is now, and when it is open; residents read it at once.

    Raises:
        NotFound: the institution has no such agency.
    """

    async def write(connection: WriterConnection) -> None:
        stands = await find_desk(connection, desk.name, by.institution)
        if stands is None:
            raise NotFound
        before, after = asdict(stands), asdict(desk) | {"institution": by.institution}
        changes = {
            name: (before[name], after[name]) for name in after if before[name] != after[name]
        }
        if not changes:
            return
        await change_desk(connection, desk)
        deed = Deed(StaffAct.DESK_CHANGED, by.principal, changes=changes)
        await note_deed(connection, clearing, deed, now=now)

    await clearing.change(write)


async def retire_till(clearing: Clearing, till: int, *, by: Keeper, now: datetime) -> None:
    """Close a till for good: its accounts take nothing more, and it is given to nobody.

    Raises:
        NotFound: the institution has no such till, or it is closed.
        TillDayStands: its day is not over.
        TillOwes: it owes what no slip has handed over; `owed`.
    """

    async def write(connection: WriterConnection) -> None:
        found = await till_to_end(connection, till, by.institution)
        if found is None:
            raise NotFound
        if found["has_day"]:
            raise TillDayStands
        if found["owed"]:
            raise TillOwes(owed=found["owed"])
        for account in (found["cash_account"], found["cheque_account"]):
            await set_status(connection, account, Status.CLOSED)
        await end_till(connection, till, by=by.principal, at=now)
        deed = Deed(StaffAct.TILL_ENDED, by.principal, till)
        await note_deed(connection, clearing, deed, now=now)

    await clearing.change(write)


async def _code(connection: WriterConnection, by: Keeper) -> str:
    code = (await read_institution(connection, by.institution)).code
    if code is None:
        raise KeepsNoDesk
    return code


async def _open_desk(connection: WriterConnection, facts: Mapping[str, str], by: Keeper) -> None:
    if await has_desk(connection, facts["name"]):
        raise DeskNameTaken
    await insert_desk(connection, NewDesk(institution=by.institution, **facts))


async def _open_till(
    connection: WriterConnection, clearing: Clearing, facts: Mapping[str, str], by: Keeper
) -> None:
    place = TillPlace(
        by.institution,
        facts["code"],
        int(facts["number"]),
        CHART[AccountKind.TILL].number,
        facts["label"],
        facts["desk"],
    )
    await write_till(connection, clearing, place)
