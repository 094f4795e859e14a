"""What waits for a second person about the account of a member, and who may decide it."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from uuid import UUID

from ledger.core.countersignature import SignedAct
from ledger.core.refusal import NotFound
from ledger.database import WriterConnection
from ledger.storage.closures import account_of_member
from ledger.storage.countersignatures import waiting_countersignature
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.keep_relatives import check_served
from ledger.use_cases.sign import Keeper, check_other

Find = Callable[[WriterConnection, UUID], Awaitable[int | None]]
"""How the account is found from what the request is about."""


async def find_asked(
    clearing: Clearing,
    act: SignedAct,
    id: UUID,
    *,
    by: Keeper,
    find_account: Find = account_of_member,
) -> tuple[Mapping[str, Any], int]:
    """Find a request about a member's account, for whoever may decide it; with that account.

    Raises:
        NotFound: it waits no more, or is of another institution or act.
        SecondPersonNeeded: they asked it themselves.
        NotServedByThem: it is their own account, or a relative's.
    """
    async with clearing.pool.acquire() as connection:
        asked = await waiting_countersignature(connection, id, by.institution)
        account = await find_account(connection, asked["subject"]) if asked else None
        if asked is None or account is None or asked["act"] != act:
            raise NotFound
        await check_other(connection, asked["asked_by"], by.principal)
    await check_served(clearing, by.principal, account)
    return asked, account
