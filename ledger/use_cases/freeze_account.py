"""An account is frozen at once, by its holder or a desk."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from ledger.core.account import Status
from ledger.core.letter import LetterKind
from ledger.core.refusal import FreezeCodeUnknown
from ledger.core.staff_act import NOTHING, Change, Deed, StaffAct, why
from ledger.database import WriterConnection
from ledger.fresh import new_freeze_code, new_id, token_hash
from ledger.storage.accounts import set_status
from ledger.storage.freezes import (
    account_of_code,
    insert_freeze,
    put_code,
)
from ledger.storage.letters import notify_holders
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.note_deed import note_deed

BY_CODE: Final = "freeze code"
HOLDER: Final = "holder"


async def give_freeze_code(
    clearing: Clearing, account: int, *, by: str = HOLDER, now: datetime
) -> str:
    """Give an account a new freeze code; the one before stops nothing any more."""
    code = new_freeze_code()
    async with clearing.pool.acquire() as connection, connection.transaction():
        await put_code(connection, account, token_hash(code), now)
        deed = Deed(StaffAct.FREEZE_CODE_GIVEN, by, account)
        await note_deed(connection, clearing, deed, now=now)
    return code


async def freeze_by_code(clearing: Clearing, code: str, *, now: datetime) -> None:
    """Freeze the account of a code; a second time changes nothing and is answered the same.

    Raises:
        FreezeCodeUnknown: it is the code of no account.
    """
    async with clearing.pool.acquire() as connection:
        account = await account_of_code(connection, token_hash(code))
    if account is None:
        raise FreezeCodeUnknown
    await freeze_account(clearing, account, by=BY_CODE, now=now)


async def freeze_account(
    clearing: Clearing, account: int, *, by: str, now: datetime, reason: str | None = None
) -> None:
    """Freeze an account while nobody posts: nothing leaves or enters it from now on.

    Raises:
        ExplanationNeeded: a desk does, and says nothing of why.
    """
    changes = why(reason)

    async def write(connection: WriterConnection) -> None:
        await write_freeze(connection, clearing, account, by=by, now=now, changes=changes)

    await clearing.change(write)


async def write_freeze(
    connection: WriterConnection,
    clearing: Clearing,
    account: int,
    *,
    by: str,
    now: datetime,
    changes: Mapping[str, Change] = NOTHING,
) -> None:
    """Freeze an open account; the journal lock is held."""
    if await insert_freeze(connection, new_id(), account, by=by, now=now):
        await set_status(connection, account, Status.FROZEN)
        await notify_holders(connection, account, LetterKind.FROZEN, now=now)
        changed = {"status": (Status.OPEN, Status.FROZEN), **changes}
        deed = Deed(StaffAct.FROZEN, by, account, changes=changed)
        await note_deed(connection, clearing, deed, now=now)
