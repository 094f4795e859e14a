"""A batch of transfers is prepared: where each goes is frozen, and changes no more."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from ledger.core.staff_act import Deed, StaffAct
from ledger.storage.bank_accounts import prepare_payouts as freeze_accounts
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.note_deed import note_deed


async def prepare_payouts(
    clearing: Clearing, redemptions: Sequence[UUID], *, by: str, now: datetime
) -> int:
    """Freeze the bank accounts of redemptions that wait; answer with how many were prepared.

    A wallet without a bank account that two people agreed to is left out, and so is one whose
    account was changed less than three days ago. Asked twice, each redemption is prepared once.
    """
    async with clearing.pool.acquire() as connection, connection.transaction():
        prepared = await freeze_accounts(connection, redemptions, by=by, now=now)
        await note_deed(connection, clearing, Deed(StaffAct.PAYOUTS_PREPARED, by), now=now)
    return prepared
