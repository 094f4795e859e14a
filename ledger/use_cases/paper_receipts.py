"""Receipts on paper: printed beforehand, entered once the network is back, or voided."""

from calendar import monthrange
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from ledger.core.account import Tier
from ledger.core.exchange import plan_issuance
from ledger.core.paper_receipt import BOOK, PaperReceipt, check_day, first_day, receipt_name
from ledger.core.policy import Policy
from ledger.core.posting import Kind, Origin, Posted
from ledger.core.refusal import CashLimitReached, GroupCashLimitReached, NotFound
from ledger.core.refusal_access import ExplanationNeeded
from ledger.core.refusal_receipt import ReceiptUnknown, ReceiptUsed
from ledger.core.staff_act import Deed, StaffAct
from ledger.database import WriterConnection
from ledger.fresh import paris_day
from ledger.storage.paper_receipts import (
    cash_loaded,
    find_receipt,
    insert_book,
    insert_receipt,
    open_since,
)
from ledger.storage.till_days import read_till
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.keep_relatives import check_served
from ledger.use_cases.note_deed import note_deed
from ledger.use_cases.sign import Keeper
from ledger.use_cases.take_dues import write_dues
from ledger.use_cases.till_day import iso_day


async def print_receipts(
    clearing: Clearing, id: UUID, *, till: int, by: Keeper, now: datetime
) -> None:
    """Number a book of receipts for a till, after those printed before; asked twice, once.

    Raises:
        NotFound: there is no such till in that institution.
    """

    async def write(connection: WriterConnection) -> None:
        described = await read_till(connection, till, day=iso_day(now))
        if described is None or described["institution"] != by.institution:
            raise NotFound
        if not await insert_book(connection, id, till, size=BOOK, by=by.principal, now=now):
            return
        deed = Deed(StaffAct.RECEIPTS_PRINTED, by.principal, till)
        await note_deed(connection, clearing, deed, now=now)

    await clearing.change(write)


async def enter_receipt(
    clearing: Clearing,
    id: UUID,
    receipt: PaperReceipt,
    *,
    policy: Policy,
    origin: Origin,
    now: datetime,
) -> Posted:
    """Issue the units of an exchange that was written on paper, dated by its day.

    Caps of cash are judged for the month of the entry, by the rules of the posting, and for the
    month on paper, here.

    Raises:
        ReceiptUnknown: no such number was printed for the till.
        ReceiptUsed: it was entered or voided before.
        ReceiptDayOver: its day is closed at the till, or yet to come.
        CashLimitReached, GroupCashLimitReached: the month on paper, or this one, holds no more.
        NotServedByThem: the wallet is their own, or a relative's.
        Refused: whatever `issue_currency` refuses.
    """
    order, number = receipt.order, receipt.number
    await check_served(clearing, origin.principal, order.wallet)
    async with clearing.pool.acquire() as connection:
        described = await read_till(connection, order.till, day=iso_day(now))
    if described is None:
        raise NotFound

    async def write(connection: WriterConnection) -> None:
        await _check_unused(connection, order.till, number, receipt.operated_on)
        first = await _first_day(connection, order.till)
        check_day(receipt.operated_on, first=first, today=paris_day(now))
        await _check_month(connection, receipt, policy)
        used = (order.till, number)
        await insert_receipt(
            connection, used, posting=id, reason=None, by=origin.principal, now=now
        )
        if order.dues.minor:
            day = receipt.operated_on
            await write_dues(connection, id, order.wallet, order.dues, day=day)

    envelope = clearing.envelope(
        id, origin, Kind.ISSUANCE, order.till, order.wallet, order.amount.minor,
        order.dues.minor, number, receipt.operated_on.isoformat(),
    )  # fmt: skip
    piece = f"Quittance {receipt_name(described['code'], described['number'], number)}"
    draft = plan_issuance(replace(order, piece=piece), envelope, house=clearing.house)
    return await clearing.post_with_rows(replace(draft, operated_on=receipt.operated_on), write)


async def void_receipt(
    clearing: Clearing, till: int, number: int, *, reason: str, by: Keeper, now: datetime
) -> None:
    """Write that a receipt was spoilt, or was given for nothing, and why.

    Raises:
        ExplanationNeeded: nothing says why.
        ReceiptUnknown: no such number was printed for the till.
        ReceiptUsed: it was entered or voided before.
    """
    if not reason:
        raise ExplanationNeeded

    async def write(connection: WriterConnection) -> None:
        await _check_unused(connection, till, number, paris_day(now))
        await insert_receipt(
            connection, (till, number), posting=None, reason=reason, by=by.principal, now=now
        )
        changes = {"receipt": (None, str(number)), "reason": (None, reason)}
        deed = Deed(StaffAct.RECEIPT_VOIDED, by.principal, till, changes=changes)
        await note_deed(connection, clearing, deed, now=now)

    await clearing.change(write)


async def _first_day(connection: WriterConnection, till: int) -> date | None:
    found = await open_since(connection, till)
    if found["opened_at"] is None:
        return None
    closed_at = found["last_closed_at"]
    return first_day(paris_day(found["opened_at"]), paris_day(closed_at) if closed_at else None)


async def _check_unused(connection: WriterConnection, till: int, number: int, day: date) -> None:
    found = await find_receipt(connection, till, number, day)
    if not found["is_printed"]:
        raise ReceiptUnknown
    if found["is_used"]:
        raise ReceiptUsed


async def _check_month(connection: WriterConnection, receipt: PaperReceipt, policy: Policy) -> None:
    """Refuse cash beyond the caps of the month on paper (D315-2 CMF counts by calendar month)."""
    first, last = _month_of(receipt.operated_on)
    loaded = await cash_loaded(connection, receipt.order.wallet, first, last)
    if loaded is None or loaded["tier"] is None:
        return
    amount, cap = receipt.order.amount.minor, policy.tiers[Tier(loaded["tier"])].cash_per_month
    if cap is not None and loaded["own"] + amount > cap:
        raise CashLimitReached(limit=cap, left=max(cap - loaded["own"], 0))
    together = policy.group_cash_per_month
    if loaded["is_grouped"] and loaded["together"] + amount > together:
        raise GroupCashLimitReached(limit=together)


def _month_of(day: date) -> tuple[date, date]:
    return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])
