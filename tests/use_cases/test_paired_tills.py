"""A device answers for one location of its shop: asked by its key, confirmed, ended, rotated."""

from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

import pytest
from personas import Member, Town
from use_cases.paired_town import ask, confirm, keys_of, located, seat
from use_cases.signed_town import give_passkey, give_phone

from ledger.core.refusal import (
    CodeUnknown,
    DeviceNotAccepted,
    LabelTaken,
    PairingNotOpen,
    SignatureInvalid,
    TillNotPaired,
)
from ledger.core.till_pairing import ASK_LIFE
from ledger.demo_phone import Phone
from ledger.fresh import new_id, paris_day
from ledger.use_cases.add_device import revoke_device
from ledger.use_cases.enrol_member import add_employee
from ledger.use_cases.keep_staff import dismiss_employee
from ledger.use_cases.pair_till import Asker, unpair_till
from ledger.use_cases.sync_till import take_keys


@pytest.fixture
async def counter(town: Town, bakery: Member) -> str:
    """Give the location of the bakery's counter."""
    return await located(town, bakery, "Comptoir")


@dataclass(frozen=True, slots=True)
class Counter:
    """The bakery's counter, the owner's device that answers for it, and its pairing."""

    location: str
    device: Phone
    pairing: UUID
    asker: Asker


@pytest.fixture
async def paired(town: Town, bakery: Member, counter: str) -> Counter:
    """Give a counter whose device is the owner's own."""
    device, asker = await give_phone(town, bakery), await seat(town, bakery)
    return Counter(counter, device, await ask(town, asker, counter, device), asker)


async def test_the_owner_s_own_device_is_paired_at_once(
    town: Town, bakery: Member, paired: Counter
) -> None:
    held = await keys_of(town, paired.device, bakery)

    assert held.label == "Comptoir"
    today = paris_day(town.clock.reading)
    assert [each.key for each in held.keys] == [
        town.clearing.day_key(paired.location, today + timedelta(days=ahead), 0)
        for ahead in range(7)
    ]
    assert [each.until for each in held.keys[:-1]] == [each.first for each in held.keys[1:]]


async def test_an_employee_s_device_waits_for_the_owner(
    town: Town, bakery: Member, counter: str
) -> None:
    device, asker = await give_phone(town, bakery), await seat(town, bakery, is_owner=False)
    asked = await ask(town, asker, counter, device)
    with pytest.raises(TillNotPaired):
        await keys_of(town, device, bakery)

    await confirm(town, asked, bakery)

    assert (await keys_of(town, device, bakery)).label == "Comptoir"
    with pytest.raises(PairingNotOpen):
        await confirm(town, asked, bakery)


async def test_two_devices_within_ten_minutes_are_both_left_to_the_owner(
    town: Town, bakery: Member, paired: Counter
) -> None:
    second = await give_phone(town, bakery)
    town.clock.advance(minutes=9)
    asked = await ask(town, paired.asker, paired.location, second)
    with pytest.raises(TillNotPaired):
        await keys_of(town, second, bakery)
    before = await keys_of(town, paired.device, bakery)

    await confirm(town, asked, bakery)

    with pytest.raises(TillNotPaired):
        await keys_of(town, paired.device, bakery)
    after = await keys_of(town, second, bakery)
    assert not {each.key for each in before.keys} & {each.key for each in after.keys}


async def test_a_device_that_comes_later_takes_over_as_the_owner_s_own(
    town: Town, bakery: Member, paired: Counter
) -> None:
    second = await give_phone(town, bakery)
    town.clock.advance(minutes=11)

    await ask(town, paired.asker, paired.location, second)

    assert (await keys_of(town, second, bakery)).label == "Comptoir"
    with pytest.raises(TillNotPaired):
        await keys_of(town, paired.device, bakery)


async def test_a_device_answers_for_one_location(
    town: Town, bakery: Member, paired: Counter
) -> None:
    terrace = await located(town, bakery, "Terrasse")

    await ask(town, paired.asker, terrace, paired.device)

    assert (await keys_of(town, paired.device, bakery)).label == "Terrasse"


async def test_an_ask_lives_an_hour_and_is_confirmed_by_its_own_shop(
    town: Town, bakery: Member, cheese_stall: Member, counter: str
) -> None:
    device, asker = await give_phone(town, bakery), await seat(town, bakery, is_owner=False)
    asked = await ask(town, asker, counter, device)
    with pytest.raises(PairingNotOpen):
        await confirm(town, asked, cheese_stall)
    town.clock.advance(seconds=ASK_LIFE.total_seconds() + 1)

    with pytest.raises(PairingNotOpen):
        await confirm(town, asked, bakery)


