"""An acceptor is paid from the first day of its agreement to the last, as two people decided."""

from datetime import date, timedelta

import asyncpg
import pytest
from cosigning import unsigned_by
from organisations import JEANNE, PAUL, SPICES, confirm, form_of
from personas import Member, Town

from ledger.core.money import Money
from ledger.core.refusal import NotAccredited, NotFound
from ledger.core.refusal_access import (
    AskedAlready,
    ExplanationNeeded,
    OfficerKeyNeeded,
    SecondPersonNeeded,
)
from ledger.core.refusal_agreement import AgreementDatesWrong
from ledger.fresh import paris_day
from ledger.use_cases.agreements import Decision, ask_agreement, decide_agreement
from ledger.use_cases.enrol_professional import enrol_professional
from ledger.use_cases.sign import Keeper

TELLER = Keeper("person:teller", "cml")
COMMITTEE = "Comité local de Lille, 3 juin 2026"


def day(town: Town, days: int = 0) -> date:
    return paris_day(town.clock.reading) + timedelta(days=days)


async def decide(
    town: Town,
    account: int,
    decision: Decision,
    *,
    by: tuple[Keeper, Keeper] = (JEANNE, PAUL),
    is_granted: bool = True,
) -> None:
    now = town.clock.reading
    id = await ask_agreement(town.clearing, account, decision, by=by[0], now=now)
    await confirm(town, account, id, by=by[1], is_granted=is_granted)


async def may_be_paid(town: Town, payer: Member, payee: Member) -> bool:
    try:
        await town.pay(payer, payee, Money(1))
    except NotAccredited:
        return False
    return True


@pytest.fixture
async def applicant(town: Town, awa: Member) -> Member:
    """Give an acceptor whom nobody has agreed to, and Awa something to pay it with."""
    await town.issue(awa, Money(50_00))
    wallet = await enrol_professional(town.clearing, SPICES, form_of(town))
    return Member("spices", wallet, town.bakery.id, town.bakery.person, town.bakery.role)


async def test_it_is_paid_from_its_first_day_to_its_last(
    town: Town, awa: Member, applicant: Member
) -> None:
    start, end = day(town, 1), day(town, 3)
    await decide(town, applicant.wallet, Decision(COMMITTEE, start, end))

    paid = []
    for _ in range(5):
        paid.append(await may_be_paid(town, awa, applicant))
        town.clock.advance(days=1)

    assert paid == [False, True, True, True, False]


async def test_nothing_changes_before_another_person_confirms(
    town: Town, awa: Member, applicant: Member
) -> None:
    now, decision = town.clock.reading, Decision(COMMITTEE, day(town))
    id = await ask_agreement(town.clearing, applicant.wallet, decision, by=JEANNE, now=now)

    assert not await may_be_paid(town, awa, applicant)
    for by in (JEANNE, TELLER):  # the teller has enrolled it, and typed its bank account
        with pytest.raises(SecondPersonNeeded):
            await confirm(town, applicant.wallet, id, by=by)
    with pytest.raises(AskedAlready):
        await ask_agreement(town.clearing, applicant.wallet, decision, by=PAUL, now=now)
    assert not await may_be_paid(town, awa, applicant)

    await confirm(town, applicant.wallet, id, by=PAUL)
    assert await may_be_paid(town, awa, applicant)
    with pytest.raises(NotFound):
        await confirm(town, applicant.wallet, id, by=PAUL, is_granted=False)


async def test_a_decision_without_a_signature_changes_nothing(
    town: Town, applicant: Member
) -> None:
    now, decision = town.clock.reading, Decision(COMMITTEE, day(town))
    id = await ask_agreement(town.clearing, applicant.wallet, decision, by=JEANNE, now=now)

    with pytest.raises(OfficerKeyNeeded):
        await decide_agreement(
            town.clearing, applicant.wallet, id, is_granted=True, by=unsigned_by(PAUL), now=now
        )


async def test_a_decision_turned_down_changes_nothing_and_another_can_be_asked(
    town: Town, awa: Member, applicant: Member
) -> None:
    decision = Decision(COMMITTEE, day(town))
    await decide(town, applicant.wallet, decision, is_granted=False)
    assert not await may_be_paid(town, awa, applicant)
    await decide(town, applicant.wallet, decision)
    assert await may_be_paid(town, awa, applicant)


async def test_an_agreement_that_stands_is_ended_and_renewed_without_a_gap(
    town: Town, awa: Member, bakery: Member
) -> None:
    await town.issue(awa, Money(50_00))
    ends = Decision(COMMITTEE, ends_on=day(town, 1), reason="Cesse son activité")
    await decide(town, bakery.wallet, ends)
    town.clock.advance(days=1)
    assert await may_be_paid(town, awa, bakery)
    await decide(town, bakery.wallet, Decision(COMMITTEE, starts_on=day(town, 20)))  # renewed
    town.clock.advance(days=1)
    assert await may_be_paid(town, awa, bakery)

    at_once = Decision(COMMITTEE, ends_on=day(town, -1), reason="Fraude")
    await decide(town, bakery.wallet, at_once)
    assert not await may_be_paid(town, awa, bakery)

    await decide(town, bakery.wallet, Decision(COMMITTEE, day(town, 2)))
    assert not await may_be_paid(town, awa, bakery)
    town.clock.advance(days=2)
    assert await may_be_paid(town, awa, bakery)


async def test_dates_of_the_past_and_decisions_of_nobody_are_refused(
    town: Town, bakery: Member, applicant: Member, awa: Member
) -> None:
    cases = [
        (applicant, Decision("", day(town)), ExplanationNeeded),
        (applicant, Decision(COMMITTEE), AgreementDatesWrong),
        (applicant, Decision(COMMITTEE, day(town, -1)), AgreementDatesWrong),
        (applicant, Decision(COMMITTEE, day(town, 2), day(town, 1)), AgreementDatesWrong),
        (bakery, Decision(COMMITTEE, ends_on=day(town, 9)), ExplanationNeeded),
        (bakery, Decision(COMMITTEE, ends_on=day(town, -2), reason="Fin"), AgreementDatesWrong),
        (awa, Decision(COMMITTEE, day(town)), NotFound),
    ]
    for member, decision, refusal in cases:
        with pytest.raises(refusal):
            await decide(town, member.wallet, decision)


async def test_the_register_begins_with_the_account_and_forgets_no_decision(
    town: Town, bakery: Member
) -> None:
    await decide(town, bakery.wallet, Decision(COMMITTEE, ends_on=day(town), reason="Fin"))
    async with town.clearing.pool.acquire() as connection:
        rows = await connection.fetch(
            "select starts_on, ends_on, is_granted from ledger.agreement where account_id = $1"
            " order by asked_at", bakery.wallet,
        )  # fmt: skip
        opened = date(2025, 1, 1)
        assert sorted(map(tuple, rows), key=str) == sorted(
            [(opened, None, True), (opened, day(town), True)], key=str
        )
        for change in (
            "delete from ledger.agreement",
            "update ledger.agreement set ends_on = null",
        ):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(change)


async def test_the_bank_account_of_the_enrolment_counts_with_the_first_agreement(
    town: Town, applicant: Member
) -> None:
    question = "select counts_from, decided_by from people.bank_account"
    async with town.clearing.pool.acquire() as connection:
        assert tuple(await connection.fetchrow(question)) == (None, None)
        await decide(town, applicant.wallet, Decision(COMMITTEE, day(town)))
        assert tuple(await connection.fetchrow(question)) == (town.clock.reading, "person:paul")
