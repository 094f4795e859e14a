"""One id, one outcome, for ever: in one batch or two, in one program or three."""

import asyncio
import json

import pytest
from personas import Member, Town
from storage.run_server import Database, opened_clearing, running_till

from ledger.core.account import Status
from ledger.core.money import Money
from ledger.core.payment import PaymentOrder
from ledger.core.posting import Posted
from ledger.core.refusal import AccountNotOpen, FloorReached, KeyReused, Refused
from ledger.fresh import new_id
from ledger.use_cases.pay_merchant import pay_merchant


@pytest.fixture
async def awa(town: Town) -> Member:
    """Give Awa, with twenty units."""
    await town.issue(town.awa, Money(20_00))
    return town.awa


async def test_the_same_order_twice_in_one_batch_is_paid_once(
    town: Town, awa: Member, bakery: Member
) -> None:
    id = new_id()

    first, again = await asyncio.gather(
        town.pay(awa, bakery, Money(5_00), id=id), town.pay(awa, bakery, Money(5_00), id=id)
    )

    assert again == first
    assert await town.balance(bakery) == Money(5_00)
    await town.check_books()


async def test_a_replay_answers_with_the_posting_as_it_stood_whatever_came_after(
    town: Town, awa: Member, bakery: Member
) -> None:
    id = new_id()
    first = await town.pay(awa, bakery, Money(5_00), id=id)
    await town.pay(awa, bakery, Money(1_00))
    await town.refund(first, Money(5_00), by=bakery)
    await town.change_policy(residents_may_transfer=False)
    await town.set_status(awa, Status.CLOSED)

    again = await town.pay(awa, bakery, Money(5_00), id=id)

    assert again == first
    assert await town.balance(bakery) == Money(1_00)
    await town.check_books()


async def test_a_refused_id_stays_refused_when_the_reason_is_gone(
    town: Town, awa: Member, bakery: Member
) -> None:
    id = new_id()
    with pytest.raises(FloorReached) as first:
        await town.pay(awa, bakery, Money(50_00), id=id)
    await town.top_up(awa, Money(100_00))

    with pytest.raises(FloorReached) as again:
        await town.pay(awa, bakery, Money(50_00), id=id)

    assert again.value == first.value == FloorReached(left=20_00)
    assert await town.balance(awa) == Money(120_00)
    await town.check_books()


async def test_facts_of_a_refusal_come_back_as_they_were(
    town: Town, awa: Member, bakery: Member
) -> None:
    id = new_id()
    await town.set_status(bakery, Status.FROZEN)
    told = []
    for _ in range(2):
        with pytest.raises(AccountNotOpen) as refused:
            await town.pay(awa, bakery, Money(5_00), id=id)
        told.append(refused.value)
        await town.set_status(bakery, Status.OPEN)

    assert told == [AccountNotOpen(side="payee", status="frozen")] * 2


@pytest.mark.parametrize("was_refused", [False, True], ids=["after a posting", "after a refusal"])
async def test_another_order_under_the_id_learns_nothing_of_the_first(
    town: Town, awa: Member, bakery: Member, *, was_refused: bool
) -> None:
    id = new_id()
    try:
        await town.pay(awa, bakery, Money(50_00 if was_refused else 5_00), id=id)
    except FloorReached:
        assert was_refused
    before = await town.balance(awa)

    for payer, payee, amount in [
        (awa, bakery, Money(4_99)),
        (awa, town.miller, Money(5_00)),
        (town.lucie, bakery, Money(5_00)),
    ]:
        with pytest.raises(KeyReused) as refused:
            await town.pay(payer, payee, amount, id=id)
        assert refused.value.facts == {}

    assert await town.balance(awa) == before
    await town.check_books()


async def test_another_principal_with_the_same_order_and_id_learns_nothing(
    town: Town, awa: Member, bakery: Member
) -> None:
    id = new_id()
    order = PaymentOrder(awa.wallet, bakery.wallet, Money(5_00))
    await pay_merchant(town.clearing, id, order, origin=awa.origin)

    with pytest.raises(KeyReused):
        await pay_merchant(town.clearing, id, order, origin=bakery.origin)


async def test_an_id_reused_in_its_own_batch_is_told_so_and_harms_nobody(
    town: Town, awa: Member, bakery: Member
) -> None:
    id = new_id()

    outcomes = await asyncio.gather(
        town.pay(awa, bakery, Money(5_00), id=id),
        town.pay(awa, bakery, Money(6_00), id=id),
        town.pay(awa, bakery, Money(5_00), id=id),
        town.pay(awa, bakery, Money(7_00)),
        return_exceptions=True,
    )

    assert outcomes[1] == KeyReused()
    assert outcomes[2] == outcomes[0]
    assert await town.balance(bakery) == Money(12_00)
    await town.check_books()


async def test_orders_sent_to_three_programs_at_once_are_paid_once(
    town: Town, awa: Member, bakery: Member, database: Database
) -> None:
    orders = [[str(new_id()), awa.wallet, bakery.wallet, 1 + n] for n in range(30)]
    too_much = [[str(new_id()), awa.wallet, bakery.wallet, 15_00] for _ in range(3)]
    asked = "\n".join(json.dumps(order) for order in [*orders, *too_much]).encode() + b"\n"

    async def ask() -> dict[str, str]:
        async with running_till(database) as till:
            told, _ = await till.communicate(asked)
        return dict(line.split(" ", 1) for line in told.decode().splitlines())

    answers = await asyncio.gather(ask(), ask(), ask())

    assert answers[0] == answers[1] == answers[2]
    assert len(answers[0]) == 33
    paid = sum(order[3] for order in orders if answers[0][order[0]].startswith("posted"))
    paid += sum(15_00 for order in too_much if answers[0][order[0]].startswith("posted"))
    assert await town.balance(bakery) == Money(paid)
    assert await town.balance(awa) == Money(20_00 - paid)
    await town.check_books()


async def test_two_clearings_give_one_answer_under_one_id(
    town: Town, awa: Member, bakery: Member, database: Database
) -> None:
    order = PaymentOrder(awa.wallet, bakery.wallet, Money(12_00))
    async with opened_clearing(database, town.clock) as other:
        for _ in range(20):
            id, competing = new_id(), new_id()
            outcomes = await asyncio.gather(
                *(
                    pay_merchant(clearing, chosen, order, origin=awa.origin)
                    for clearing in (town.clearing, other)
                    for chosen in (id, competing)
                ),
                return_exceptions=True,
            )
            assert outcomes[0] == outcomes[2]
            assert outcomes[1] == outcomes[3]
            refused = [o for o in outcomes if isinstance(o, Refused)]
            assert len(refused) == 2, "twenty units pay twelve once"
            [payment] = {o.id: o for o in outcomes if isinstance(o, Posted)}.values()
            await town.refund(payment, Money(12_00), by=bakery)
    await town.check_books()
