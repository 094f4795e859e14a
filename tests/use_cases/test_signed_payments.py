"""A payment is posted once, as its payer's phone or passkey signed it, or not at all."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from personas import Member, Town
from use_cases.signed_town import (
    give_passkey,
    give_phone,
    order,
    pay,
    send,
    signed,
)

from ledger.core.account import Status
from ledger.core.money import Money
from ledger.core.order import CLOCK_MARGIN, LIFE, order_bytes
from ledger.core.posting import Posted
from ledger.core.refusal import (
    AccountNotOpen,
    DeviceNotAccepted,
    KeyReused,
    NewDeviceLimitReached,
    NotFound,
    OrderExpired,
    ReplacementRefused,
    SignatureInvalid,
    StrongApprovalNeeded,
)
from ledger.demo_phone import Phone, new_private_key
from ledger.fresh import new_id
from ledger.use_cases.add_device import (
    revoke_device,
)


@pytest.fixture
async def rich_awa(town: Town, awa: Member) -> Member:
    """Give Awa with two hundred units."""
    await town.issue(awa, Money(200_00))
    return awa


async def test_a_phone_pays_a_low_value_and_a_passkey_any(town: Town, rich_awa: Member) -> None:
    phone, passkey = await give_phone(town, rich_awa), await give_passkey(town, rich_awa)

    await pay(town, rich_awa, 30_00, phone)
    await pay(town, rich_awa, 120_00, passkey)

    assert await town.balance(rich_awa) == Money(50_00)
    await town.check_books()


# What was signed is what is posted.


async def test_an_order_altered_in_any_field_is_refused(town: Town, rich_awa: Member) -> None:
    phone, id = await give_phone(town, rich_awa), new_id()
    what = order(town, rich_awa, 12_50)
    approval = signed(town, id, what, phone)
    altered = [
        replace(what, amount=Money(12_51)),
        replace(what, payee=town.cheese_stall.wallet),
        replace(what, payer=town.lucie.wallet),
        replace(what, till="Caisse 2"),
        replace(what, till=None),
        replace(what, request_id=new_id()),
        replace(what, replaces=new_id()),
        replace(what, expires_at=what.expires_at + timedelta(seconds=1)),
        replace(what, expires_at=None),
    ]

    for other in altered:
        with pytest.raises(SignatureInvalid):
            await send(town, id, other, approval, payer=rich_awa)
    with pytest.raises(SignatureInvalid):
        await send(town, new_id(), what, approval, payer=rich_awa)
    assert await town.balance(rich_awa) == Money(200_00)


async def test_a_signature_altered_in_any_byte_is_refused(town: Town, rich_awa: Member) -> None:
    id, what = new_id(), order(town, rich_awa, 12_50)
    for holder in (await give_phone(town, rich_awa), await give_passkey(town, rich_awa)):
        approval = signed(town, id, what, holder)
        for part in ("signature", "authenticator_data", "client_data"):
            content = getattr(approval, part)
            for place in range(len(content)):
                flipped = bytearray(content)
                flipped[place] ^= 1
                with pytest.raises(SignatureInvalid):
                    await send(
                        town, id, what, replace(approval, **{part: bytes(flipped)}), payer=rich_awa
                    )
    assert await town.balance(rich_awa) == Money(200_00)


async def test_an_order_of_another_house_or_another_use_is_refused(
    town: Town, rich_awa: Member
) -> None:
    phone, id, what = await give_phone(town, rich_awa), new_id(), order(town, rich_awa, 5_00)
    book, instance = town.clearing.book, town.clearing.instance
    foreign = [
        order_bytes(id, what, instance="another house", book=book),
        order_bytes(id, what, instance=instance, book="EUR"),
        order_bytes(id, what, instance=instance, book=book).replace(
            b"mlc/pay/v1", b"mlc/sign-in/v1"
        ),
    ]

    for content in foreign:
        with pytest.raises(SignatureInvalid):
            await send(town, id, what, phone.approve(content), payer=rich_awa)


@pytest.mark.parametrize(
    "changes",
    [
        {"origin": "https://payer.deule.example.evil.example"},
        {"rp_id": "evil.example"},
        {"flags": 0x01},
        {"flags": 0x04},
        {"type": "webauthn.create"},
        {"is_cross_origin": True},
    ],
    ids=lambda changes: "-".join(f"{name}={value}" for name, value in changes.items()),
)
async def test_a_passkey_used_elsewhere_or_without_its_person_is_refused(
    town: Town, rich_awa: Member, changes: dict[str, object]
) -> None:
    passkey = await give_passkey(town, rich_awa)

    with pytest.raises(SignatureInvalid):
        await pay(town, rich_awa, 5_00, replace(passkey, **changes))

    assert isinstance(await pay(town, rich_awa, 5_00, passkey), Posted)


# One id, one outcome.


async def test_an_order_sent_twice_is_paid_once(town: Town, rich_awa: Member) -> None:
    phone, id, what = await give_phone(town, rich_awa), new_id(), order(town, rich_awa, 12_50)
    approval = signed(town, id, what, phone)

    first = await send(town, id, what, approval, payer=rich_awa)
    town.clock.advance(hours=1)
    again = await send(town, id, what, approval, payer=rich_awa)

    assert again == first
    assert await town.balance(rich_awa) == Money(187_50)


async def test_an_id_that_carried_another_order_is_refused(town: Town, rich_awa: Member) -> None:
    phone, id = await give_phone(town, rich_awa), new_id()
    first, second = order(town, rich_awa, 12_50), order(town, rich_awa, 1_00)
    await send(town, id, first, signed(town, id, first, phone), payer=rich_awa)

    with pytest.raises(KeyReused):
        await send(town, id, second, signed(town, id, second, phone), payer=rich_awa)


async def test_an_order_is_refused_past_its_time_and_stays_refused(
    town: Town, rich_awa: Member
) -> None:
    phone, id, what = await give_phone(town, rich_awa), new_id(), order(town, rich_awa, 5_00)
    approval = signed(town, id, what, phone)
    town.clock.advance(seconds=LIFE.total_seconds() + 1)

    with pytest.raises(OrderExpired):
        await send(town, id, what, approval, payer=rich_awa)
    town.clock.advance(seconds=-60)
    with pytest.raises(OrderExpired):
        await send(town, id, what, approval, payer=rich_awa)


async def test_an_order_may_not_be_signed_for_later(town: Town, rich_awa: Member) -> None:
    phone = await give_phone(town, rich_awa)
    later = (town.clock.reading + LIFE + CLOCK_MARGIN + timedelta(seconds=1)).replace(microsecond=0)

    with pytest.raises(OrderExpired):
        await pay(town, rich_awa, 5_00, phone, expires_at=later)


# Whose key it is, and whether it lives.


async def test_a_phone_signs_for_its_own_account_alone(
    town: Town, rich_awa: Member, lucie: Member
) -> None:
    phone_of_lucie = await give_phone(town, lucie)

    with pytest.raises(DeviceNotAccepted):
        await pay(town, rich_awa, 5_00, phone_of_lucie)
    with pytest.raises(DeviceNotAccepted):
        await pay(town, rich_awa, 5_00, Phone(new_private_key(), new_id()))


async def test_a_revoked_phone_pays_nothing_more(town: Town, rich_awa: Member) -> None:
    phone = await give_phone(town, rich_awa)
    await pay(town, rich_awa, 5_00, phone)

    await revoke_device(
        town.clearing, phone.key_id, account=rich_awa.wallet, now=town.clock.reading
    )

    with pytest.raises(DeviceNotAccepted):
        await pay(town, rich_awa, 5_00, phone)
    with pytest.raises(NotFound):
        await revoke_device(
            town.clearing, phone.key_id, account=rich_awa.wallet, now=town.clock.reading
        )


async def test_a_phone_is_revoked_by_its_own_account_alone(
    town: Town, rich_awa: Member, lucie: Member
) -> None:
    phone = await give_phone(town, rich_awa)

    with pytest.raises(NotFound):
        await revoke_device(
            town.clearing, phone.key_id, account=lucie.wallet, now=town.clock.reading
        )

    assert isinstance(await pay(town, rich_awa, 5_00, phone), Posted)


async def test_a_frozen_account_pays_nothing_whoever_signs(town: Town, rich_awa: Member) -> None:
    phone = await give_phone(town, rich_awa)
    await town.set_status(rich_awa, Status.FROZEN)

    with pytest.raises(AccountNotOpen):
        await pay(town, rich_awa, 5_00, phone)


async def test_a_phone_of_today_pays_no_more_than_a_stranger_may(town: Town, awa: Member) -> None:
    passkey, trusted = await give_passkey(town, awa), await give_phone(town, awa)
    await town.issue(awa, Money(200_00))
    await pay(town, awa, 60_00, passkey)
    town.clock.advance(minutes=5)
    new = await give_phone(town, awa, days_ago=0)
    await pay(town, awa, 125_00, passkey)
    await town.issue(awa, Money(100_00))

    await pay(town, awa, 20_00, new)
    with pytest.raises(NewDeviceLimitReached):
        await pay(town, awa, 6_00, new)

    assert isinstance(await pay(town, awa, 6_00, trusted), Posted)
    town.clock.advance(hours=25)
    assert isinstance(await pay(town, awa, 6_00, new), Posted)


async def test_two_payments_of_a_new_phone_at_once_stay_within_its_limit(
    town: Town, awa: Member
) -> None:
    passkey = await give_passkey(town, awa)
    await town.issue(awa, Money(240_00))
    new = await give_phone(town, awa, days_ago=0)
    await pay(town, awa, 125_00, passkey)

    outcomes = await asyncio.gather(
        *(pay(town, awa, 20_00, new) for _ in range(2)), return_exceptions=True
    )

    assert sorted(type(outcome).__name__ for outcome in outcomes) == [
        "NewDeviceLimitReached",
        "Posted",
    ]


# How far a phone alone goes.


async def test_small_payments_add_up_over_all_phones_until_the_passkey_is_asked(
    town: Town, rich_awa: Member
) -> None:
    one, two = await give_phone(town, rich_awa), await give_phone(town, rich_awa)
    passkey = await give_passkey(town, rich_awa)
    for phone in (one, two, one):
        await pay(town, rich_awa, 30_00, phone)

    with pytest.raises(StrongApprovalNeeded):
        await pay(town, rich_awa, 10_01, two)
    assert isinstance(await pay(town, rich_awa, 10_00, two), Posted)
    with pytest.raises(StrongApprovalNeeded):
        await pay(town, rich_awa, 1, one)

    await pay(town, rich_awa, 1_00, passkey)
    assert isinstance(await pay(town, rich_awa, 30_00, one), Posted)


async def test_the_sixth_small_payment_asks_for_the_passkey(town: Town, rich_awa: Member) -> None:
    phone = await give_phone(town, rich_awa)
    for _ in range(5):
        await pay(town, rich_awa, 1_00, phone)

    with pytest.raises(StrongApprovalNeeded):
        await pay(town, rich_awa, 1_00, phone)


async def test_two_phones_at_ninety_of_a_hundred_do_not_both_pay(
    town: Town, rich_awa: Member
) -> None:
    one, two = await give_phone(town, rich_awa), await give_phone(town, rich_awa)
    for _ in range(3):
        await pay(town, rich_awa, 30_00, one)

    outcomes = await asyncio.gather(
        pay(town, rich_awa, 9_00, one), pay(town, rich_awa, 9_00, two), return_exceptions=True
    )

    assert sorted(type(outcome).__name__ for outcome in outcomes) == [
        "Posted",
        "StrongApprovalNeeded",
    ]


async def test_a_refused_order_is_replaced_once_and_never_posts(
    town: Town, rich_awa: Member
) -> None:
    phone, passkey = await give_phone(town, rich_awa), await give_passkey(town, rich_awa)
    first, what = new_id(), order(town, rich_awa, 45_00)
    with pytest.raises(StrongApprovalNeeded):
        await send(town, first, what, signed(town, first, what, phone), payer=rich_awa)

    with pytest.raises(StrongApprovalNeeded):
        await send(town, first, what, signed(town, first, what, passkey), payer=rich_awa)
    posted = await pay(town, rich_awa, 45_00, passkey, replaces=first)
    with pytest.raises(ReplacementRefused):
        await pay(town, rich_awa, 45_00, passkey, replaces=first)
    with pytest.raises(ReplacementRefused):
        await pay(town, rich_awa, 45_00, passkey, replaces=posted.id)
    with pytest.raises(ReplacementRefused):
        await pay(town, rich_awa, 45_00, passkey, replaces=new_id())

    assert await town.balance(rich_awa) == Money(155_00)


async def test_a_replacement_that_is_refused_has_had_its_turn(town: Town, rich_awa: Member) -> None:
    phone, passkey = await give_phone(town, rich_awa), await give_passkey(town, rich_awa)
    first, what = new_id(), order(town, rich_awa, 45_00)
    with pytest.raises(StrongApprovalNeeded):
        await send(town, first, what, signed(town, first, what, phone), payer=rich_awa)
    await town.set_status(rich_awa, Status.FROZEN)
    with pytest.raises(AccountNotOpen):
        await pay(town, rich_awa, 45_00, passkey, replaces=first)
    await town.set_status(rich_awa, Status.OPEN)

    for _ in range(2):
        with pytest.raises(ReplacementRefused):
            await pay(town, rich_awa, 45_00, passkey, replaces=first)


async def test_nobody_takes_the_place_of_another_payers_order(
    town: Town, rich_awa: Member, lucie: Member
) -> None:
    await town.issue(lucie, Money(50_00))
    phone, passkey = await give_phone(town, rich_awa), await give_passkey(town, rich_awa)
    of_lucie = await give_phone(town, lucie)
    first, what = new_id(), order(town, rich_awa, 45_00)
    with pytest.raises(StrongApprovalNeeded):
        await send(town, first, what, signed(town, first, what, phone), payer=rich_awa)

    with pytest.raises(ReplacementRefused):
        await pay(town, lucie, 1_00, of_lucie, replaces=first)
    with pytest.raises(DeviceNotAccepted):
        await pay(town, rich_awa, 1_00, of_lucie, replaces=first)

    assert isinstance(await pay(town, rich_awa, 45_00, passkey, replaces=first), Posted)
    with pytest.raises(DeviceNotAccepted):
        await pay(town, rich_awa, 1_00, of_lucie, replaces=first)
