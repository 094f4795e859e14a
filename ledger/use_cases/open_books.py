"""Open the accounts of a new house: banks, clearing, income, expense; and its tills."""

import json
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from ledger.core.account import AccountKind, Status, stored_bounds
from ledger.core.chart import CHART
from ledger.core.house_accounts import HouseAccounts
from ledger.database import WriterConnection, connect_writer
from ledger.fresh import new_account_id
from ledger.storage.accounts import NewAccount, find_house_accounts, open_account, set_status
from ledger.storage.desks import NewDesk, insert_desk
from ledger.storage.policies import insert_policy
from ledger.storage.till_days import NewTill, insert_till
from ledger.use_cases.clearing import Clearing

__all__ = [
    "NewDesk", "TillPlace", "add_desk", "house_account", "open_books", "open_till", "write_till",
]  # fmt: skip

_NEVER_BELOW_ZERO = frozenset({AccountKind.RESERVE, AccountKind.CLEARING_IN})
"""The dedicated account is never overdrawn, and units are issued only for euros received."""
_ALSO_BOUND = frozenset({AccountKind.CLEARING_OUT, AccountKind.TILL, AccountKind.SLIP})


def house_account(kind: AccountKind, *, book: str, label: str | None = None) -> NewAccount:
    """Describe an account of the house, with the bounds that its kind calls for."""
    floor = 0 if kind in _NEVER_BELOW_ZERO | _ALSO_BOUND else None
    floor, ceiling = stored_bounds(kind, floor=floor, ceiling=None)
    entry = CHART[kind]
    return NewAccount(
        id=new_account_id(),
        book=book,
        kind=kind,
        chart=entry.number,
        label=label or entry.label,
        floor=floor,
        ceiling=ceiling,
    )


async def open_books(dsn: str, *, book: str, policy: dict[str, Any], valid_from: date) -> None:
    """Open what is missing of the house's own accounts, and the first policy. Safe to repeat.

    Raises:
        Unavailable: the database cannot be reached.
    """
    connection = await connect_writer(dsn)
    try:
        async with connection.transaction():
            kinds = [AccountKind(field.name) for field in fields(HouseAccounts)]
            found = await find_house_accounts(connection, book, kinds)
            for kind in kinds:
                if kind not in found:
                    await open_account(connection, house_account(kind, book=book))
            await insert_policy(connection, 1, valid_from, json.dumps(policy))
    finally:
        await connection.close()


@dataclass(frozen=True, slots=True)
class TillPlace:
    """A till of an institution: its number there, in the chart and on slips (`code`, `number`).

    It stands at a desk; where none is named, at the one that bears the institution's own name.
    """

    institution: str
    code: str
    number: int
    chart: str
    label: str
    desk: str = ""


async def open_till(clearing: Clearing, place: TillPlace) -> int:
    """Open the accounts of a till, what its desk owes for cash and for cheques.

    Answers with the one of its cash. Both are frozen until its day is opened.
    """
    opened: list[int] = []

    async def write(connection: WriterConnection) -> None:
        opened.append(await write_till(connection, clearing, place))

    await clearing.change(write)
    return opened[-1]


async def write_till(connection: WriterConnection, clearing: Clearing, place: TillPlace) -> int:
    """Write a till with its accounts, in the transaction of whatever opens it."""
    cash, cheques = (
        replace(house_account(AccountKind.TILL, book=clearing.book, label=label), chart=place.chart)
        for label in (place.label, f"{place.label}, chèques")
    )
    for account in (cash, cheques):
        await open_account(connection, account)
        await set_status(connection, account.id, Status.FROZEN)
    desk = place.desk or place.institution
    till = NewTill(cash.id, cheques.id, place.institution, place.code, place.number, desk)
    await insert_till(connection, till)
    return cash.id


async def add_desk(clearing: Clearing, desk: NewDesk) -> None:
    """Tell residents of a desk: where it is and when it is open."""
    async with clearing.pool.acquire() as connection:
        await insert_desk(connection, desk)
