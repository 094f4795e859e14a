"""Write payment requests and the codes of locations."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from asyncpg import Connection

from ledger.storage.notices import tell_access_changed

INSERT_REQUEST = """
insert into ledger.payment_request (id, code, account_id, amount, reference, place, created_at,
                                    expires_at, reserved_for)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
on conflict (id) do nothing
"""
WITHDRAW_REQUEST = """
update ledger.payment_request set withdrawn_at = coalesce(withdrawn_at, $3)
 where id = $1 and account_id = $2
   and not exists (select from ledger.posting where settles = $1)
"""
INSERT_LOCATION = """
insert into ledger.location (code, account_id, label, is_tended) values ($1, $2, $3, $4)
on conflict (account_id, label) where revoked_at is null do nothing
"""

IS_LABEL_FREE = """
select not exists (select from ledger.location
                    where account_id = $1 and label = $2 and code <> $3 and revoked_at is null)
"""
RENAME_LOCATION = """
update ledger.location set label = $3 where code = $1 and account_id = $2 and revoked_at is null
"""
REVOKE_LOCATION = """
update ledger.location set revoked_at = $3
 where code = $1 and account_id = $2 and revoked_at is null
returning label, is_tended
"""


@dataclass(frozen=True, slots=True)
class NewRequest:
    """A single-use payment request, to be written."""

    id: UUID
    code: str
    account_id: int
    amount: int
    reference: str | None
    place: str | None
    created_at: datetime
    expires_at: datetime
    reserved_for: int | None = None


async def insert_request(connection: Connection, request: NewRequest) -> None:
    """Write a request, once; nobody can pay it before it is answered, so no lock is needed."""
    await connection.execute(
        INSERT_REQUEST,
        request.id,
        request.code,
        request.account_id,
        request.amount,
        request.reference,
        request.place,
        request.created_at,
        request.expires_at,
        request.reserved_for,
    )


async def withdraw_request(
    connection: Connection, id: UUID, account_id: int, withdrawn_at: datetime
) -> bool:
    """Withdraw an unpaid request of that account; the journal lock must be held."""
    done: str = await connection.execute(WITHDRAW_REQUEST, id, account_id, withdrawn_at)
    return done == "UPDATE 1"


async def insert_location(
    connection: Connection, code: str, account_id: int, label: str, *, is_tended: bool = True
) -> bool:
    """Write the code of a printed location; tended: a till answers those who scan it.

    False where a living location of the shop bears the label already.
    """
    done: str = await connection.execute(INSERT_LOCATION, code, account_id, label, is_tended)
    return done == "INSERT 0 1"


async def is_label_free(connection: Connection, label: str, *, account: int, besides: str) -> bool:
    """Say whether no other living location of a shop bears a label."""
    is_free: bool = await connection.fetchval(IS_LABEL_FREE, account, label, besides)
    return is_free


async def rename_location(connection: Connection, code: str, label: str, *, account: int) -> bool:
    """Give a living location of a shop another label; what tills remember of it is forgotten."""
    done: str = await connection.execute(RENAME_LOCATION, code, account, label)
    await tell_access_changed(connection)
    return done == "UPDATE 1"


async def revoke_location(
    connection: Connection, code: str, *, account: int, now: datetime
) -> tuple[str, bool] | None:
    """Revoke a living location of a shop; answer with its label and whether it is tended."""
    row = await connection.fetchrow(REVOKE_LOCATION, code, account, now)
    return (row["label"], row["is_tended"]) if row else None
