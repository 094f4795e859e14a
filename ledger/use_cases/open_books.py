"""Open the accounts of a new house: banks, clearing, income, expense; and its tills."""

import json
from dataclasses import fields
from datetime import date
from typing import Any

from ledger.core.account import AccountKind, stored_bounds
from ledger.core.chart import CHART
from ledger.core.house_accounts import HouseAccounts
from ledger.database import connect_writer
from ledger.fresh import new_account_id
from ledger.storage.accounts import NewAccount, find_house_accounts, open_account
from ledger.storage.people import NewDesk, insert_desk
from ledger.storage.policies import insert_policy
from ledger.use_cases.clearing import Clearing

__all__ = ["NewDesk", "add_desk", "house_account", "open_books", "open_till"]

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


async def open_till(clearing: Clearing, *, chart: str, label: str) -> int:
    """Open the account of a till: what its desk owes for the cash it has taken."""
    described = house_account(AccountKind.TILL, book=clearing.book, label=label)
    till = NewAccount(
        id=described.id,
        book=described.book,
        kind=described.kind,
        chart=chart,
        label=label,
        floor=described.floor,
        ceiling=described.ceiling,
    )
    await clearing.change(lambda connection: open_account(connection, till))
    return till.id


async def add_desk(clearing: Clearing, desk: NewDesk) -> None:
    """Tell residents of a desk: where it is and when it is open."""
    async with clearing.pool.acquire() as connection:
        await insert_desk(connection, desk)
