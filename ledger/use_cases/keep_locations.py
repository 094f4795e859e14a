"""A shop keeps its printed codes: it names them, and replaces one that was copied or lost."""

from datetime import datetime

from ledger.core.refusal import CodeUnknown, LabelTaken
from ledger.database import WriterConnection
from ledger.storage.requests import (
    insert_location,
    is_label_free,
    rename_location,
    revoke_location,
)
from ledger.storage.tills import end_pairings_of_location
from ledger.use_cases.clearing import Clearing


async def name_location(clearing: Clearing, code: str, label: str, *, account: int) -> None:
    """Give a location of a shop another label; its printed code stays good.

    Raises:
        CodeUnknown: the shop has no such living location.
        LabelTaken: another location of the shop bears that label.
    """

    async def write(connection: WriterConnection) -> None:
        if not await is_label_free(connection, label, account=account, besides=code):
            raise LabelTaken
        if not await rename_location(connection, code, label, account=account):
            raise CodeUnknown

    await clearing.change(write)


async def replace_location(
    clearing: Clearing, code: str, new_code: str, *, account: int, now: datetime
) -> None:
    """Revoke a printed code, and give its place a new one; the device there is to be paired anew.

    Raises:
        CodeUnknown: the shop has no such living location.
    """

    async def write(connection: WriterConnection) -> None:
        revoked = await revoke_location(connection, code, account=account, now=now)
        if revoked is None:
            raise CodeUnknown
        label, is_tended = revoked
        await end_pairings_of_location(connection, code, now=now)
        await insert_location(connection, new_code, account, label, is_tended=is_tended)

    await clearing.change(write)
