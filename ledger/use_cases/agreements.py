"""A committee agrees to an acceptor, renews it or ends it: one person asks, another confirms.

The journal judges each payment by the two days of the account, which change here alone.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from ledger.core.agreement import Agreement, decided
from ledger.core.countersignature import SignedAct
from ledger.core.refusal import NotFound
from ledger.core.refusal_access import AskedAlready, ExplanationNeeded
from ledger.core.staff_act import Deed, StaffAct
from ledger.database import WriterConnection
from ledger.fresh import new_id, paris_day
from ledger.storage.accounts import set_agreement
from ledger.storage.agreements import (
    NewAgreement,
    decide_agreement_row,
    find_acceptor,
    find_waiting_agreement,
    insert_agreement,
)
from ledger.use_cases.bank_accounts import grant_first_bank_account
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.note_deed import note_deed
from ledger.use_cases.sign import Cosigner, Keeper, check_other, keep_signature, note_asker
from ledger.use_cases.sign import Decision as Signed


@dataclass(frozen=True, slots=True)
class Decision:
    """What a committee decided: its name and day, from when, until when, and why it ends."""

    committee: str
    starts_on: date | None = None
    ends_on: date | None = None
    reason: str = ""


async def ask_agreement(
    clearing: Clearing, account: int, decision: Decision, *, by: Keeper, now: datetime
) -> UUID:
    """Write a decision of the committee; nothing changes until another person confirms it.

    Raises:
        NotFound: that account is no acceptor's.
        ExplanationNeeded: no committee is named, or it ends one and nothing says why.
        AgreementDatesWrong: it begins or ends in the past.
        AskedAlready: another decision waits there.
    """
    id = new_id()

    async def write(connection: WriterConnection) -> None:
        present = await _present(connection, account)
        today = paris_day(now)
        is_standing = present is not None and present.stands_on(today)
        is_end = is_standing and decision.ends_on is not None
        if not decision.committee or (is_end and not decision.reason):
            raise ExplanationNeeded
        wanted = decided(present, decision.starts_on, decision.ends_on, today=today)
        row = NewAgreement(
            id, account, wanted.starts_on, wanted.ends_on, decision.committee,
            decision.reason or None, by.principal, now,
        )  # fmt: skip
        if not await insert_agreement(connection, row):
            raise AskedAlready
        await note_asker(connection, id, by)
        await _note(connection, clearing, (account, present, wanted), decision, by=by, now=now)

    await clearing.change(write)
    return id


async def decide_agreement(
    clearing: Clearing, account: int, id: UUID, *, is_granted: bool, by: Cosigner, now: datetime
) -> None:
    """Confirm a decision, or turn it down, as somebody else who signs.

    The next payment is judged by it. With the first agreement the bank account brought at the
    enrolment is granted too.

    Raises:
        NotFound: it waits no more.
        SecondPersonNeeded: they asked it themselves, or enrolled the acceptor.
        Refused: the signature does not count; see `keep_signature`.
    """

    async def write(connection: WriterConnection) -> None:
        waiting = await find_waiting_agreement(connection, id, account)
        if waiting is None:
            raise NotFound
        await check_other(connection, waiting["asked_by"], by.principal)
        signed = Signed(SignedAct.AGREEMENT, id, is_granted)
        await keep_signature(connection, clearing, signed, by=by, now=now)
        await decide_agreement_row(connection, id, by=by.principal, now=now, is_granted=is_granted)
        if is_granted:
            await set_agreement(connection, account, waiting["starts_on"], waiting["ends_on"])
            await grant_first_bank_account(connection, account, by=by, now=now)

    await clearing.change(write)


async def _note(
    connection: WriterConnection,
    clearing: Clearing,
    change: tuple[int, Agreement | None, Agreement],
    decision: Decision,
    *,
    by: Keeper,
    now: datetime,
) -> None:
    account, present, wanted = change
    changes = {
        "starts_on": (_iso(present.starts_on if present else None), _iso(wanted.starts_on)),
        "ends_on": (_iso(present.ends_on if present else None), _iso(wanted.ends_on)),
        "reason": (None, decision.reason or None),
    }
    deed = Deed(StaffAct.AGREEMENT_ASKED, by.principal, account, changes=changes)
    await note_deed(connection, clearing, deed, now=now)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


async def _present(connection: WriterConnection, account: int) -> Agreement | None:
    found = await find_acceptor(connection, account)
    if found is None:
        raise NotFound
    if found["agreed_from"] is None:
        return None
    return Agreement(found["agreed_from"], found["agreed_until"])
