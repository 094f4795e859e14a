"""Redemptions decided, batched and sent from the console; their shop follows and cancels."""

from uuid import UUID

import pytest
from callers import Seated, SeatedStaff
from personas import Member, Town
from test_english_pages import ENGLISH, assert_english

from ledger.core.bank_account import BankAccount
from ledger.core.money import Money
from ledger.core.role import Role
from ledger.door import posting_id_text
from ledger.fresh import new_id
from ledger.use_cases.bank_accounts import bring_bank_account
from ledger.use_cases.sign import Keeper

RIB = BankAccount("FR7630006000011234567890189", "BOULANGERIE BRIER")
PAGE = "/console/redemptions"
BATCH = f"{PAGE}/batches/1"


@pytest.fixture(autouse=True)
async def bank_account(town: Town, bakery: Member) -> None:
    """Give the bakery units and a verified bank account, by the clock of the doors."""
    town.clock.now = None
    by = ("person:teller", Keeper("person:paul", "issuer"))
    await bring_bank_account(town.clearing, bakery.wallet, RIB, by=by, now=town.clock.reading)
    await town.top_up(bakery, Money(9_000_00))


async def path_of(town: Town, bakery: Member, amount: int) -> str:
    redeemed = await town.redeem(bakery, Money(amount))
    return f"{PAGE}/{posting_id_text(redeemed.id)}/decision"


async def test_a_large_redemption_goes_from_the_signature_to_the_statement(
    town: Town, bakery: Member, seated: Seated, seated_staff: SeatedStaff
) -> None:
    decision = await path_of(town, bakery, 2_000_00)
    async with (
        seated_staff(Role.TREASURER) as treasurer,
        seated_staff(Role.TREASURER) as colleague,
        seated(bakery) as shop,
    ):
        unsigned = await treasurer.post(decision, data={"decision": "grant"})
        perhaps = await treasurer.post(decision, data={"decision": "perhaps"})
        waits = await shop.get("/pro/redemptions")
        granted = await treasurer.sign(PAGE, decision)
        approved = await shop.get("/pro/redemptions")
        operation = {"operation": str(new_id())}
        prepared = [await treasurer.post(f"{PAGE}/payouts", data=operation) for _ in range(2)]
        early = await treasurer.post(f"{BATCH}/settlement", data={"piece": "VIR"})
        sheet = (await treasurer.get(f"{BATCH}/transfers.csv")).text
        own = await treasurer.get(BATCH)
        alone = await treasurer.post(f"{BATCH}/sending", data={"decision": "grant"})
        sent = await colleague.sign(BATCH, f"{BATCH}/sending")
        settled = await treasurer.post(f"{BATCH}/settlement", data={"piece": "VIR"})
        page = await treasurer.get(BATCH)
        paid = await shop.get("/pro/redemptions")

    assert (unsigned.status_code, perhaps.status_code) == (403, 422)
    assert "à approuver" in waits.text
    assert "approuvé" in approved.text
    assert [each.status_code for each in (granted, *prepared, sent, settled)] == [303] * 5
    assert "une autre personne de la trésorerie" in own.text
    assert "Signer l’envoi" not in own.text
    assert alone.status_code == 403
    assert early.status_code == 409
    assert "FR7630006000011234567890189;1900,00;à envoyer" in sheet.replace("\u202f", "")
    assert ">réglé<" in page.text
    assert ">payé<" in paid.text
    assert "Annuler cette demande" not in paid.text


async def test_a_refusal_says_why_to_the_shop_and_a_cancellation_gives_back(
    town: Town, bakery: Member, seated: Seated, seated_staff: SeatedStaff
) -> None:
    decision = await path_of(town, bakery, 2_000_00)
    cancelled = (await path_of(town, bakery, 60_00)).replace("/console", "/pro")
    cancelled = cancelled.replace("/decision", "/cancellation")
    async with seated_staff(Role.TREASURER) as treasurer, seated(bakery) as shop:
        silent = await treasurer.sign(PAGE, decision, "refuse")
        refused = await treasurer.sign(PAGE, decision, "refuse", reason="RIB illisible")
        given_back = [await shop.post(cancelled) for _ in range(2)]
        page = await shop.get("/pro/redemptions?cancelled")

    assert (silent.status_code, refused.status_code) == (422, 303)
    assert "Rien n’a été refusé" in silent.text
    assert [each.status_code for each in given_back] == [303, 303]
    for said in ("Raison : RIB illisible", ">refusé<", ">annulé<", "Demande annulée."):
        assert said in page.text.replace("\u00a0", " ")
    assert await town.balance(bakery) == Money(9_000_00)


async def test_a_batch_holds_what_it_has_and_only_its_owner_could_have_cancelled(
    town: Town, bakery: Member, cheese_stall: Member, seated: Seated, seated_staff: SeatedStaff
) -> None:
    path = (await path_of(town, bakery, 60_00)).replace("/console", "/pro")
    path = path.replace("/decision", "/cancellation")
    async with seated(cheese_stall) as other:
        assert (await other.post(path)).status_code == 404
    async with (
        seated_staff(Role.TREASURER) as treasurer,
        seated_staff(Role.TREASURER) as colleague,
        seated(bakery) as shop,
    ):
        await treasurer.post(f"{PAGE}/payouts", data={"operation": str(UUID(int=1))})
        late = await shop.post(path)
        dropped = await colleague.sign(BATCH, f"{BATCH}/sending", "refuse")
        in_time = await shop.post(path)
        absent = [await treasurer.get(f"{PAGE}/batches/{each}") for each in ("2", "x", "9" * 10)]

    assert late.status_code == 409
    assert "déjà dans un lot" in late.text
    assert (dropped.status_code, in_time.status_code) == (303, 303)
    assert [each.status_code for each in absent] == [404] * 3


@pytest.mark.parametrize("role", [Role.TELLER, Role.AUDITOR, Role.DESK_CONTROLLER])
async def test_only_the_treasury_decides_and_sends(
    town: Town, bakery: Member, seated_staff: SeatedStaff, role: Role
) -> None:
    decision = await path_of(town, bakery, 2_000_00)
    async with seated_staff(role) as staff:
        for path in (BATCH, f"{BATCH}/transfers.csv"):
            assert (await staff.get(path)).status_code == 403
        for path in (decision, f"{BATCH}/sending", f"{BATCH}/settlement", f"{PAGE}/payouts"):
            assert (await staff.post(path, data={"decision": "grant"})).status_code == 403


async def test_the_pages_are_english_when_asked(
    town: Town, bakery: Member, seated: Seated, seated_staff: SeatedStaff
) -> None:
    await path_of(town, bakery, 2_000_00)
    await path_of(town, bakery, 60_00)
    async with seated_staff(Role.TREASURER) as treasurer, seated(bakery) as shop:
        before = await treasurer.get(PAGE, headers=ENGLISH)
        await treasurer.post(f"{PAGE}/payouts", data={"operation": str(new_id())})
        batch = await treasurer.get(BATCH, headers=ENGLISH)
        own = await shop.get("/pro/redemptions", headers=ENGLISH)
    for page in (before, batch, own):
        assert_english(page)
