"""What takes two people of an organisation: one asks, another grants or refuses.

Granted, what was asked happens in the transaction of the decision: neither without the other, and
the posting bears the id of the request, so that it happens once.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from ledger.core.countersignature import SignedAct
from ledger.core.posting import Draft, Evidence, Kind, Origin
from ledger.core.refusal import NotFound
from ledger.core.refusal_access import AskedAlready
from ledger.core.till import plan_slip_credited
from ledger.database import WriterConnection
from ledger.fresh import new_id
from ledger.storage.countersignatures import (
    NewCountersignature,
    decide_countersignature,
    insert_countersignature,
    waiting_countersignature,
)
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.till_day import Keeper, check_other


async def ask_slip_credit(
    clearing: Clearing, slip: UUID, *, piece: str, by: Keeper, now: datetime
) -> UUID:
    """Ask to record that the bank has credited a slip; `piece` names the bank's line.

    Raises:
        NotFound: no such slip was closed.
        AskedAlready: somebody has asked it.
    """
    await clearing.find(slip, Kind.SLIP_CLOSED)
    new = NewCountersignature(
        new_id(), SignedAct.SLIP_CREDIT, slip, {"piece": piece}, by.institution, by.principal, now
    )
    async with clearing.pool.acquire() as connection:
        if not await insert_countersignature(connection, new):
            raise AskedAlready
    return new.id


async def countersign(
    clearing: Clearing, id: UUID, *, is_granted: bool, by: Keeper, now: datetime
) -> None:
    """Grant what somebody else has asked, or refuse it.

    Raises:
        NotFound: it waits no more, or is of another organisation.
        SecondPersonNeeded: they asked it themselves.
        AlreadySettled: the slip has been credited meanwhile.
    """
    async with clearing.pool.acquire() as connection:
        asked = await waiting_countersignature(connection, id, by.institution)
    if asked is None:
        raise NotFound
    check_other(asked["asked_by"], by)

    async def write(connection: WriterConnection) -> None:
        decided = await decide_countersignature(
            connection, id, by=by.principal, at=now, is_granted=is_granted
        )
        if not decided:
            raise NotFound

    if is_granted:
        await clearing.post_with_rows(await _plan(clearing, asked, by), write)
    else:
        await clearing.change(write)


async def _plan(clearing: Clearing, asked: Mapping[str, Any], by: Keeper) -> Draft:
    closed = await clearing.find(asked["subject"], Kind.SLIP_CLOSED)
    piece = json.loads(asked["facts"])["piece"]
    origin = Origin(by.principal, by.institution, Evidence.DESK)
    envelope = clearing.envelope(
        asked["id"], origin, Kind.SLIP_CREDITED, str(asked["subject"]), piece
    )
    return plan_slip_credited(closed, envelope, house=clearing.house, piece=piece)
