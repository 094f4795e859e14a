"""Write accounts: opened, given an agreement, frozen. Their figures move in the journal alone."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from asyncpg import Connection

from ledger.core.account import AccountKind, Status, Tier

OPEN_ACCOUNT = """
insert into ledger.account (id, book, kind, chart, label, owner, limit_group, tier, territory,
                            agreed_from, floor, ceiling)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
"""
SET_STATUS = "update ledger.account set status = $2 where id = $1"
SET_AGREEMENT = "update ledger.account set agreed_from = $2, agreed_until = $3 where id = $1"
BALANCE = "select balance from ledger.account where id = $1"
HOUSE_ACCOUNTS = "select kind, id from ledger.account where book = $1 and kind = any($2::text[])"


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account to open; bounds in stored signs."""

    id: int
    book: str
    kind: AccountKind
    chart: str
    label: str
    owner: UUID | None = None
    limit_group: int | None = None
    tier: Tier | None = None
    territory: int | None = None
    agreed_from: date | None = None
    floor: int | None = None
    ceiling: int | None = None


async def open_account(connection: Connection, account: NewAccount) -> None:
    """Open an account with a balance of zero."""
    await connection.execute(
        OPEN_ACCOUNT,
        account.id,
        account.book,
        account.kind,
        account.chart,
        account.label,
        account.owner,
        account.limit_group,
        account.tier,
        account.territory,
        account.agreed_from,
        account.floor,
        account.ceiling,
    )


async def set_status(connection: Connection, account_id: int, status: Status) -> None:
    """Open, freeze or close an account; the journal lock must be held."""
    await connection.execute(SET_STATUS, account_id, status)


async def set_agreement(
    connection: Connection, account_id: int, agreed_from: date, agreed_until: date | None
) -> None:
    """Date the acceptor's agreement of an account; the journal lock must be held."""
    await connection.execute(SET_AGREEMENT, account_id, agreed_from, agreed_until)


async def find_house_accounts(
    connection: Connection, book: str, kinds: list[AccountKind]
) -> dict[str, int]:
    """Find the ids of the house's own accounts by kind."""
    rows = await connection.fetch(HOUSE_ACCOUNTS, book, kinds)
    return {row["kind"]: row["id"] for row in rows}


async def balance_of(connection: Connection, account: int) -> int:
    """Read a balance in its stored sign; to compare it, the journal lock must be held."""
    balance: int = await connection.fetchval(BALANCE, account)
    return balance
