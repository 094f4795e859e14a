"""A form of a desk opens one wallet, however often it is sent."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ledger.core.refusal import KeyReused
from ledger.core.staff_act import Deed, StaffAct
from ledger.database import WriterConnection
from ledger.storage.enrolments import find_enrolment, insert_enrolment
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.note_deed import note_deed

Write = Callable[[WriterConnection], Awaitable[int]]


@dataclass(frozen=True, slots=True)
class DeskForm:
    """What a desk fills in; `is_another`: it says that the members who look alike are others."""

    id: UUID
    by: str
    is_another: bool
    now: datetime


async def enrol_once(clearing: Clearing, form: DeskForm, content: str, write: Write) -> int:
    """Open the wallet under the journal lock, once for a form; answer with the wallet's id.

    Raises:
        KeyReused: the form already opened a wallet for other words.
        Refused: what `write` refuses; nothing is written.
    """
    sealed = seal_of_form(clearing, form, content)
    account = 0

    async def write_once(connection: WriterConnection) -> None:
        nonlocal account
        opened = await opened_by(connection, form, sealed)
        if opened is not None:
            account = opened
            return
        account = await write(connection)
        await insert_enrolment(connection, form.id, sealed, account, by=form.by, now=form.now)
        deed = Deed(StaffAct.ENROLLED, form.by, account)
        await note_deed(connection, clearing, deed, now=form.now)

    await clearing.change(write_once)
    return account


async def opened_by(connection: WriterConnection, form: DeskForm, sealed: bytes) -> int | None:
    """Find the wallet that a form has opened already.

    Raises:
        KeyReused: it opened one for other words.
    """
    known = await find_enrolment(connection, form.id)
    if known is None:
        return None
    if known["content"] != sealed:
        raise KeyReused
    account: int = known["account_id"]
    return account


def seal_of_form(clearing: Clearing, form: DeskForm, content: str) -> bytes:
    """Seal what a teller typed, so that another content under the same id is known."""
    return clearing.seal(f"desk form\n{form.by}\n{content}".encode())
