"""A slip of the desk brings one phone to an account, once its four words are confirmed."""

from datetime import timedelta

import pytest
from personas import Member, Town
from storage.run_server import Database
from use_cases.signed_town import pay, slip_for

from ledger.core.money import Money
from ledger.core.posting import Posted
from ledger.core.refusal import (
    SignatureInvalid,
    SlipNotValid,
    TermsNotAccepted,
)
from ledger.core.terms import TERMS
from ledger.database import open_reader
from ledger.demo_phone import Phone, new_private_key, point_of
from ledger.reports.devices import AcceptedTerms, find_accepted_terms
from ledger.use_cases.add_device import (
    NewPhone,
    confirm_enrolment,
    issue_slip,
    open_enrolment,
)


@pytest.fixture
async def rich_awa(town: Town, awa: Member) -> Member:
    """Give Awa with two hundred units."""
    await town.issue(awa, Money(200_00))
    return awa


async def test_a_slip_gives_nothing_until_it_is_confirmed_and_serves_once(
    town: Town, rich_awa: Member
) -> None:
    clearing, now = town.clearing, town.clock.reading
    mine, other = new_private_key(), new_private_key()
    slip, code = await issue_slip(clearing, slip_for(rich_awa), now=now)
    with pytest.raises(SlipNotValid):
        await confirm_enrolment(clearing, slip, confirmed_by="teller", now=now)
    opened = await open_enrolment(
        clearing,
        code,
        NewPhone(public_key=point_of(mine), name="mine", terms=TERMS.version),
        now=now,
    )
    with pytest.raises(SlipNotValid):
        await open_enrolment(
            clearing,
            code,
            NewPhone(public_key=point_of(other), name="theirs", terms=TERMS.version),
            now=now,
        )

    key = await confirm_enrolment(clearing, slip, confirmed_by="teller", now=now)

    assert len(set(opened.words)) > 1
    assert isinstance(await pay(town, rich_awa, 5_00, Phone(mine, key)), Posted)
    with pytest.raises(SlipNotValid):
        await confirm_enrolment(clearing, slip, confirmed_by="teller", now=now)


@pytest.mark.parametrize("late_at", ["opening", "confirming"])
async def test_a_slip_past_its_time_gives_nothing(
    town: Town, rich_awa: Member, late_at: str
) -> None:
    clearing, now = town.clearing, town.clock.reading
    slip, code = await issue_slip(clearing, slip_for(rich_awa), now=now)
    late = now + timedelta(minutes=15, seconds=1)
    point = point_of(new_private_key())
    if late_at == "opening":
        with pytest.raises(SlipNotValid):
            await open_enrolment(
                clearing,
                code,
                NewPhone(public_key=point, name="late", terms=TERMS.version),
                now=late,
            )
        return
    await open_enrolment(
        clearing, code, NewPhone(public_key=point, name="in time", terms=TERMS.version), now=now
    )
    with pytest.raises(SlipNotValid):
        await confirm_enrolment(clearing, slip, confirmed_by="teller", now=late)


async def test_a_slip_wants_a_key_that_can_sign(town: Town, rich_awa: Member) -> None:
    now = town.clock.reading
    _, code = await issue_slip(town.clearing, slip_for(rich_awa), now=now)

    for bad in (b"", b"\x04" + b"\x01" * 64, point_of(new_private_key())[:33]):
        with pytest.raises(SignatureInvalid):
            await open_enrolment(
                town.clearing,
                code,
                NewPhone(public_key=bad, name="bad", terms=TERMS.version),
                now=now,
            )


async def test_a_phone_comes_only_with_the_terms_in_force(
    town: Town, rich_awa: Member, database: Database
) -> None:
    now, reader = town.clock.reading, open_reader(database.app)
    _, code = await issue_slip(town.clearing, slip_for(rich_awa), now=now)
    point = point_of(new_private_key())

    for version in (0, TERMS.version - 1, TERMS.version + 1):
        with pytest.raises(TermsNotAccepted):
            await open_enrolment(
                town.clearing,
                code,
                NewPhone(public_key=point, name="phone", terms=version),
                now=now,
            )
    assert await find_accepted_terms(reader, rich_awa.person) is None

    opened = await open_enrolment(
        town.clearing, code, NewPhone(public_key=point, name="phone", terms=TERMS.version), now=now
    )
    await confirm_enrolment(town.clearing, opened.slip, confirmed_by="teller", now=now)

    accepted = await find_accepted_terms(reader, rich_awa.person)
    assert accepted == AcceptedTerms(TERMS.version, now)
    await reader.dispose()
