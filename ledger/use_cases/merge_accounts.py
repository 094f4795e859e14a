"""Two accounts of one person become one: asked at a desk, signed by a second person.

Nothing of the past is touched: the balance moves by one posting, the account that it leaves is
closed, and what both paid counts together from then on.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from ledger.core.account import Status
from ledger.core.closing import ClosingReason
from ledger.core.countersignature import SignedAct
from ledger.core.merger import Merger, plan_merger
from ledger.core.money import Money
from ledger.core.posting import Evidence, Kind, Origin
from ledger.core.refusal_closing import NotAlike
from ledger.core.staff_act import Deed, StaffAct
from ledger.database import WriterConnection
from ledger.storage.closures import find_closable
from ledger.storage.mergers import are_alike, find_standing_figures, link_persons
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.close_account import check_nothing_waits, end_account
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


async def ask_merger(clearing: Clearing, merger: Merger, *, by: Keeper, now: datetime) -> None:
    """Ask that an account go on in another one of the same person.

    Raises:
        NotServedByThem: one of them is their own, or a relative's.
        NotAlike: nothing shows that both are of one person, or one is not open.
        EurosOnTheirWay, DecisionWaits, GuardsSomebody: the account cannot end yet.
        AskedAlready: it waits for a second person.
    """
    for account in (merger.duplicate, merger.kept):
        await check_served(clearing, by.principal, account)
    async with clearing.pool.acquire() as connection, connection.transaction():
        stands = await _check_mergeable(connection, merger)
        subject, facts = (SignedAct.MERGER, stands["owner"]), {"into": str(merger.kept)}
        await ask_second_person(connection, subject, facts, by=by, now=now)
        deed = Deed(StaffAct.MERGER_ASKED, by.principal, merger.duplicate)
        await note_deed(connection, clearing, deed, now=now)


async def decide_merger(
    clearing: Clearing, id: UUID, *, is_granted: bool, by: Cosigner, now: datetime
) -> None:
    """Let two accounts become one as the second person, or refuse; either is signed.

    Raises:
        NotFound: it waits no more, or is of another institution.
        SecondPersonNeeded: they asked it themselves.
        NotServedByThem: one of them is their own, or a relative's.
        NotAlike, EurosOnTheirWay, DecisionWaits, GuardsSomebody: it cannot be any more.
        CeilingReached: the account that goes on has no room for what the other holds.
        Refused: the signature does not count; see `keep_signature`.
    """
    merger, held = await _find_asked(clearing, id, by)

    async def write(connection: WriterConnection) -> None:
        decision = Decision(SignedAct.MERGER, id, is_granted)
        await sign_asked(connection, clearing, decision, by=by, now=now)
        if is_granted:
            await _check_mergeable(connection, merger)

    async def end(connection: WriterConnection) -> None:
        kept = await find_standing_figures(connection, merger.kept)
        group = kept["limit_group"] or merger.kept
        await link_persons(connection, merger.duplicate, merger.kept, group)
        await end_account(
            connection,
            merger.duplicate,
            ClosingReason.DUPLICATE,
            by=by.principal,
            now=now,
            into=merger.kept,
        )

    async def write_and_end(connection: WriterConnection) -> None:
        await write(connection)
        await end(connection)

    if not is_granted or not held:
        await clearing.change(write_and_end if is_granted else write)
        return
    origin = Origin(by.principal, by.institution, Evidence.DESK)
    envelope = clearing.envelope(id, origin, Kind.MERGER, merger.duplicate, merger.kept)
    await clearing.post_with_rows(plan_merger(merger, Money(held), envelope), write, end)


async def _find_asked(clearing: Clearing, id: UUID, by: Cosigner) -> tuple[Merger, int]:
    asked, duplicate = await find_asked(clearing, SignedAct.MERGER, id, by=by)
    merger = Merger(duplicate, int(json.loads(asked["facts"])["into"]))
    await check_served(clearing, by.principal, merger.kept)
    async with clearing.pool.acquire() as connection:
        held: int = (await find_standing_figures(connection, duplicate))["balance"]
    return merger, held


async def _check_mergeable(connection: WriterConnection, merger: Merger) -> Mapping[str, Any]:
    stands: Mapping[str, Any] | None = await find_closable(connection, merger.duplicate)
    if stands is None or stands["status"] != Status.OPEN:
        raise NotAlike
    if not await are_alike(connection, merger.duplicate, merger.kept):
        raise NotAlike
    check_nothing_waits(stands)
    return stands
