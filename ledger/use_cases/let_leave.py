"""A resident who leaves is paid out: one person asks, two others approve, one of the treasury."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from ledger.core.bank_account import counts_from, iban_from
from ledger.core.countersignature import SignedAct
from ledger.core.exchange import Quote, plan_exit
from ledger.core.money import Money
from ledger.core.policy import Policy
from ledger.core.posting import Draft, Evidence, Kind, Origin
from ledger.core.refusal import NotFound
from ledger.core.refusal_access import (
    AskedAlready,
    ExplanationNeeded,
    SameBrowser,
    SecondPersonNeeded,
)
from ledger.core.refusal_payout import ExitNotPossible, TreasuryNeeded
from ledger.core.resident_exit import Exit
from ledger.core.staff_act import Deed, StaffAct
from ledger.database import WriterConnection
from ledger.storage.bank_accounts import (
    decide_bank_account,
    latest_bank_account,
    waiting_bank_account,
)
from ledger.storage.exits import (
    NewExit,
    approve_first,
    decide_exit,
    find_exit,
    find_leaver,
    insert_exit,
    signed_in_browser,
)
from ledger.storage.payouts import freeze_bank_accounts
from ledger.use_cases.bank_accounts import Asked, iban_seal, write_bank_account
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.decide_redemption import check_not_own
from ledger.use_cases.keep_relatives import check_no_relative
from ledger.use_cases.note_deed import note_deed
from ledger.use_cases.sign import Cosigner, Decision, Keeper, keep_signature, note_asker


async def ask_exit(
    clearing: Clearing, id: UUID, leaves: Exit, *, policy: Policy, by: Keeper, now: datetime
) -> None:
    """Ask that a resident be paid all that they hold; nothing moves yet.

    Asked twice under one id by the same person, it is asked once.

    Raises:
        IbanUnreadable: no SEPA transfer reaches that IBAN.
        ExplanationNeeded: no document is named.
        ExitNotPossible: the wallet is no identified resident's, or is empty.
        OwnEuros: it is their own, under whichever account.
        NotServedByThem: it is a relative's.
        AskedAlready: an exit of that wallet, or a bank account, waits.
    """
    iban_from(leaves.bank.iban)
    if not leaves.proof:
        raise ExplanationNeeded
    await check_no_relative(clearing, by.principal, leaves.account)

    async def write(connection: WriterConnection) -> None:
        known = await find_exit(connection, id)
        if known is not None and known["asked_by"] == by.principal:
            return
        leaver = await find_leaver(connection, leaves.account)
        if leaver is None or not leaver["is_resident"] or leaver["balance"] <= 0:
            raise ExitNotPossible
        await check_not_own(connection, by, principals=[], accounts=[leaves.account])
        held = Money(leaver["balance"])
        fee = policy.exit_fee(held).minor
        new = NewExit(
            id, leaves.account, held.minor, fee, leaves.reason, leaves.proof, by.principal, now
        )
        if not await insert_exit(connection, new):
            raise AskedAlready
        await _bring(clearing, connection, leaves, Asked(by.principal, now))
        await note_asker(connection, id, by)
        deed = Deed(StaffAct.EXIT_ASKED, by.principal, leaves.account)
        await note_deed(connection, clearing, deed, now=now)

    await clearing.change(write)


async def _bring(
    clearing: Clearing, connection: WriterConnection, leaves: Exit, asked: Asked
) -> None:
    """Write the bank account of an exit, unless two people agreed to the same before."""
    latest = await latest_bank_account(connection, leaves.account)
    if latest is not None and latest["iban_seal"] == iban_seal(clearing, leaves.bank.iban):
        return
    brought = Asked(asked.by, asked.now, is_first=latest is None)
    if not await write_bank_account(clearing, connection, leaves.account, leaves.bank, brought):
        raise AskedAlready


async def decide_on_exit(
    clearing: Clearing,
    id: UUID,
    *,
    is_granted: bool,
    by: Cosigner,
    is_treasury: bool,
    now: datetime,
) -> None:
    """Approve an exit as the first or the second person, or refuse it; either is signed.

    With the second approval what the wallet held becomes payable, to the bank account that both
    saw. Said twice alike by the same person, it is done once.

    Raises:
        NotFound: it waits no more.
        SecondPersonNeeded: they asked it, or gave the first approval.
        OwnEuros: it is their own, or they are the same natural person as one of the others.
        NotServedByThem: it is a relative's.
        TreasuryNeeded: neither approval would be the treasury's.
        FloorReached: the wallet holds less than was asked.
        Refused: the signature does not count; see `keep_signature`.
    """
    async with clearing.pool.acquire() as connection:
        asked = await find_exit(connection, id)
    if asked is None:
        raise NotFound
    if _is_said(asked, by, is_granted=is_granted):
        return
    if asked["decided_by"] is not None:
        raise NotFound
    await check_no_relative(clearing, by.principal, asked["account_id"])
    is_second = asked["first_by"] is not None
    act = SignedAct.EXIT if is_second else SignedAct.EXIT_FIRST

    async def write(connection: WriterConnection) -> None:
        found = await find_exit(connection, id)
        if found is None or (found["first_by"] is not None) != is_second:
            raise NotFound
        await _check_other(connection, found, by)
        if is_granted and is_second and not (is_treasury or found["is_first_by_treasury"]):
            raise TreasuryNeeded
        decision = Decision(act, id, is_granted)
        await keep_signature(connection, clearing, decision, by=by, now=now)
        if is_granted and not is_second:
            await approve_first(connection, id, by=by.principal, now=now, is_treasury=is_treasury)
            return
        await decide_exit(connection, id, by=by.principal, now=now, is_granted=is_granted)
        await _decide_bank_account(connection, asked, by, now, is_granted=is_granted)

    async def freeze(connection: WriterConnection) -> None:
        await freeze_bank_accounts(connection, [id], by=by.principal, now=now)

    if is_granted and is_second:
        await clearing.post_with_rows(_planned(clearing, asked, by), write, freeze)
    else:
        await clearing.change(write)


def _is_said(asked: Mapping[str, Any], by: Cosigner, *, is_granted: bool) -> bool:
    if asked["decided_by"] == by.principal:
        return bool(asked["is_granted"] == is_granted)
    return is_granted and asked["decided_by"] is None and asked["first_by"] == by.principal


async def _check_other(
    connection: WriterConnection, asked: Mapping[str, Any], by: Cosigner
) -> None:
    others = [each for each in (asked["asked_by"], asked["first_by"]) if each is not None]
    if by.principal in others:
        raise SecondPersonNeeded
    await check_not_own(connection, by, principals=others, accounts=[asked["account_id"]])
    if await signed_in_browser(connection, asked["id"], by.browser):
        raise SameBrowser


async def _decide_bank_account(
    connection: WriterConnection,
    asked: Mapping[str, Any],
    by: Cosigner,
    now: datetime,
    *,
    is_granted: bool,
) -> None:
    waiting = await waiting_bank_account(connection, asked["account_id"])
    if waiting is None or waiting["asked_by"] == by.principal:
        return
    since = counts_from(now, is_first=waiting["is_first"]) if is_granted else None
    await decide_bank_account(
        connection, waiting["id"], by=by.principal, now=now, counts_from=since
    )


def _planned(clearing: Clearing, asked: Mapping[str, Any], by: Cosigner) -> Draft:
    quote = Quote(Money(asked["amount"]), Money(asked["fee"]))
    origin = Origin(by.principal, by.institution, Evidence.DESK)
    envelope = clearing.envelope(
        asked["id"], origin, Kind.EXIT_REQUESTED, asked["account_id"], quote.amount.minor
    )
    return plan_exit(asked["account_id"], quote, envelope, house=clearing.house)
