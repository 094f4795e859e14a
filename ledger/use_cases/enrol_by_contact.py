"""A desk opens the wallet of somebody without a document, once a code came back from them."""

import hmac
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ledger.core.account import AccountKind, Tier
from ledger.core.freeze_list import Compared
from ledger.core.identity import plain_contact
from ledger.core.letter import LetterKind
from ledger.core.organisation import FreezeListResult
from ledger.core.refusal_access import AddressCodeWrong, TooManyAddresses
from ledger.core.refusal_enrolment import (
    AlikeKnown,
    ContactTaken,
    FreezeListMatch,
    NamesakeUnexplained,
)
from ledger.core.role import Role
from ledger.database import WriterConnection
from ledger.fresh import new_id
from ledger.storage.enrolments import (
    count_contact_try,
    insert_contact,
    is_address_known,
    wallet_of_contact,
    wish_contact,
)
from ledger.storage.letters import write_letter
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.enrol_at_desk import DeskForm, enrol_once, opened_by, seal_of_form
from ledger.use_cases.enrol_member import Enrolment, wallet_of, write_enrolment
from ledger.use_cases.keep_address import A_DAY, CODE_LIVES, TRIES, address_code, read_address
from ledger.use_cases.keep_relatives import check_enrolled
from ledger.use_cases.look_up_freezes import look_up, note_look_up


@dataclass(frozen=True, slots=True)
class NewHolder:
    """Somebody known by a name and an address alone."""

    name: str
    address: str


async def ask_contact(clearing: Clearing, address: str, *, now: datetime) -> None:
    """Send a code to the address of somebody at a counter.

    Raises:
        AddressNotUnderstood: it is no address.
        ContactTaken: a wallet was opened by it.
        TooManyAddresses: five codes went there in a day.
    """
    address, wish = read_address(address), new_id()
    contact = clearing.seal(plain_contact(address))
    async with clearing.pool.acquire() as connection, connection.transaction():
        await _refuse_taken(connection, contact)
        if not await wish_contact(connection, contact, wish, now=now, most=A_DAY):
            raise TooManyAddresses
        kind = LetterKind.CONTACT_CODE
        await write_letter(connection, (None, address), kind, now=now, wish=str(wish))


async def enrol_by_contact(clearing: Clearing, holder: NewHolder, code: str, form: DeskForm) -> int:
    """Open the wallet of whoever read the code aloud, once; answer with its id.

    Raises:
        KeyReused: the form already opened a wallet for somebody else.
        AddressNotUnderstood: the address is none.
        AddressCodeWrong: it is another code, five were tried, or it is too late.
        NotServedByThem: it is the name of whoever fills in the form, or of a relative of theirs.
        ContactTaken: a wallet was opened by that address.
        AlikeKnown: a member has confirmed that address, and the desk says nothing of it.
        FreezeListMatch: the register of asset freezes holds that name, and no document tells who
            they are.
    """
    address, content = read_address(holder.address), repr(holder)
    contact = clearing.seal(plain_contact(address))
    async with clearing.pool.acquire() as connection:
        sealed = seal_of_form(clearing, form, content)
        if (opened := await opened_by(connection, form, sealed)) is not None:
            return opened
        since = form.now - CODE_LIVES
        wish = await count_contact_try(connection, contact, most=TRIES, since=since)
    if not _is_code_of(clearing, wish, code):
        raise AddressCodeWrong

    async def write(connection: WriterConnection) -> int:
        await check_enrolled(connection, clearing, form.by, [(holder.name, None)])
        await _refuse_taken(connection, contact)
        if not form.is_another and await is_address_known(connection, address):
            raise AlikeKnown
        looked_up = await _look_up(connection, holder.name)
        enrolment = _enrolment(holder.name, address)
        wallet = wallet_of(clearing, enrolment)
        await write_enrolment(connection, enrolment, wallet)
        await insert_contact(connection, contact, wallet.id, by=form.by, now=form.now)
        await note_look_up(connection, enrolment.member_id, looked_up, None, now=form.now)
        return wallet.id

    return await enrol_once(clearing, form, content, write)


async def _look_up(connection: WriterConnection, name: str) -> tuple[int, FreezeListResult] | None:
    try:
        return await look_up(connection, [Compared(name, None, is_person=True)])
    except NamesakeUnexplained:
        raise FreezeListMatch from None


def _is_code_of(clearing: Clearing, wish: UUID | None, code: str) -> bool:
    if wish is None:
        return False
    return hmac.compare_digest(address_code(clearing, wish).encode(), code.encode())


async def _refuse_taken(connection: WriterConnection, contact: bytes) -> None:
    account = await wallet_of_contact(connection, contact)
    if account is not None:
        raise ContactTaken(account=account)


def _enrolment(name: str, address: str) -> Enrolment:
    return Enrolment(
        member_id=new_id(),
        name=name,
        person_id=new_id(),
        person_name=name,
        role=Role.RESIDENT,
        kind=AccountKind.RESIDENT,
        tier=Tier.T0,
        person_email=address,
    )
