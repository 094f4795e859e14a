"""What is refused for the accounts of a posting: unknown, closed, of another book or kind."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from core.good_drafts import GOOD, fund, issuance, payment
from core.orders import (
    pay,
    redeem,
    send,
)
from core.paper_town import (
    AWA,
    BAKERY,
    ELSEWHERE,
    FOOD_BANK,
    HOUSE,
    LILLE,
    LUCIE,
    MILLER,
    OMAR,
    POOL,
    SATURDAY,
    TILL,
    PaperJournal,
    account,
    envelope,
    policy,
)

from ledger.core.account import Status
from ledger.core.exchange import IssuanceOrder, plan_issuance
from ledger.core.law import InvariantBroken
from ledger.core.money import Money
from ledger.core.posting import Draft, Kind, Leg, Part, Posted
from ledger.core.refusal import (
    AccountNotOpen,
    AccountUnknown,
    BookMismatch,
    IssuanceSuspended,
    KindNotAllowed,
    NotAccredited,
    OrderExpired,
    RedemptionNotAllowed,
    TerritoryNotOpen,
    TransferNotAllowed,
)
from ledger.core.refusal_policy import IssuanceTooSmall

NOBODY = 999


def test_an_order_is_good_until_the_very_instant_of_its_expiry(journal: PaperJournal) -> None:
    draft = replace(payment(journal), expires_at=SATURDAY)
    late = replace(payment(journal), expires_at=SATURDAY - timedelta(microseconds=1))

    assert isinstance(journal.post(draft)[0], Posted)
    assert journal.post(late) == [OrderExpired()]


def test_an_account_that_nobody_opened_is_unknown_on_either_side(journal: PaperJournal) -> None:
    fund(journal, AWA, 20_00)

    assert journal.post(pay(AWA, NOBODY, 1_00)) == [AccountUnknown()]
    assert journal.post(pay(NOBODY, BAKERY, 1_00)) == [AccountUnknown()]


@pytest.mark.parametrize("status", [Status.FROZEN, Status.CLOSED])
def test_a_wallet_that_is_not_open_neither_pays_nor_is_paid(
    journal: PaperJournal, status: Status
) -> None:
    fund(journal, AWA, 20_00)
    fund(journal, LUCIE, 20_00)
    journal.accounts[AWA] = account(AWA, status=status)
    journal.accounts[BAKERY] = account(BAKERY, status=status)

    assert journal.post(pay(AWA, MILLER, 1_00)) == [AccountNotOpen(side="payer", status=status)]
    assert journal.post(pay(LUCIE, BAKERY, 1_00)) == [AccountNotOpen(side="payee", status=status)]


@pytest.mark.parametrize("kind", [Kind.REFUND, Kind.REVERSAL, Kind.REDEMPTION_RETURNED])
def test_what_is_given_back_or_mended_reaches_a_frozen_wallet_but_no_closed_one(
    journal: PaperJournal, kind: Kind
) -> None:
    draft = GOOD[kind](journal)
    for wallet in (AWA, BAKERY):
        journal.accounts[wallet] = account(wallet, status=Status.CLOSED)
    closed = replace(draft, envelope=envelope())

    [refused] = journal.post(closed)
    for wallet in (AWA, BAKERY):
        journal.accounts[wallet] = account(wallet, status=Status.FROZEN)

    assert isinstance(refused, AccountNotOpen)
    assert isinstance(journal.post(draft)[0], Posted)


def test_two_currencies_never_meet_in_one_posting(journal: PaperJournal) -> None:
    fund(journal, AWA, 20_00)

    assert journal.post(pay(AWA, ELSEWHERE, 1_00)) == [BookMismatch()]


@pytest.mark.parametrize(
    ("payer", "payee"),
    [(POOL, BAKERY), (TILL, BAKERY), (BAKERY, AWA), (AWA, LUCIE), (HOUSE.reserve, BAKERY)],
    ids=["public office", "till", "to a resident", "between residents", "bank"],
)
def test_a_payment_goes_from_a_member_to_an_acceptor_and_no_other_way(
    journal: PaperJournal, payer: int, payee: int
) -> None:
    assert journal.post(pay(payer, payee, 1_00)) == [KindNotAllowed(kind="payment")]


def test_every_leg_of_a_posting_is_looked_at_not_the_first_alone(journal: PaperJournal) -> None:
    good = issuance(journal)
    bad = Leg(Part.PRINCIPAL, HOUSE.reserve, AWA, 10_00)

    assert journal.post(replace(good, legs=(*good.legs, bad))) == [KindNotAllowed(kind="issuance")]


def test_a_resident_is_told_that_private_persons_do_not_cash_out(journal: PaperJournal) -> None:
    fund(journal, AWA, 100_00)

    assert journal.post(redeem(AWA, 100_00, fee=5_00)) == [RedemptionNotAllowed()]


def test_residents_send_to_each_other_only_where_policy_and_both_tiers_allow(
    journal: PaperJournal,
) -> None:
    fund(journal, AWA, 100_00)
    fund(journal, OMAR, 100_00)

    assert isinstance(journal.post(send(AWA, LUCIE, 1_00))[0], Posted)
    assert journal.post(send(AWA, OMAR, 1_00), send(OMAR, AWA, 1_00)) == [TransferNotAllowed()] * 2
    journal.policy = policy(residents_may_transfer=False)
    assert journal.post(send(AWA, LUCIE, 1_00)) == [TransferNotAllowed()]


def test_no_new_unit_is_issued_while_issuance_is_closed(journal: PaperJournal) -> None:
    topped_up, donated = GOOD[Kind.TOPUP_ISSUED](journal), GOOD[Kind.DONATION](journal)
    journal.policy = policy(issuance_is_open=False)

    assert journal.post(issuance(journal), topped_up) == [IssuanceSuspended()] * 2
    assert isinstance(journal.post(donated)[0], Posted), "a gift of units is not an issuance"


def test_an_exchange_begins_at_the_minimum_of_the_policy_dues_left_out(
    journal: PaperJournal,
) -> None:
    topped_up = GOOD[Kind.TOPUP_ISSUED](journal)
    journal.policy = policy(issuance_minimum=2_000_00)

    assert journal.post(issuance(journal, amount=19_99)) == [IssuanceTooSmall(minimum=2_000_00)]
    assert isinstance(journal.post(topped_up)[0], Posted), "what was received is issued"
    journal.policy = policy(issuance_minimum=20_00)
    small = issuance(journal, amount=19_99, dues=5_00)
    assert journal.post(small) == [IssuanceTooSmall(minimum=20_00)]
    assert isinstance(journal.post(issuance(journal, amount=20_00))[0], Posted)


@pytest.mark.parametrize(
    ("agreed_from", "agreed_until", "accepts"),
    [
        (None, None, False),
        (date(2026, 6, 7), None, False),
        (date(2026, 6, 6), date(2026, 6, 6), True),
        (date(2025, 1, 1), date(2026, 6, 5), False),
    ],
    ids=["never signed", "from tomorrow", "today only", "until yesterday"],
)
def test_a_shop_is_paid_only_on_days_of_its_agreement(
    journal: PaperJournal, agreed_from: date | None, agreed_until: date | None, *, accepts: bool
) -> None:
    fund(journal, AWA, 20_00)
    journal.accounts[BAKERY] = account(BAKERY, agreed_from=agreed_from, agreed_until=agreed_until)

    [outcome] = journal.post(pay(AWA, BAKERY, 1_00))

    assert isinstance(outcome, Posted) if accepts else outcome == NotAccredited()


def test_a_public_office_is_paid_and_turns_units_into_euros(journal: PaperJournal) -> None:
    fund(journal, AWA, 100_00)
    journal.expect(pay(AWA, POOL, 60_00))

    assert isinstance(journal.post(redeem(POOL, 60_00, fee=3_00))[0], Posted)


def test_an_association_receives_donations_and_pays_shops(journal: PaperJournal) -> None:
    journal.expect(GOOD[Kind.DONATION](journal))

    assert isinstance(journal.post(pay(FOOD_BANK, BAKERY, 3_00))[0], Posted)


@pytest.mark.parametrize("amount", [0, -1])
def test_a_leg_of_nothing_or_less_is_an_error_of_the_program(amount: int) -> None:
    with pytest.raises(InvariantBroken):
        pay(AWA, BAKERY, amount)


def test_a_leg_to_itself_or_a_posting_without_legs_is_an_error_of_the_program() -> None:
    with pytest.raises(InvariantBroken):
        pay(AWA, AWA, 1_00)
    with pytest.raises(InvariantBroken):
        Draft(envelope(), Kind.PAYMENT, ())


def test_dues_travel_in_the_same_posting_as_the_units_or_alone(journal: PaperJournal) -> None:
    order = IssuanceOrder(TILL, AWA, Money(20_00), Money(5_00), piece="reçu 12")

    posted = journal.expect(plan_issuance(order, envelope(), house=HOUSE))

    assert posted.amount == Money(25_00)
    assert [leg.part for leg in posted.legs] == [Part.CASH, Part.DUES]
    assert journal.balance(HOUSE.dues_income) == 5_00


def test_a_territory_that_the_launch_has_not_reached_neither_pays_nor_is_paid(
    journal: PaperJournal,
) -> None:
    fund(journal, AWA, 20_00)
    journal.accounts[BAKERY] = account(BAKERY, territory=1)

    assert journal.post(pay(AWA, BAKERY, 1_00)) == [TerritoryNotOpen(territory=1)]
    journal.policy = policy(open_territories=frozenset({1, LILLE}))
    assert isinstance(journal.post(pay(AWA, BAKERY, 1_00))[0], Posted)
