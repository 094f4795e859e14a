"""Phones and passkeys in the hands of the town's people, and orders signed with them."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from cosigning import signed_by
from personas import Member, Town

from ledger.core.approval import Approval, ApprovalKey, KeyKind
from ledger.core.countersignature import SignedAct
from ledger.core.identity import IdentityDocument
from ledger.core.money import Money
from ledger.core.order import LIFE, order_bytes
from ledger.core.payment import PaymentOrder
from ledger.core.posting import Posted
from ledger.core.terms import TERMS
from ledger.demo_phone import Passkey, Phone, cose_of, new_private_key, point_of
from ledger.fresh import new_id
from ledger.storage.keys import NewKey
from ledger.use_cases.add_device import (
    NewPhone,
    SlipOrder,
    add_key,
    confirm_enrolment,
    issue_slip,
    open_enrolment,
)
from ledger.use_cases.pay_merchant import pay_with_approval
from ledger.use_cases.sign import Keeper

ORIGIN, RP_ID = "https://payer.deule.example", "payer.deule.example"
Holder = Phone | Passkey


def slip_for(member: Member, *, minutes: int = 15) -> SlipOrder:
    """Order a slip for a phone of a member whose passport a teller has seen."""
    return SlipOrder(member.person, member.wallet, "teller", minutes, IdentityDocument.PASSPORT)


async def give_phone(town: Town, member: Member, *, days_ago: float = 2) -> Phone:
    """Enrol a phone as the desk does, long enough ago to be trusted."""
    at = town.clock.reading - timedelta(days=days_ago)
    clearing, private = town.clearing, new_private_key()
    slip, code = await issue_slip(clearing, slip_for(member), now=at)
    await open_enrolment(
        clearing,
        code,
        NewPhone(public_key=point_of(private), name="phone", terms=TERMS.version),
        now=at,
    )
    return Phone(private, await confirm(town, slip, at=at))


async def confirm(
    town: Town, slip: UUID, *, by: str = "controller", at: datetime | None = None
) -> UUID:
    """Confirm a slip, as somebody who signs it too."""
    now = at or town.clock.reading
    who = Keeper(by, "cml")
    signed = await signed_by(town.clearing, who, SignedAct.RECOVERY, slip, now=now)
    return await confirm_enrolment(town.clearing, slip, confirmed_by=by, signed=signed, now=now)


async def give_passkey(town: Town, member: Member) -> Passkey:
    """Add a passkey, as under an approval."""
    private, id = new_private_key(), new_id()
    at = town.clock.reading - timedelta(days=2)
    key = ApprovalKey(
        id, member.wallet, KeyKind.PASSKEY, cose_of(private), at, id.bytes, ORIGIN, RP_ID
    )
    await add_key(town.clearing, NewKey(key, member.person, "passkey", "device"))
    return Passkey(private, id, ORIGIN, RP_ID)


def order(town: Town, payer: Member, amount: int, **details: object) -> PaymentOrder:
    """Write an order to the bakery that lives as long as it may."""
    expires_at = (town.clock.reading + LIFE).replace(microsecond=0)
    written = PaymentOrder(
        payer.wallet, town.bakery.wallet, Money(amount), expires_at=expires_at, till="Caisse 1"
    )
    return replace(written, **details)


def signed(town: Town, id: UUID, what: PaymentOrder, holder: Holder) -> Approval:
    """Have a phone or passkey sign an order."""
    clearing = town.clearing
    return holder.approve(order_bytes(id, what, instance=clearing.instance, book=clearing.book))


async def send(
    town: Town, id: UUID, what: PaymentOrder, approval: Approval, *, payer: Member
) -> Posted:
    """Send an order with its approval."""
    return await pay_with_approval(
        town.clearing, id, what, approval, principal=f"person:{payer.person}"
    )


async def pay(town: Town, payer: Member, amount: int, holder: Holder, **details: object) -> Posted:
    """Sign and send an order to the bakery."""
    id, what = new_id(), order(town, payer, amount, **details)
    return await send(town, id, what, signed(town, id, what, holder), payer=payer)
