"""What one person reads on the bank's statement is posted when another has signed it, once."""

import asyncio
from uuid import UUID

import pytest
from cosigning import signed_by
from personas import Member, Town
from redeeming_town import HELENE, PAUL, SMALL, prepare, rich, send
from storage.run_server import Database

from ledger.core.countersignature import SignedAct
from ledger.core.money import Money
from ledger.core.posting import Posted
from ledger.core.refusal import AccountUnknown, AlreadySettled, NotFound
from ledger.core.refusal_access import AskedAlready, NotServedByThem, SecondPersonNeeded
from ledger.core.refusal_coverage import CommissionNotEarned
from ledger.core.refusal_giving import MoreThanSent
from ledger.core.refusal_payout import RedemptionInBatch
from ledger.database import open_reader
from ledger.fresh import new_id
from ledger.reports.check import check_books
from ledger.use_cases.bank_lines import (
    BankCredit,
    note_attribution,
    note_commission,
    note_cover,
    note_return,
    note_top_up,
)
from ledger.use_cases.confirm_bank_line import confirm_bank_line
from ledger.use_cases.sign import Keeper
from ledger.use_cases.top_up import receive_top_up

STRANGER = Keeper("person:karim", "cml")
WAITING = "select id, act from ledger.countersignature where decided_at is null order by asked_at"


async def confirm(town: Town, *, by: Keeper = PAUL, is_granted: bool = True) -> UUID:
    """Decide the line that waits."""
    async with town.clearing.pool.acquire() as connection:
        waiting = await connection.fetch(WAITING)
    if not waiting:
        raise NotFound
    [(id, act)] = waiting
    now = town.clock.reading
    signed = await signed_by(town.clearing, by, SignedAct(act), id, is_granted=is_granted, now=now)
    await confirm_bank_line(town.clearing, id, is_granted=is_granted, by=signed, now=now)
    return UUID(str(id))


async def give_back(town: Town, redeemed: Posted) -> None:
    now = town.clock.reading
    await note_return(town.clearing, redeemed.id, piece="AC04", by=HELENE, now=now)


async def test_euros_are_received_when_another_person_of_the_house_has_signed(
    town: Town, awa: Member
) -> None:
    id, now = new_id(), town.clock.reading
    credit = BankCredit(Money(40_00), "VIR 1", awa.wallet)
    for _ in range(2):
        await note_top_up(town.clearing, id, credit, by=HELENE, now=now)
    with pytest.raises(SecondPersonNeeded):
        await confirm(town, by=HELENE)
    with pytest.raises(NotFound):
        await confirm(town, by=STRANGER)
    assert await town.balance(town.clearing.house.reserve) == Money(0)

    outcomes = await asyncio.gather(*(confirm(town) for _ in range(4)), return_exceptions=True)
    assert all(each == id or isinstance(each, NotFound) for each in outcomes)
    assert await town.balance(awa) == Money(40_00)
    await note_top_up(town.clearing, id, credit, by=HELENE, now=now)
    async with town.clearing.pool.acquire() as connection:
        assert await connection.fetch(WAITING) == []
    await town.check_books()


async def test_nobody_notes_nor_confirms_a_line_for_themselves(town: Town, awa: Member) -> None:
    own, now = Keeper(f"person:{awa.person}", "issuer"), town.clock.reading
    credit = BankCredit(Money(40_00), "VIR 1", awa.wallet)
    with pytest.raises(NotServedByThem):
        await note_top_up(town.clearing, new_id(), credit, by=own, now=now)
    nobody = BankCredit(Money(40_00), "VIR 1", 4)
    with pytest.raises(AccountUnknown):
        await note_top_up(town.clearing, new_id(), nobody, by=HELENE, now=now)
    await note_top_up(town.clearing, new_id(), credit, by=HELENE, now=now)
    with pytest.raises(NotServedByThem):
        await confirm(town, by=own)
    assert await town.balance(awa) == Money(0)
    assert await town.balance(town.clearing.house.reserve) == Money(0)


async def test_a_transfer_is_attributed_by_two_once(town: Town, awa: Member, omar: Member) -> None:
    now = town.clock.reading
    received = await receive_top_up(
        town.clearing, new_id(), Money(40_00), piece="VIR 2", origin=omar.origin
    )
    await note_attribution(town.clearing, received.id, wallet=awa.wallet, by=HELENE, now=now)
    with pytest.raises(AskedAlready):
        await note_attribution(town.clearing, received.id, wallet=omar.wallet, by=PAUL, now=now)
    await confirm(town, is_granted=False)
    await note_attribution(town.clearing, received.id, wallet=omar.wallet, by=HELENE, now=now)
    await confirm(town)
    with pytest.raises(AlreadySettled):
        await note_attribution(town.clearing, received.id, wallet=awa.wallet, by=PAUL, now=now)
    assert (await town.balance(awa), await town.balance(omar)) == (Money(0), Money(40_00))
    await town.check_books()


async def test_units_come_back_when_two_people_saw_the_return(town: Town, bakery: Member) -> None:
    shop = await rich(town, bakery)
    before = await town.balance(shop)
    redeemed = await town.redeem(shop, SMALL)
    batch = await prepare(town, redeemed)
    await give_back(town, redeemed)
    with pytest.raises(RedemptionInBatch):
        await confirm(town)
    await send(town, batch)
    assert await town.balance(shop) == before - SMALL
    await confirm(town)

    assert await town.balance(shop) == before
    with pytest.raises(AlreadySettled):
        await give_back(town, redeemed)
    await town.check_books()


async def test_no_more_is_covered_than_is_on_its_way(town: Town) -> None:
    credit, now = BankCredit(Money(1), "VIR 3"), town.clock.reading
    with pytest.raises(MoreThanSent):
        await note_cover(town.clearing, new_id(), credit, by=HELENE, now=now)


async def test_what_the_issuer_earned_leaves_the_account_once_two_people_saw_it(
    town: Town, bakery: Member, database: Database
) -> None:
    shop = await rich(town, bakery)
    await town.redeem(shop, SMALL)
    fee = town.policy.redemption_fee(SMALL)
    for amount, refusal in ((fee.minor + 1, CommissionNotEarned), (fee.minor, None), (1, None)):
        credit, now = BankCredit(Money(amount), f"VIR {amount}"), town.clock.reading
        id = new_id()
        for _ in range(2):
            await note_commission(town.clearing, id, credit, by=HELENE, now=now)
        if refusal is None and amount == fee.minor:
            await confirm(town)
            continue
        with pytest.raises(CommissionNotEarned):
            await confirm(town)
        await confirm(town, is_granted=False)
    await town.check_books()
    reader = open_reader(database.auditor)
    assert (await check_books(reader)).findings == [], "what was signed is what was posted"
    await reader.dispose()