async def test_only_a_device_of_the_shop_that_signs_may_ask(
    town: Town, bakery: Member, cheese_stall: Member, counter: str
) -> None:
    owner, device = await seat(town, bakery), await give_phone(town, bakery)

    with pytest.raises(SignatureInvalid):
        await ask(town, owner, counter, device, content=b"something else")
    with pytest.raises(SignatureInvalid):
        await ask(
            town, owner, counter, replace(await give_phone(town, bakery), key_id=device.key_id)
        )
    with pytest.raises(DeviceNotAccepted):
        await ask(town, owner, counter, await give_phone(town, cheese_stall))
    with pytest.raises(DeviceNotAccepted):
        await ask(town, owner, counter, await give_passkey(town, bakery))
    with pytest.raises(CodeUnknown):
        await ask(town, owner, await located(town, cheese_stall, "Étal"), device)
    await revoke_device(town.clearing, device.key_id, account=bakery.wallet, now=town.clock.reading)
    with pytest.raises(DeviceNotAccepted):
        await ask(town, owner, counter, device)


async def test_a_foreign_shop_and_an_unpaired_device_take_no_keys(
    town: Town, bakery: Member, cheese_stall: Member, paired: Counter
) -> None:
    with pytest.raises(TillNotPaired):
        await keys_of(town, paired.device, cheese_stall)
    with pytest.raises(TillNotPaired):
        await keys_of(town, await give_phone(town, bakery), bakery)
    with pytest.raises(TillNotPaired):
        await take_keys(town.clearing, None, account=bakery.wallet, now=town.clock.reading)


async def test_an_ended_pairing_takes_no_keys_and_its_keys_rotate(
    town: Town, bakery: Member, cheese_stall: Member, paired: Counter
) -> None:
    old = await keys_of(town, paired.device, bakery)
    with pytest.raises(PairingNotOpen):
        await unpair_till(
            town.clearing, paired.pairing, account=cheese_stall.wallet, now=town.clock.reading
        )

    await unpair_till(town.clearing, paired.pairing, account=bakery.wallet, now=town.clock.reading)

    with pytest.raises(TillNotPaired):
        await keys_of(town, paired.device, bakery)
    await ask(town, paired.asker, paired.location, paired.device)
    new = await keys_of(town, paired.device, bakery)
    assert not {each.key for each in old.keys} & {each.key for each in new.keys}


async def test_revoking_any_device_of_the_shop_rotates_the_keys_of_its_tills(
    town: Town, bakery: Member, paired: Counter
) -> None:
    old = await keys_of(town, paired.device, bakery)
    lost = await give_phone(town, bakery)

    await revoke_device(town.clearing, lost.key_id, account=bakery.wallet, now=town.clock.reading)

    new = await keys_of(town, paired.device, bakery)
    assert not {each.key for each in old.keys} & {each.key for each in new.keys}


async def test_a_revoked_device_answers_for_nothing(
    town: Town, bakery: Member, paired: Counter
) -> None:
    await revoke_device(
        town.clearing, paired.device.key_id, account=bakery.wallet, now=town.clock.reading
    )

    with pytest.raises(TillNotPaired):
        await keys_of(town, paired.device, bakery)
    with pytest.raises(PairingNotOpen):
        await unpair_till(
            town.clearing, paired.pairing, account=bakery.wallet, now=town.clock.reading
        )


async def test_dismissing_an_employee_rotates_the_keys_of_the_shop(
    town: Town, bakery: Member, paired: Counter
) -> None:
    employee = new_id()
    await add_employee(town.clearing, employee, "Lina Petit", shop=bakery.id)
    old = await keys_of(town, paired.device, bakery)

    await dismiss_employee(town.clearing, employee, shop=bakery.id, now=town.clock.reading)

    new = await keys_of(town, paired.device, bakery)
    assert not {each.key for each in old.keys} & {each.key for each in new.keys}


async def test_two_locations_of_a_shop_bear_two_labels(
    town: Town, bakery: Member, cheese_stall: Member, counter: str
) -> None:
    with pytest.raises(LabelTaken):
        await located(town, bakery, "Comptoir")

    assert await located(town, cheese_stall, "Comptoir") != counter
