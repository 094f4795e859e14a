"""Receipts on paper, numbered beforehand: what a till gives while the network is away.

A book of them is printed for one till. Each number is entered later, once, or voided with a reason:
none is missing. The day on paper is `operated_on`, the instant of entry `posted_at`.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from ledger.core.exchange import IssuanceOrder
from ledger.core.refusal_receipt import ReceiptDayOver, ReceiptUnknown

BOOK: Final = 20
"""How many receipts are printed at a time."""


@dataclass(frozen=True, slots=True)
class PaperReceipt:
    """An exchange as a receipt on paper tells it; `order.till` is the till of its book."""

    number: int
    operated_on: date
    order: IssuanceOrder


def receipt_name(code: str, till: int, number: int) -> str:
    """Write a number as it is printed: institution, till, number in its book."""
    return f"{code}-{till}-{number:04}"


def number_from(typed: str) -> int:
    """Read the number of a receipt: whole as it is printed, or its last part alone.

    Raises:
        ReceiptUnknown: it holds no number.
    """
    found = re.search(r"(?:^|-)([0-9]{1,4})$", typed.strip())
    if found is None:
        raise ReceiptUnknown
    return int(found[1])


def first_day(opened_on: date, last_closed_on: date | None) -> date:
    """Tell the first day that an open till still takes in: the one after its last closed day.

    Whoever could not open it in the morning for want of a network opens it later.
    """
    if last_closed_on is None:
        return opened_on
    return min(opened_on, last_closed_on + timedelta(days=1))


def check_day(operated_on: date, *, first: date | None, today: date) -> None:
    """Refuse a day that is over at the till, or is yet to come.

    What was counted and handed over can hold nothing more: a receipt is entered before its day is.

    Raises:
        ReceiptDayOver: the till is not open (`first` is None), or takes in no such day.
    """
    if first is None or not first <= operated_on <= today:
        raise ReceiptDayOver
