"""People of a shop open its tills by their code, there alone, and no longer once let go."""

import asyncio
from uuid import UUID

import pytest
from personas import Member, Town
from storage.run_server import Database
from use_cases.paired_town import ask, located, seat
from use_cases.signed_town import give_phone

from ledger.core.refusal import (
    DeviceNotAccepted,
    NotFound,
    PinRefused,
    SignatureInvalid,
    StaffCodeLocked,
    StaffCodeWrong,
    TillOpensByCode,
)
from ledger.core.role import Role
from ledger.database import open_reader
from ledger.demo_phone import Phone
from ledger.fresh import new_id, token_hash
from ledger.reports.access import find_session
from ledger.use_cases.add_device import revoke_device
from ledger.use_cases.keep_staff import change_staff_code, dismiss_employee, hire_employee
from ledger.use_cases.open_till import list_staff, open_till_with_code
from ledger.use_cases.pair_till import unpair_till
from ledger.use_cases.sign_in_by_key import sign_in_by_key

CODE, WRONG = "258013", "310852"


@pytest.fixture
async def till(town: Town, bakery: Member) -> Phone:
    """Give the bakery a till."""
    return await give_phone(town, bakery)


@pytest.fixture
async def noe(town: Town, bakery: Member) -> UUID:
    """Have the bakery take Noé on."""
    return await hire_employee(town.clearing, bakery.id, "Noé", CODE, now=town.clock.reading)


async def enter(town: Town, till: Phone, who: UUID, code: str, *, content: bytes = b"") -> str:
    content = content or b"mlc/sign-in/v1\n" + new_id().bytes
    now = town.clock.reading
    return await open_till_with_code(
        town.clearing,
        till.approve(content),
        content,
        (who, code),
        now=now,
        expires_at=now.replace(year=now.year + 1),
    )


async def role_of(database: Database, token: str) -> Role | None:
    engine = open_reader(database.app)
    found = await find_session(engine, token_hash(token), "merchant")
    await engine.dispose()
    return found.role if found else None


async def test_somebody_taken_on_opens_a_till_as_an_employee(
    town: Town, till: Phone, noe: UUID, database: Database
) -> None:
    content = b"who works here"
    assert await list_staff(town.clearing, till.approve(content), content) == [(noe, "Noé")]

    token = await enter(town, till, noe, CODE)

    assert await role_of(database, token) is Role.SHOP_EMPLOYEE


async def test_a_wrong_code_and_an_unknown_person_read_alike(
    town: Town, till: Phone, noe: UUID
) -> None:
    for who, code in ((noe, WRONG), (new_id(), CODE)):
        with pytest.raises(StaffCodeWrong):
            await enter(town, till, who, code)


async def test_the_till_of_another_shop_names_nobody_and_opens_for_nobody(
    town: Town, noe: UUID, cheese_stall: Member
) -> None:
    stall = await give_phone(town, cheese_stall)

    assert await list_staff(town.clearing, stall.approve(b"?"), b"?") == []
    with pytest.raises(StaffCodeWrong):
        await enter(town, stall, noe, CODE)


async def test_after_five_wrong_codes_a_till_listens_no_more_and_another_still_does(
    town: Town, till: Phone, noe: UUID, bakery: Member
) -> None:
    for _ in range(5):
        with pytest.raises(StaffCodeWrong):
            await enter(town, till, noe, WRONG)
    with pytest.raises(StaffCodeLocked):
        await enter(town, till, noe, CODE)

    assert await enter(town, await give_phone(town, bakery), noe, CODE)


async def test_codes_tried_at_once_are_counted_one_by_one(
    town: Town, till: Phone, noe: UUID
) -> None:
    tried = [enter(town, till, noe, f"{n:06}") for n in range(258100, 258112)]
    answers = await asyncio.gather(*tried, return_exceptions=True)

    assert sum(isinstance(answer, StaffCodeWrong) for answer in answers) == 5
    assert sum(isinstance(answer, StaffCodeLocked) for answer in answers) == 7


async def test_a_new_code_opens_again(town: Town, till: Phone, noe: UUID, bakery: Member) -> None:
    for _ in range(5):
        with pytest.raises(StaffCodeWrong):
            await enter(town, till, noe, WRONG)
    now = town.clock.reading
    await change_staff_code(town.clearing, noe, "852013", shop=bakery.id, now=now)

    assert await enter(town, till, noe, "852013")
    with pytest.raises(StaffCodeWrong):
        await enter(town, till, noe, CODE)


