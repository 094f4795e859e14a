"""The ceiling of one account is lowered by one person of a desk, and raised by two."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from ledger.core.account import Tier
from ledger.core.countersignature import SignedAct
from ledger.core.letter import LetterKind
from ledger.core.own_ceiling import Ceiling, check_ceiling
from ledger.core.refusal import NotFound
from ledger.core.staff_act import Change, Deed, StaffAct, why
from ledger.database import WriterConnection
from ledger.fresh import new_id, paris_day
from ledger.storage.letters import notify_holders
from ledger.storage.own_ceilings import (
    NewCeiling,
    end_ceilings,
    find_ceiling,
    is_any_over,
    write_ceiling,
)
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


@dataclass(frozen=True, slots=True)
class _Judged:
    """A ceiling that may be: of whose account, in place of which, and whether it is a raise."""

    account: int
    owner: UUID
    current: Ceiling
    wanted: Ceiling
    is_raise: bool


async def set_ceiling(
    clearing: Clearing, account: int, wanted: Ceiling, reason: str, *, by: Keeper, now: datetime
) -> bool:
    """Lower the ceiling of an account at once, or ask a second person to raise it.

    Answers whether it counts now.

    Raises:
        NotServedByThem: it is their own account, or a relative's.
        ExplanationNeeded: nothing says why.
        NotFound: no member holds that account, or it is closed.
        CeilingBeyondLaw, CeilingDateWrong, CeilingUnchanged: it may not be; see `check_ceiling`.
        AskedAlready: a raise waits for a second person.
    """
    await check_served(clearing, by.principal, account)
    said = why(reason)
    counts = False

    async def write(connection: WriterConnection) -> None:
        nonlocal counts
        judged = await _judge(connection, account, wanted, now)
        changes = {**_changes(judged), **said}
        counts = not judged.is_raise
        if counts:
            await _put(connection, judged, new_id(), by=by, now=now)
        else:
            facts, subject = _facts(judged.wanted, reason), (SignedAct.CEILING, judged.owner)
            await ask_second_person(connection, subject, facts, by=by, now=now)
        act = StaffAct.CEILING_SET if counts else StaffAct.CEILING_ASKED
        deed = Deed(act, by.principal, account, changes=changes)
        await note_deed(connection, clearing, deed, now=now)

    await clearing.change(write)
    return counts


async def decide_ceiling(
    clearing: Clearing, id: UUID, *, is_granted: bool, by: Cosigner, now: datetime
) -> None:
    """Raise the ceiling of an account as the second person, or refuse; either is signed.

    Raises:
        NotFound: it waits no more, or is of another institution.
        SecondPersonNeeded: they asked it themselves.
        NotServedByThem: it is their own account, or a relative's.
        CeilingBeyondLaw, CeilingDateWrong, CeilingUnchanged: it may not be any more.
        Refused: the signature does not count; see `keep_signature`.
    """
    asked, account = await find_asked(clearing, SignedAct.CEILING, id, by=by)
    wanted = _read(json.loads(asked["facts"]))

    async def write(connection: WriterConnection) -> None:
        decision = Decision(SignedAct.CEILING, id, is_granted)
        await sign_asked(connection, clearing, decision, by=by, now=now)
        if is_granted:
            judged = await _judge(connection, account, wanted, now)
            await _put(connection, judged, id, by=by, now=now)
            deed = Deed(StaffAct.CEILING_SET, by.principal, account, changes=_changes(judged))
            await note_deed(connection, clearing, deed, now=now)

    await clearing.change(write)


async def keep_ceilings(clearing: Clearing, *, now: datetime) -> bool:
    """End the ceilings whose last day has passed; what was to count afterwards does."""
    today = paris_day(now)
    async with clearing.pool.acquire() as connection:
        if not await is_any_over(connection, today):
            return False

    async def write(connection: WriterConnection) -> None:
        for each in await end_ceilings(connection, today, now=now):
            await _tell(connection, each["account_id"], Ceiling(each["afterwards"]), now)

    await clearing.change(write)
    return False


async def _judge(
    connection: WriterConnection, account: int, wanted: Ceiling, now: datetime
) -> _Judged:
    found = await find_ceiling(connection, account)
    if found is None:
        raise NotFound
    today, tier = paris_day(now), Tier(found["tier"])
    current = Ceiling(found["ceiling"], found["ends_on"], found["afterwards"])
    if wanted.ends_on is not None:
        wanted = replace(wanted, afterwards=current.standing)
    policy = await policy_of_day(connection, today)
    is_raise = check_ceiling(wanted, current, tier=tier, policy=policy, today=today)
    return _Judged(account, found["owner"], current, wanted, is_raise)


async def _put(
    connection: WriterConnection, judged: _Judged, id: UUID, *, by: Keeper, now: datetime
) -> None:
    new = NewCeiling(id, judged.account, judged.wanted, by.principal, now)
    await write_ceiling(connection, new)
    await _tell(connection, judged.account, judged.wanted, now)


async def _tell(
    connection: WriterConnection, account: int, ceiling: Ceiling, now: datetime
) -> None:
    if ceiling.amount is None:
        await notify_holders(connection, account, LetterKind.CEILING_OF_ALL, now=now)
        return
    amount = ceiling.amount
    if ceiling.ends_on is None:
        await notify_holders(connection, account, LetterKind.CEILING_SET, now=now, ceiling=amount)
        return
    until, kind = ceiling.ends_on.isoformat(), LetterKind.CEILING_UNTIL
    await notify_holders(connection, account, kind, now=now, ceiling=amount, until=until)


def _changes(judged: _Judged) -> dict[str, Change]:
    before, after = judged.current, judged.wanted
    changes = {"ceiling": (_plain(before.amount), _plain(after.amount))}
    if before.ends_on != after.ends_on:
        changes["ends_on"] = (_plain(before.ends_on), _plain(after.ends_on))
    return changes


def _facts(wanted: Ceiling, reason: str) -> dict[str, str]:
    said = {"ceiling": _plain(wanted.amount), "ends_on": _plain(wanted.ends_on), "reason": reason}
    return {name: text for name, text in said.items() if text is not None}


def _read(facts: Mapping[str, str]) -> Ceiling:
    amount, ends_on = facts.get("ceiling"), facts.get("ends_on")
    last = None if ends_on is None else date.fromisoformat(ends_on)
    return Ceiling(None if amount is None else int(amount), last)


def _plain(value: int | date | None) -> str | None:
    return None if value is None else str(value)
