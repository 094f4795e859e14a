"""Another phone takes a checked identity, and above fifty units a second person."""

import pytest
from cosigning import unsigned_by
from personas import Member, Town
from use_cases.signed_town import confirm, give_phone, pay

from ledger.core.identity import IdentityDocument
from ledger.core.money import Money
from ledger.core.policy import DeskLimits
from ledger.core.posting import Posted
from ledger.core.refusal import NewDeviceLimitReached, NotAllowed
from ledger.core.refusal_access import IdentityNotSeen, OfficerKeyNeeded, SecondPersonNeeded
from ledger.core.terms import TERMS
from ledger.demo_phone import Phone, new_private_key, point_of
from ledger.use_cases.add_device import (
    NewPhone,
    SlipOrder,
    confirm_enrolment,
    issue_slip,
    open_enrolment,
    revoke_device,
)
from ledger.use_cases.sign import Keeper

NADIA, OLIVE = "person nadia", "person olive"
SEEN = IdentityDocument.RESIDENCE_PERMIT


class Recovery:
    """A slip that Nadia issues, and the phone that opens it."""

    def __init__(self, town: Town, member: Member, seen: IdentityDocument | None = SEEN) -> None:
        self._town, self._private = town, new_private_key()
        self._order = SlipOrder(member.person, member.wallet, NADIA, 15, seen)

    async def begin(self) -> "Recovery":
        """Issue the slip and open it."""
        clearing, now = self._town.clearing, self._town.clock.reading
        self._slip, code = await issue_slip(clearing, self._order, now=now)
        phone = NewPhone(point_of(self._private), "another", TERMS.version)
        await open_enrolment(clearing, code, phone, now=now)
        return self

    async def end(self, by: str) -> Phone:
        """Confirm the four words, and sign."""
        return Phone(self._private, await confirm(self._town, self._slip, by=by))

    async def click(self, by: str) -> None:
        """Confirm the four words without signing, in vain."""
        clearing, now = self._town.clearing, self._town.clock.reading
        unsigned = unsigned_by(Keeper(by, "cml"))
        for signed in (None, unsigned):
            with pytest.raises(OfficerKeyNeeded):
                await confirm_enrolment(
                    clearing, self._slip, confirmed_by=by, signed=signed, now=now
                )


async def test_a_first_phone_asks_no_second_person_whatever_the_balance(
    town: Town, awa: Member
) -> None:
    await town.issue(awa, Money(200_00))

    await (await Recovery(town, awa, seen=None).begin()).end(NADIA)


async def test_another_phone_takes_a_checked_identity_even_when_the_first_was_revoked(
    town: Town, awa: Member
) -> None:
    phone = await give_phone(town, awa)
    now = town.clock.reading
    await revoke_device(town.clearing, phone.key_id, account=awa.wallet, now=now)

    with pytest.raises(IdentityNotSeen):
        await Recovery(town, awa, seen=None).begin()


async def test_a_slip_given_before_the_first_phone_recovers_nothing_after_it(
    town: Town, awa: Member
) -> None:
    waiting = await Recovery(town, awa, seen=None).begin()
    await give_phone(town, awa)

    with pytest.raises(IdentityNotSeen):
        await waiting.end(OLIVE)


async def test_one_person_gives_access_back_to_a_small_balance(town: Town, awa: Member) -> None:
    await town.issue(awa, Money(DeskLimits().alone_up_to))
    await give_phone(town, awa)

    await (await Recovery(town, awa).begin()).end(NADIA)


async def test_a_larger_balance_takes_another_person_to_confirm(town: Town, awa: Member) -> None:
    await town.issue(awa, Money(200_00))
    await give_phone(town, awa)
    begun = await Recovery(town, awa).begin()

    for _ in range(2):
        with pytest.raises(SecondPersonNeeded):
            await begun.end(NADIA)
    await begun.click(OLIVE)
    phone = await begun.end(OLIVE)

    assert isinstance(await pay(town, awa, 5_00, phone), Posted)
    with pytest.raises(NewDeviceLimitReached):
        await pay(town, awa, 160_00, phone)


async def test_nobody_confirms_a_phone_of_their_own(town: Town, awa: Member) -> None:
    begun = await Recovery(town, awa).begin()

    with pytest.raises(NotAllowed):
        await begun.end(f"person:{awa.person}")
