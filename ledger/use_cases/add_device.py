"""A phone comes to an account by a slip of the desk, a passkey under an approval; either can go."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from ledger.core.approval import ApprovalKey, KeyKind, is_point
from ledger.core.countersignature import SignedAct
from ledger.core.identity import IdentityDocument
from ledger.core.letter import LetterKind
from ledger.core.pin import ACCOUNT_DIGITS, check_new_pin
from ledger.core.refusal import (
    NotAllowed,
    NotFound,
    SignatureInvalid,
    SlipNotValid,
    TermsNotAccepted,
)
from ledger.core.refusal_access import IdentityNotSeen, OfficerKeyNeeded
from ledger.core.staff_act import Deed, StaffAct, why
from ledger.core.terms import TERMS
from ledger.core.words import four_words
from ledger.database import WriterConnection
from ledger.fresh import new_id, new_slip_code, paris_day, token_hash
from ledger.pins import hash_pin
from ledger.storage.account_pins import put_pin
from ledger.storage.keys import (
    NewKey,
    NewSlip,
    Opening,
    account_of_slip,
    confirm_slip,
    find_keyed_balance,
    insert_key,
    insert_slip,
    open_slip,
    revoke_key,
)
from ledger.storage.letters import notify_holders
from ledger.storage.policies import policy_of_day
from ledger.storage.signatures import note_browser
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.keep_pin import sealed_account_pin
from ledger.use_cases.keep_relatives import check_served_within
from ledger.use_cases.note_deed import note_deed
from ledger.use_cases.sign import Cosigner, Decision, check_other, keep_signature

HOLDER: Final = "holder"
__all__ = [
    "NewKey",
    "NewPhone",
    "Opened",
    "SlipOrder",
    "add_key",
    "confirm_enrolment",
    "issue_slip",
    "open_enrolment",
    "revoke_device",
]


@dataclass(frozen=True, slots=True)
class SlipOrder:
    """A slip to be issued for a phone of somebody; `identity`: what a desk saw of them, if asked.

    It lives `minutes`; `browser`: the one of whoever issues it.
    """

    person_id: UUID
    account: int
    issued_by: str
    minutes: int
    identity: IdentityDocument | None = None
    browser: bytes = b""


@dataclass(frozen=True, slots=True)
class NewPhone:
    """A phone that opens a slip; `pin`: what its holder chooses for the account, if anything."""

    public_key: bytes
    name: str
    terms: int
    pin: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """A slip that a phone has opened: it waits until these words are confirmed."""

    slip: UUID
    words: tuple[str, str, str, str]


async def issue_slip(clearing: Clearing, order: SlipOrder, *, now: datetime) -> tuple[UUID, str]:
    """Issue a slip for a phone; answer with its id and its code, which is kept nowhere.

    Raises:
        IdentityNotSeen: the account has had a phone before, and nobody checked who asks.
    """
    id, code = new_id(), new_slip_code()
    slip = NewSlip(
        id=id,
        code_hash=token_hash(code),
        person_id=order.person_id,
        account=order.account,
        issued_by=order.issued_by,
        issued_at=now,
        expires_at=now + timedelta(minutes=order.minutes),
        identity_seen=order.identity,
    )
    async with clearing.pool.acquire() as connection, connection.transaction():
        is_recovery = await find_keyed_balance(connection, order.account) is not None
        if is_recovery and order.identity is None:
            raise IdentityNotSeen
        await insert_slip(connection, slip)
        if order.browser:
            await note_browser(connection, id, principal=order.issued_by, browser=order.browser)
        changes = {"identity": (None, order.identity)} if order.identity else {}
        deed = Deed(StaffAct.SLIP_ISSUED, order.issued_by, order.account, changes=changes)
        await note_deed(connection, clearing, deed, now=now)
        if is_recovery:
            await notify_holders(connection, order.account, LetterKind.RECOVERY_BEGUN, now=now)
    return id, code


async def open_enrolment(
    clearing: Clearing, code: str, phone: NewPhone, *, now: datetime
) -> Opened:
    """Let a phone open a slip; nobody else can from now on, and nothing is given yet.

    Raises:
        TermsNotAccepted: not the version in force was accepted.
        SignatureInvalid: the key is no point of P-256.
        PinRefused: the PIN is not six digits, or is too simple.
        SlipNotValid: the slip is unknown, opened already, or past its time: one answer for all.
    """
    if phone.terms != TERMS.version:
        raise TermsNotAccepted
    if not is_point(phone.public_key):
        raise SignatureInvalid
    pin_hash = await _hash_of(clearing, code, phone.pin) if phone.pin else None
    opening = Opening(phone.public_key, phone.name, phone.terms, pin_hash)
    async with clearing.pool.acquire() as connection:
        slip = await open_slip(connection, token_hash(code), opening, now=now)
    if slip is None:
        raise SlipNotValid
    return Opened(slip["id"], four_words(slip["id"], phone.public_key))


async def _hash_of(clearing: Clearing, code: str, pin: str) -> str:
    check_new_pin(pin, ACCOUNT_DIGITS)
    async with clearing.pool.acquire() as connection:
        account = await account_of_slip(connection, token_hash(code))
    if account is None:
        raise SlipNotValid
    return await hash_pin(sealed_account_pin(clearing, account, pin))


async def confirm_enrolment(
    clearing: Clearing,
    slip_id: UUID,
    *,
    confirmed_by: str,
    signed: Cosigner | None = None,
    now: datetime,
) -> UUID:
    """Make the phone that opened a slip a device of its account; answer with the id of its key.

    An account that has had a phone before is recovered: above what the policy leaves to one person,
    somebody else than who issued the slip compares the words, and signs.

    Raises:
        SlipNotValid: it was not opened, is confirmed already, or is past its time.
        NotAllowed: nobody confirms a phone of their own.
        NotServedByThem: nor that of a relative, or their own under another entry.
        IdentityNotSeen: the account is recovered, and nobody checked who asks.
        SecondPersonNeeded: whoever issued the slip may not confirm it too.
        Refused: nothing is signed, or it does not count; see `keep_signature`.
    """
    key_id = new_id()

    async def write(connection: WriterConnection) -> None:
        slip = await confirm_slip(connection, slip_id, confirmed_by=confirmed_by, now=now)
        if slip is None:
            raise SlipNotValid
        if confirmed_by == f"person:{slip['person_id']}":
            raise NotAllowed
        await check_served_within(connection, clearing, confirmed_by, slip["account_id"])
        if await _takes_two(connection, slip, confirmed_by, now):
            if signed is None or signed.principal != confirmed_by:
                raise OfficerKeyNeeded
            decision = Decision(SignedAct.RECOVERY, slip_id)
            await keep_signature(connection, clearing, decision, by=signed, now=now)
        key = ApprovalKey(key_id, slip["account_id"], KeyKind.DEVICE, slip["public_key"], now)
        under = f"slip:{slip_id}"
        await insert_key(connection, NewKey(key, slip["person_id"], slip["device_name"], under))
        if (pin_hash := slip["pin_hash"]) is not None:
            await put_pin(
                connection, key.account, pin_hash, under=under, set_at=now, valid_from=now
            )
        device = slip["device_name"]
        added = LetterKind.PHONE_ADDED
        await notify_holders(connection, key.account, added, now=now, device=device)
        changes = {"device": (None, device)}
        deed = Deed(StaffAct.PHONE_CONFIRMED, confirmed_by, key.account, changes=changes)
        await note_deed(connection, clearing, deed, now=now)

    await clearing.change(write)
    return key_id


async def _takes_two(
    connection: WriterConnection, slip: Mapping[str, Any], confirmed_by: str, now: datetime
) -> bool:
    balance = await find_keyed_balance(connection, slip["account_id"])
    if balance is None:
        return False
    if slip["identity_seen"] is None:
        raise IdentityNotSeen
    policy = await policy_of_day(connection, paris_day(now))
    takes_two: bool = balance > policy.desk.alone_up_to
    if takes_two:
        await check_other(connection, slip["issued_by"], confirmed_by)
    return takes_two


async def add_key(clearing: Clearing, new: NewKey) -> None:
    """Add a key under an approval that the caller has checked; a session alone adds none."""
    await clearing.change(lambda connection: insert_key(connection, new))


async def revoke_device(
    clearing: Clearing,
    key_id: UUID,
    *,
    account: int,
    now: datetime,
    by: str = HOLDER,
    reason: str | None = None,
) -> None:
    """Revoke a key while nobody posts: no order that it signed is posted from now on.

    Raises:
        ExplanationNeeded: a desk does, and says nothing of why.
        NotFound: the account has no such living key.
    """
    changes = why(reason)

    async def write(connection: WriterConnection) -> None:
        device = await revoke_key(connection, key_id, account=account, revoked_at=now)
        if device is None:
            raise NotFound
        removed = LetterKind.DEVICE_REMOVED
        await notify_holders(connection, account, removed, now=now, device=device)
        changed = {"device": (device, None), **changes}
        deed = Deed(StaffAct.DEVICE_REVOKED, by, account, changes=changed)
        await note_deed(connection, clearing, deed, now=now)

    await clearing.change(write)
