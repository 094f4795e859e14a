"""An account is frozen at once, by its holder or a desk; only a desk reopens it."""

from datetime import datetime, timedelta
from typing import Final

from ledger.core.account import Status
from ledger.core.identity import ALONE_UP_TO
from ledger.core.letter import LetterKind
from ledger.core.refusal import FreezeCodeUnknown, NotFound
from ledger.core.refusal_enrolment import AssetsFrozen
from ledger.core.staff_act import Deed, StaffAct
from ledger.database import WriterConnection
from ledger.fresh import new_freeze_code, new_id, token_hash
from ledger.storage.accounts import set_status
from ledger.storage.freeze_list import is_named
from ledger.storage.freezes import (
    account_of_code,
    ask_lifting,
    insert_freeze,
    lift_freeze,
    put_code,
    standing_freeze,
)
from ledger.storage.letters import notify_holders
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.note_deed import note_deed

BY_CODE: Final = "freeze code"
HOLDER: Final = "holder"
_SECOND_WITHIN: Final = timedelta(minutes=15)


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


async def freeze_account(clearing: Clearing, account: int, *, by: str, now: datetime) -> None:
    """Freeze an account while nobody posts: nothing leaves or enters it from now on."""

    async def write(connection: WriterConnection) -> None:
        await write_freeze(connection, clearing, account, by=by, now=now)

    await clearing.change(write)


async def write_freeze(
    connection: WriterConnection, clearing: Clearing, account: int, *, by: str, now: datetime
) -> None:
    """Freeze an open account; the journal lock is held."""
    if await insert_freeze(connection, new_id(), account, by=by, now=now):
        await set_status(connection, account, Status.FROZEN)
        await notify_holders(connection, account, LetterKind.FROZEN, now=now)
        changes = {"status": (Status.OPEN, Status.FROZEN)}
        deed = Deed(StaffAct.FROZEN, by, account, changes=changes)
        await note_deed(connection, clearing, deed, now=now)


async def reopen_account(clearing: Clearing, account: int, *, by: str, now: datetime) -> bool:
    """Reopen a frozen account for somebody whose identity a desk has checked.

    Above `ALONE_UP_TO` the first person only asks, and another one within a quarter of an hour
    reopens; answers whether the account is open now.

    Raises:
        NotFound: no freeze stands on that account.
        AssetsFrozen: whoever stands behind it is named by the register of asset freezes.
    """
    is_open = False

    async def write(connection: WriterConnection) -> None:
        nonlocal is_open
        freeze = await standing_freeze(connection, account)
        if freeze is None:
            raise NotFound
        if await is_named(connection, account):
            raise AssetsFrozen
        asked_by = freeze["asked_by"] if _is_fresh(freeze["asked_at"], now) else None
        if freeze["balance"] > ALONE_UP_TO and asked_by in {None, by}:
            await ask_lifting(connection, freeze["id"], by=by, now=now)
            asked = Deed(StaffAct.REOPENING_ASKED, by, account)
            await note_deed(connection, clearing, asked, now=now)
            return
        await lift_freeze(connection, freeze["id"], by=by, now=now)
        await set_status(connection, account, Status.OPEN)
        await notify_holders(connection, account, LetterKind.REOPENED, now=now)
        changes = {"status": (Status.FROZEN, Status.OPEN)}
        deed = Deed(StaffAct.REOPENED, by, account, changes=changes)
        await note_deed(connection, clearing, deed, now=now)
        is_open = True

    await clearing.change(write)
    return is_open


def _is_fresh(asked_at: datetime | None, now: datetime) -> bool:
    return asked_at is not None and now - asked_at <= _SECOND_WITHIN
