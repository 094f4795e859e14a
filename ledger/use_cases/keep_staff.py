"""A shop's owner takes people on, gives them a code for the tills, lets them go in one press."""

from datetime import datetime
from uuid import UUID

from ledger.core.pin import STAFF_DIGITS, check_new_pin
from ledger.core.refusal import NotFound
from ledger.core.role import Role
from ledger.fresh import new_id
from ledger.pins import hash_pin
from ledger.storage.people import NewStanding, end_employment, insert_person, insert_standing
from ledger.storage.staff import drop_code, put_code
from ledger.use_cases.clearing import Clearing


async def hire_employee(
    clearing: Clearing, shop: UUID, name: str, pin: str, *, now: datetime
) -> UUID:
    """Take somebody on, with the code that they chose; answer with the id of the person.

    Raises:
        PinRefused: the code is not six digits, or is too simple.
    """
    check_new_pin(pin, STAFF_DIGITS)
    person = new_id()
    pin_hash = await hash_pin(sealed_staff_code(clearing, person, pin))
    async with clearing.pool.acquire() as connection, connection.transaction():
        await insert_person(connection, person, name)
        standing = NewStanding(person, Role.SHOP_EMPLOYEE, member_id=shop)
        await insert_standing(connection, standing)
        await put_code(connection, person, shop, pin_hash=pin_hash, now=now)
    return person


async def change_staff_code(
    clearing: Clearing, person: UUID, pin: str, *, shop: UUID, now: datetime
) -> None:
    """Give somebody of a shop another code; every till listens to them again.

    Raises:
        PinRefused: the code is not six digits, or is too simple.
        NotFound: the person does not work there.
    """
    check_new_pin(pin, STAFF_DIGITS)
    pin_hash = await hash_pin(sealed_staff_code(clearing, person, pin))
    async with clearing.pool.acquire() as connection, connection.transaction():
        if not await put_code(connection, person, shop, pin_hash=pin_hash, now=now):
            raise NotFound


async def dismiss_employee(clearing: Clearing, person: UUID, *, shop: UUID, now: datetime) -> None:
    """End what a person is for a shop: code, sessions, live screens; sales keep their author.

    Raises:
        NotFound: the person does not work there; an owner is nobody's to dismiss.
    """
    async with clearing.pool.acquire() as connection, connection.transaction():
        await drop_code(connection, person, shop)
        if not await end_employment(connection, person, shop, now):
            raise NotFound


def sealed_staff_code(clearing: Clearing, person: UUID, pin: str) -> bytes:
    """Seal a code with its person, so that equal codes look alike to nobody."""
    return clearing.seal(b"staff\n" + person.bytes + pin.encode())
