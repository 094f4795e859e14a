"""The PIN of an account: asked beside a phone, throttled, locked at five, kept nowhere."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from personas import Member, Town
from storage.run_server import Database
from use_cases.signed_town import give_passkey, give_phone, order, pay, send, slip_for

from ledger.core.approval import Approval, with_proof
from ledger.core.money import Money
from ledger.core.order import order_bytes
from ledger.core.payment import PaymentOrder
from ledger.core.pin import MOST_TRIES as TRIES
from ledger.core.posting import Posted
from ledger.core.refusal import (
    DeviceNotAccepted,
    PinRefused,
    SignatureInvalid,
    StrongApprovalNeeded,
)
from ledger.core.refusal_access import AccountPinLocked, AccountPinWrong, ConfirmationNeeded
from ledger.core.terms import TERMS
from ledger.database import open_reader
from ledger.demo_phone import Phone, new_private_key, point_of
from ledger.fresh import new_id
from ledger.reports.check import check_books
from ledger.use_cases.add_device import (
    NewPhone,
    confirm_enrolment,
    issue_slip,
    open_enrolment,
    revoke_device,
)
from ledger.use_cases.keep_pin import (
    FIRST_WAITS,
    Confirmation,
    about_order,
    prove_pin,
    set_pin,
)

PIN, OTHER = "274905", "803162"
CONTENT, ABOUT = b"mlc/test/v1\nchallenge", "challenge"


@pytest.fixture
async def rich_awa(town: Town, awa: Member) -> Member:
    """Give Awa with two hundred units."""
    await town.issue(awa, Money(200_00))
    return awa


async def enrol_with_pin(town: Town, member: Member, pin: str = PIN, *, days_ago: int = 2) -> Phone:
    """Enrol a phone whose holder chooses a PIN with it, as at the desk."""
    at, private = town.clock.reading - timedelta(days=days_ago), new_private_key()
    slip, code = await issue_slip(town.clearing, slip_for(member), now=at)
    phone = NewPhone(point_of(private), "phone", TERMS.version, pin)
    await open_enrolment(town.clearing, code, phone, now=at)
    key = await confirm_enrolment(town.clearing, slip, confirmed_by="teller", now=at)
    return Phone(private, key)


async def prove(town: Town, member: Member, pin: str, *, about: str = ABOUT) -> bytes:
    return await prove_pin(town.clearing, member.wallet, pin, about=about, now=town.clock.reading)


def sign_with(phone: Phone, content: bytes, proof: bytes) -> Approval:
    return replace(phone.approve(with_proof(content, proof)), pin_proof=proof)


async def approve(
    town: Town, payer: Member, id: UUID, what: PaymentOrder, phone: Phone, pin: str = PIN
) -> Approval:
    """Give the PIN for an order, and have the phone sign both."""
    assert what.expires_at is not None
    proof = await prove(town, payer, pin, about=about_order(id, what.expires_at))
    content = order_bytes(id, what, instance=town.clearing.instance, book=town.clearing.book)
    return sign_with(phone, content, proof)


async def choose(
    town: Town, member: Member, pin: str, holder: object, *, with_pin: str | None = None
) -> None:
    """Choose a PIN under the approval of a phone, of a phone with the PIN before, or a passkey."""
    if with_pin is None:
        approval = holder.approve(CONTENT)
    else:
        approval = sign_with(holder, CONTENT, await prove(town, member, with_pin))
    given = Confirmation(approval, CONTENT, ABOUT)
    await set_pin(town.clearing, member.wallet, pin, given, now=town.clock.reading)


async def test_a_phone_with_the_pin_pays_beyond_low_values(
    town: Town, rich_awa: Member, database: Database
) -> None:
    phone = await enrol_with_pin(town, rich_awa)
    with pytest.raises(StrongApprovalNeeded):
        await pay(town, rich_awa, 45_00, phone)

    id, what = new_id(), order(town, rich_awa, 45_00)
    approval = await approve(town, rich_awa, id, what, phone)
    posted = await send(town, id, what, approval, payer=rich_awa)

    assert await send(town, id, what, approval, payer=rich_awa) == posted
    assert await town.balance(rich_awa) == Money(155_00)
    reader = open_reader(database.auditor)
    assert (await check_books(reader)).findings == []
    await reader.dispose()


async def test_a_proof_serves_for_one_order_of_one_account(town: Town, rich_awa: Member) -> None:
    phone = await enrol_with_pin(town, rich_awa)
    theirs = await enrol_with_pin(town, town.lucie)
    id, what = new_id(), order(town, rich_awa, 45_00)
    assert what.expires_at is not None
    content = order_bytes(id, what, instance=town.clearing.instance, book=town.clearing.book)
    good = await prove(town, rich_awa, PIN, about=about_order(id, what.expires_at))
    later = about_order(id, what.expires_at + timedelta(seconds=1))
    foreign = [
        bytes(32),
        good[:-1],
        await prove(town, rich_awa, PIN, about=about_order(new_id(), what.expires_at)),
        await prove(town, rich_awa, PIN, about=later),
        await prove(town, town.lucie, PIN, about=about_order(id, what.expires_at)),
    ]

    for proof in foreign:
        with pytest.raises(SignatureInvalid):
            await send(town, id, what, sign_with(phone, content, proof), payer=rich_awa)
    for approval in (
        replace(phone.approve(content), pin_proof=good),  # the phone did not sign the proof
        replace(sign_with(phone, content, good), pin_proof=b""),  # its signature, proof taken away
        replace(sign_with(theirs, content, good), key_id=phone.key_id),
    ):
        with pytest.raises(SignatureInvalid):
            await send(town, id, what, approval, payer=rich_awa)
    assert await town.balance(rich_awa) == Money(200_00)


async def test_five_wrong_pins_lock_it_until_another_is_chosen(
    town: Town, rich_awa: Member
) -> None:
    phone, passkey = await enrol_with_pin(town, rich_awa), await give_passkey(town, rich_awa)

    told = []
    for _ in range(TRIES):
        with pytest.raises((AccountPinWrong, AccountPinLocked)) as refused:
            await prove(town, rich_awa, OTHER)
        told.append(refused.value)
    assert told == [AccountPinWrong(tries=left) for left in (4, 3, 2, 1)] + [AccountPinLocked()]
    with pytest.raises(AccountPinLocked):
        await prove(town, rich_awa, PIN)
    with pytest.raises(ConfirmationNeeded):
        await choose(town, rich_awa, OTHER, phone)

    await choose(town, rich_awa, OTHER, passkey)

    assert await prove(town, rich_awa, OTHER)


async def test_a_right_pin_forgets_the_wrong_ones_before(town: Town, rich_awa: Member) -> None:
    await enrol_with_pin(town, rich_awa)
    for _ in range(3):
        for _ in range(TRIES - 1):
            with pytest.raises(AccountPinWrong):
                await prove(town, rich_awa, OTHER)
        assert await prove(town, rich_awa, PIN)


async def test_pins_tried_at_once_are_all_counted(town: Town, rich_awa: Member) -> None:
    await enrol_with_pin(town, rich_awa)

    tried = [prove(town, rich_awa, f"9{n:05}") for n in range(12)]
    outcomes = await asyncio.gather(*tried, return_exceptions=True)

    assert sum(isinstance(each, AccountPinWrong) for each in outcomes) == TRIES - 1
    assert sum(isinstance(each, AccountPinLocked) for each in outcomes) == 12 - TRIES + 1


async def test_a_first_pin_that_a_phone_alone_approved_counts_after_a_day(
    town: Town, rich_awa: Member
) -> None:
    phone = await give_phone(town, rich_awa)
    await choose(town, rich_awa, PIN, phone)
    with pytest.raises(AccountPinWrong):
        await prove(town, rich_awa, PIN)

    town.clock.advance(seconds=FIRST_WAITS.total_seconds())

    assert await prove(town, rich_awa, PIN)
    with pytest.raises(ConfirmationNeeded):
        await choose(town, rich_awa, OTHER, phone)
    await choose(town, rich_awa, OTHER, phone, with_pin=PIN)
    assert await prove(town, rich_awa, OTHER)


async def test_a_phone_alone_chooses_no_pin_beside_a_passkey(town: Town, rich_awa: Member) -> None:
    phone, passkey = await give_phone(town, rich_awa), await give_passkey(town, rich_awa)

    with pytest.raises(ConfirmationNeeded):
        await choose(town, rich_awa, PIN, phone)
    await choose(town, rich_awa, PIN, passkey)

    assert await prove(town, rich_awa, PIN)


async def test_a_key_that_is_dead_or_anothers_chooses_no_pin(town: Town, rich_awa: Member) -> None:
    phone, theirs = await give_phone(town, rich_awa), await give_phone(town, town.lucie)
    await revoke_device(
        town.clearing, phone.key_id, account=rich_awa.wallet, now=town.clock.reading
    )

    for holder in (phone, theirs):
        with pytest.raises(DeviceNotAccepted):
            await choose(town, rich_awa, PIN, holder)


@pytest.mark.parametrize("simple", ["", "12345", "1234567", "000000", "123456", "654321", "abcdef"])
async def test_a_pin_that_anybody_tries_first_is_refused(
    town: Town, rich_awa: Member, simple: str
) -> None:
    phone = await give_phone(town, rich_awa)

    with pytest.raises(PinRefused):
        await choose(town, rich_awa, simple, phone)


async def test_the_pin_of_another_account_proves_nothing(town: Town, rich_awa: Member) -> None:
    await enrol_with_pin(town, rich_awa)

    with pytest.raises(AccountPinWrong):
        await prove(town, town.lucie, PIN)


async def test_a_phone_of_today_with_the_pin_pays_no_more_than_a_stranger(
    town: Town, rich_awa: Member
) -> None:
    phone = await enrol_with_pin(town, rich_awa, days_ago=0)
    id, what = new_id(), order(town, rich_awa, 150_01)
    approval = await approve(town, rich_awa, id, what, phone)

    with pytest.raises(Exception, match="new_device_limit_reached"):
        await send(town, id, what, approval, payer=rich_awa)
    id, what = new_id(), order(town, rich_awa, 150_00)
    approval = await approve(town, rich_awa, id, what, phone)
    assert isinstance(await send(town, id, what, approval, payer=rich_awa), Posted)
