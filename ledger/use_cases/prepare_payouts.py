"""A batch of transfers is prepared: where each goes is frozen, and changes no more."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from ledger.storage.bank_accounts import prepare_payouts as freeze_accounts
from ledger.use_cases.clearing import Clearing


async def prepare_payouts(
    clearing: Clearing, redemptions: Sequence[UUID], *, by: str, now: datetime
) -> int:
    """Freeze the bank accounts of redemptions that wait; answer with how many were prepared.

    A wallet without a bank account that two people agreed to is left out, and so is one whose
    account was changed less than three days ago. Asked twice, each redemption is prepared once.
    """
    async with clearing.pool.acquire() as connection:
        return await freeze_accounts(connection, redemptions, by=by, now=now)