async def test_a_shop_gives_a_code_to_nobody_of_another_shop(
    town: Town, till: Phone, noe: UUID, bakery: Member, cheese_stall: Member
) -> None:
    now = town.clock.reading
    with pytest.raises(NotFound):
        await change_staff_code(town.clearing, noe, "852013", shop=cheese_stall.id, now=now)
    await dismiss_employee(town.clearing, noe, shop=bakery.id, now=now)
    with pytest.raises(NotFound):
        await change_staff_code(town.clearing, noe, "852013", shop=bakery.id, now=now)

    assert await list_staff(town.clearing, till.approve(b"?"), b"?") == []


async def test_whoever_is_let_go_is_signed_out_and_opens_nothing(
    town: Town, till: Phone, noe: UUID, bakery: Member, database: Database
) -> None:
    token = await enter(town, till, noe, CODE)
    await dismiss_employee(town.clearing, noe, shop=bakery.id, now=town.clock.reading)

    assert await role_of(database, token) is None
    with pytest.raises(StaffCodeWrong):
        await enter(town, till, noe, CODE)


async def test_an_owner_is_nobody_s_to_dismiss(
    town: Town, bakery: Member, till: Phone, database: Database
) -> None:
    token = await open_as_owner(town, till)
    now = town.clock.reading
    with pytest.raises(NotFound):
        await dismiss_employee(town.clearing, bakery.person, shop=bakery.id, now=now)

    assert await role_of(database, token) is Role.SHOP_OWNER


async def test_another_code_shows_out_whoever_came_in_by_the_earlier_one(
    town: Town, till: Phone, noe: UUID, bakery: Member, database: Database
) -> None:
    token = await enter(town, till, noe, CODE)
    now = town.clock.reading
    await change_staff_code(town.clearing, noe, "852013", shop=bakery.id, now=now)

    assert await role_of(database, token) is None


async def test_a_withdrawn_till_opens_for_nobody_and_its_sessions_end(
    town: Town, till: Phone, noe: UUID, bakery: Member, database: Database
) -> None:
    token = await enter(town, till, noe, CODE)
    now = town.clock.reading
    await revoke_device(town.clearing, till.key_id, account=bakery.wallet, now=now)

    assert await role_of(database, token) is None
    with pytest.raises(StaffCodeWrong):
        await enter(town, till, noe, CODE)


async def test_a_signature_opens_one_session_and_no_second(
    town: Town, till: Phone, noe: UUID
) -> None:
    content = b"mlc/sign-in/v1\nonce"
    await enter(town, till, noe, CODE, content=content)

    with pytest.raises(DeviceNotAccepted):
        await enter(town, till, noe, CODE, content=content)


async def test_a_code_without_its_till_opens_nothing(
    town: Town, till: Phone, noe: UUID, cheese_stall: Member
) -> None:
    content = b"mlc/sign-in/v1\nhere"
    elsewhere = await give_phone(town, cheese_stall)
    forged = Phone(elsewhere.private, till.key_id)

    with pytest.raises(SignatureInvalid):
        await enter(town, forged, noe, CODE, content=content)


async def open_as_owner(town: Town, device: Phone) -> str:
    content = b"mlc/sign-in/v1\n" + new_id().bytes
    now = town.clock.reading
    return await sign_in_by_key(
        town.clearing,
        device.approve(content),
        content=content,
        door="merchant",
        role=Role.SHOP_OWNER,
        expires_at=now.replace(year=now.year + 1),
    )


async def test_a_till_that_people_open_by_codes_opens_the_owner_s_door_to_nobody(
    town: Town, till: Phone, noe: UUID, bakery: Member
) -> None:
    asker = await seat(town, bakery)
    pairing = await ask(town, asker, await located(town, bakery, "Comptoir"), till)
    assert await open_as_owner(town, till)  # the shop has no other device: nobody is shut out
    await unpair_till(town.clearing, pairing, account=bakery.wallet, now=town.clock.reading)
    assert await open_as_owner(town, till)

    phone = await give_phone(town, bakery)

    with pytest.raises(TillOpensByCode):
        await open_as_owner(town, till)
    assert await open_as_owner(town, phone)
    assert await enter(town, till, noe, CODE)


@pytest.mark.parametrize("code", ["2580", "111111", "123456", "secret"])
async def test_a_code_that_anybody_would_try_is_refused(
    town: Town, bakery: Member, code: str
) -> None:
    with pytest.raises(PinRefused):
        await hire_employee(town.clearing, bakery.id, "Noé", code, now=town.clock.reading)
