"""Shops of the town with locations, and devices that ask to answer for them."""

from datetime import timedelta
from uuid import UUID

from personas import Member, Town

from ledger.core.role import Role
from ledger.demo_phone import Passkey, Phone
from ledger.fresh import new_id, new_location_code
from ledger.use_cases.enrol_member import add_employee, add_location
from ledger.use_cases.pair_till import Asker, ask_pairing, confirm_pairing
from ledger.use_cases.sign_in import open_session
from ledger.use_cases.sync_till import HeldKeys, take_keys

CONTENT = b"what the device signed"


async def located(town: Town, shop: Member, label: str) -> str:
    code = new_location_code()
    await add_location(town.clearing, code, wallet=shop.wallet, label=label)
    return code


async def seat(town: Town, shop: Member, *, is_owner: bool = True) -> Asker:
    """Sign the owner in at the shop's door, or an employee of the day."""
    person, role = shop.person, shop.role
    if not is_owner:
        person, role = new_id(), Role.SHOP_EMPLOYEE
        await add_employee(town.clearing, person, "Lina Petit", shop=shop.id)
    token = await open_session(
        town.clearing,
        person,
        door="merchant",
        role=role,
        member_id=shop.id,
        expires_at=town.clock.reading + timedelta(days=365),
    )
    return Asker(person, shop.wallet, is_owner=is_owner, session=token)


async def ask(
    town: Town, asker: Asker, location: str, device: Phone | Passkey, *, content: bytes = CONTENT
) -> UUID:
    return await ask_pairing(
        town.clearing,
        asker,
        location,
        device.approve(content),
        content=CONTENT,
        now=town.clock.reading,
    )


async def confirm(town: Town, id: UUID, shop: Member) -> None:
    await confirm_pairing(
        town.clearing,
        id,
        account=shop.wallet,
        confirmed_by=f"person:{shop.person}",
        now=town.clock.reading,
    )


async def keys_of(town: Town, device: Phone, shop: Member) -> HeldKeys:
    return await take_keys(
        town.clearing, device.key_id, account=shop.wallet, now=town.clock.reading
    )
