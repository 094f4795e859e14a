"""What takes two people of an organisation: one asks, another grants or refuses.

Granted, what was asked happens in the transaction of the decision: neither without the other, and
the posting bears the id of the request, so that it happens once.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from ledger.core.cheque import plan_cheque_unpaid
from ledger.core.countersignature import SignedAct
from ledger.core.letter import LetterKind
from ledger.core.posting import Evidence, Kind, Origin, Posted
from ledger.core.refusal import AlreadySettled, NotFound
from ledger.core.refusal_access import ExplanationNeeded, ReversalTooLate
from ledger.core.refusal_cheque import ChequeNotCredited
from ledger.core.reversal import plan_reversal
from ledger.core.staff_act import Deed, StaffAct
from ledger.core.till import plan_slip_credited
from ledger.database import WriterConnection
from ledger.fresh import paris_day
from ledger.storage.cheques import find_cheque, insert_debt
from ledger.storage.countersignatures import (
    waiting_countersignature,
)
from ledger.storage.lane import WriteRows
from ledger.storage.letters import notify_holders
from ledger.storage.till_days import read_till
from ledger.use_cases.bank_lines import BANK_LINES, Planned
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.note_deed import note_deed
from ledger.use_cases.sign import (
    Cosigner,
    Decision,
    Keeper,
    ask_second_person,
    check_other,
    sign_asked,
)
from ledger.use_cases.till_day import iso_day


async def ask_slip_credit(
    clearing: Clearing, slip: UUID, *, piece: str, by: Keeper, now: datetime
) -> UUID:
    """Ask to record that the bank has credited a slip; `piece` names the bank's line.

    Raises:
        NotFound: no such slip was closed.
        AskedAlready: somebody has asked it.
    """
    await clearing.find(slip, Kind.SLIP_CLOSED)
    deed = Deed(StaffAct.SLIP_CREDIT_ASKED, by.principal)
    return await _ask(
        clearing, deed, (SignedAct.SLIP_CREDIT, slip), {"piece": piece}, by=by, now=now
    )


async def ask_reversal(
    clearing: Clearing, posting: UUID, *, reason: str, till: int, by: Keeper, now: datetime
) -> UUID:
    """Ask to take back what was done today at one's own till, by its mirror.

    Raises:
        NotFound: it was not done there.
        ReversalTooLate: it was not done today.
        ExplanationNeeded: nothing says why.
        AskedAlready: it was asked before.
    """
    posted = await clearing.find(posting, Kind.ISSUANCE, Kind.DUES, Kind.CHEQUE_HELD)
    async with clearing.pool.acquire() as connection:
        described = await read_till(connection, till, day=iso_day(now)) or {}
    if posted.legs[0].debit not in (described.get("cash_account"), described.get("cheque_account")):
        raise NotFound
    _check_today(posted, now)
    if not reason:
        raise ExplanationNeeded
    facts = {"reason": reason}
    changes = {"reason": (None, reason)}
    wallet = posted.legs[0].credit if posted.kind is Kind.ISSUANCE else None
    deed = Deed(StaffAct.REVERSAL_ASKED, by.principal, wallet, changes=changes)
    return await _ask(clearing, deed, (SignedAct.REVERSAL, posting), facts, by=by, now=now)


async def ask_cheque_unpaid(
    clearing: Clearing, cheque: UUID, *, piece: str, by: Keeper, now: datetime
) -> UUID:
    """Ask to record that the bank has sent a cheque back; `piece` names the bank's line.

    Raises:
        NotFound: no such cheque stands.
        ChequeNotCredited: the bank has not credited its slip: there is nothing to take back.
        AlreadySettled: it was sent back before; or, held, it has become units.
        AskedAlready: somebody has asked it.
    """
    async with clearing.pool.acquire() as connection:
        found = await find_cheque(connection, cheque)
    if found is None:
        raise NotFound
    if found["settled_as"] is not None:
        raise AlreadySettled
    if found["credited_at"] is None:
        raise ChequeNotCredited
    deed = Deed(StaffAct.CHEQUE_UNPAID_ASKED, by.principal, found["account_id"])
    asked = (SignedAct.CHEQUE_UNPAID, cheque)
    return await _ask(clearing, deed, asked, {"piece": piece}, by=by, now=now)


async def _ask(
    clearing: Clearing,
    deed: Deed,
    asked: tuple[SignedAct, UUID],
    facts: Mapping[str, str],
    *,
    by: Keeper,
    now: datetime,
) -> UUID:
    async with clearing.pool.acquire() as connection, connection.transaction():
        id = await ask_second_person(connection, asked, facts, by=by, now=now)
        await note_deed(connection, clearing, deed, now=now)
    return id


def _check_today(posted: Posted, now: datetime) -> None:
    if paris_day(posted.posted_at) != paris_day(now):
        raise ReversalTooLate


async def countersign(
    clearing: Clearing, id: UUID, *, is_granted: bool, by: Cosigner, now: datetime
) -> None:
    """Grant what somebody else has asked, or refuse it; either is signed.

    Raises:
        NotFound: it waits no more, or is of another organisation.
        SecondPersonNeeded: they asked it themselves.
        AlreadySettled, AlreadyReversed: it has happened meanwhile.
        ReversalTooLate: the day of what is to be taken back is over.
        FloorReached: what is to be taken back has been spent.
        Refused: the signature does not count; see `keep_signature`.
    """
    async with clearing.pool.acquire() as connection:
        asked = await waiting_countersignature(connection, id, by.institution)
        if asked is None:
            raise NotFound
        await check_other(connection, asked["asked_by"], by.principal)

    decision = Decision(SignedAct(asked["act"]), id, is_granted)
    more: WriteRows | None = None

    async def write(connection: WriterConnection) -> None:
        await sign_asked(connection, clearing, decision, by=by, now=now)
        if is_granted and more is not None:
            await more(connection)

    if not is_granted:
        await clearing.change(write)
        return
    draft, more = await _plan(clearing, asked, by, now)
    await clearing.post_with_rows(draft, write)


async def _note_debt(
    connection: WriterConnection, *, asked: Mapping[str, Any], now: datetime
) -> None:
    """Write what the member owes for a cheque that the bank sent back, and tell them."""
    cheque = await find_cheque(connection, asked["subject"])
    if cheque is None:
        raise NotFound
    await insert_debt(connection, asked["id"], asked["subject"])
    await notify_holders(connection, cheque["account_id"], LetterKind.CHEQUE_UNPAID, now=now)


async def _plan(clearing: Clearing, asked: Mapping[str, Any], by: Keeper, now: datetime) -> Planned:
    facts, subject = json.loads(asked["facts"]), asked["subject"]
    origin = Origin(by.principal, by.institution, Evidence.DESK)
    if asked["act"] in BANK_LINES:
        return await BANK_LINES[SignedAct(asked["act"])](clearing, asked, facts, origin)
    if asked["act"] == SignedAct.REVERSAL:
        posted = await clearing.find(subject)
        _check_today(posted, now)
        envelope = clearing.envelope(asked["id"], origin, Kind.REVERSAL, str(subject))
        return plan_reversal(posted, envelope), None
    piece = facts["piece"]
    if asked["act"] == SignedAct.CHEQUE_UNPAID:
        received = await clearing.find(subject, Kind.ISSUANCE, Kind.CHEQUE_HELD)
        envelope = clearing.envelope(asked["id"], origin, Kind.CHEQUE_UNPAID, str(subject), piece)
        draft = plan_cheque_unpaid(received, envelope, house=clearing.house, piece=piece)
        return draft, partial(_note_debt, asked=asked, now=now)
    envelope = clearing.envelope(asked["id"], origin, Kind.SLIP_CREDITED, str(subject), piece)
    closed = await clearing.find(subject, Kind.SLIP_CLOSED)
    return plan_slip_credited(closed, envelope, house=clearing.house, piece=piece), None
