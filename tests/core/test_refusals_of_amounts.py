"""What is refused for its amount: an outdated fee, a floor, a ceiling, a window."""

from datetime import UTC, datetime, timedelta

from core.good_drafts import fund, issuance, received
from core.orders import (
    pay,
    redeem,
    send,
)
from core.paper_town import (
    AWA,
    BAKERY,
    HOUSE,
    LUCIE,
    MILLER,
    OMAR,
    SATURDAY,
    TILL,
    PaperJournal,
    account,
    envelope,
    policy,
)

from ledger.core.issuer import plan_dues, plan_receivable
from ledger.core.money import Money
from ledger.core.payment import plan_refund
from ledger.core.posting import Draft, Kind, Leg, Part, Posted
from ledger.core.refusal import (
    CashLimitReached,
    CeilingReached,
    DailyLimitReached,
    FloorReached,
    GroupCashLimitReached,
    QuoteOutdated,
    RollingLimitReached,
)
from ledger.core.refusal_ceiling import PaymentBeyondLaw
from ledger.core.reversal import plan_reversal

NOBODY = 999


def test_a_quote_holds_only_for_the_fee_and_minimum_in_force(journal: PaperJournal) -> None:
    fund(journal, BAKERY, 500_00)
    outdated = QuoteOutdated(fee=5_00, minimum=50_00)

    assert journal.post(redeem(BAKERY, 100_00, fee=4_99)) == [outdated]
    assert journal.post(redeem(BAKERY, 100_00, fee=5_01)) == [outdated]
    below_minimum = redeem(BAKERY, 49_99, fee=2_50)
    assert journal.post(below_minimum) == [QuoteOutdated(fee=2_50, minimum=50_00)]
    assert isinstance(journal.post(redeem(BAKERY, 50_00, fee=2_50))[0], Posted)


def test_a_wallet_never_falls_below_its_floor(journal: PaperJournal) -> None:
    fund(journal, AWA, 10_00)

    assert journal.post(pay(AWA, BAKERY, 10_01)) == [FloorReached(left=10_00)]
    assert isinstance(journal.post(pay(AWA, BAKERY, 10_00))[0], Posted)
    assert journal.post(pay(AWA, BAKERY, 1)) == [FloorReached(left=0)]


def test_a_wallet_that_may_owe_is_told_all_that_is_left(journal: PaperJournal) -> None:
    journal.accounts[BAKERY] = account(BAKERY, floor=-100_00)

    assert journal.post(pay(BAKERY, MILLER, 100_01)) == [FloorReached(left=100_00)]
    assert isinstance(journal.post(pay(BAKERY, MILLER, 100_00))[0], Posted)


def test_the_floor_of_the_house_tells_no_balance(journal: PaperJournal) -> None:
    journal.expect(received(journal, 10_00))
    leg = Leg(Part.PRINCIPAL, HOUSE.transit, HOUSE.reserve, 10_01)
    overdraw = Draft(envelope(), Kind.INTERNAL_TRANSFER, (leg,))

    assert journal.post(overdraw) == [FloorReached(side="house")]


def test_bounds_are_judged_on_what_a_posting_does_to_an_account_as_a_whole(
    journal: PaperJournal,
) -> None:
    journal.accounts[HOUSE.transit] = account(HOUSE.transit, floor=0, ceiling=0)
    through = (
        Leg(Part.PRINCIPAL, HOUSE.transit, HOUSE.operating, 5_00),
        Leg(Part.PRINCIPAL, HOUSE.reserve, HOUSE.transit, 5_00),
    )

    [outcome] = journal.post(Draft(envelope(), Kind.INTERNAL_TRANSFER, through))

    assert isinstance(outcome, Posted)
    assert [leg.debit_after for leg in outcome.legs] == [-5_00, -5_00]
    assert outcome.legs[1].credit_after == 0


def test_a_resident_never_holds_more_than_the_tier_may(journal: PaperJournal) -> None:
    fund(journal, AWA, 200_00)

    assert journal.post(issuance(journal, AWA, 50_01)) == [CeilingReached(ceiling=250_00)]
    assert isinstance(journal.post(issuance(journal, AWA, 50_00))[0], Posted)
    journal.accounts[AWA] = account(AWA, ceiling=300_00)
    assert isinstance(journal.post(issuance(journal, AWA, 50_00))[0], Posted), "its own bound rules"


def test_a_refund_is_never_turned_away_for_lack_of_room(journal: PaperJournal) -> None:
    fund(journal, AWA, 200_00)
    payment = journal.expect(pay(AWA, BAKERY, 100_00))
    fund(journal, AWA, 150_00)

    [refund] = journal.post(plan_refund(payment, Money(100_00), envelope()))

    assert isinstance(refund, Posted)
    assert journal.balance(AWA) == 350_00


def test_the_ceiling_of_an_asset_is_told_as_a_ceiling(journal: PaperJournal) -> None:
    journal.accounts[TILL] = account(TILL, floor=-100_00)

    refused = journal.post(plan_dues(Money(100_01), envelope(), payer=TILL, house=HOUSE))

    assert refused == [CeilingReached(ceiling=100_00)]


def test_what_a_resident_pays_in_a_day_is_capped_and_begins_anew_at_midnight_in_paris(
    journal: PaperJournal,
) -> None:
    fund(journal, AWA, 250_00)
    journal.expect(pay(AWA, BAKERY, 249_00))
    fund(journal, AWA, 200_00)

    assert journal.post(pay(AWA, BAKERY, 1_01)) == [DailyLimitReached(limit=250_00, left=1_00)]
    assert isinstance(journal.post(pay(AWA, BAKERY, 1_00))[0], Posted)
    journal.now = datetime(2026, 6, 6, 21, 59, 59, tzinfo=UTC)
    assert journal.post(send(AWA, LUCIE, 1)) == [DailyLimitReached(limit=250_00, left=0)]
    journal.now = datetime(2026, 6, 6, 22, 0, tzinfo=UTC)
    assert isinstance(journal.post(pay(AWA, BAKERY, 1))[0], Posted)


def test_an_unidentified_card_pays_so_much_in_thirty_days_and_no_more(
    journal: PaperJournal,
) -> None:
    fund(journal, OMAR, 150_00)
    journal.expect(pay(OMAR, BAKERY, 149_00))
    fund(journal, OMAR, 149_00)

    def left(amount: int) -> RollingLimitReached:
        return RollingLimitReached(limit=150_00, left=amount)

    assert journal.post(pay(OMAR, BAKERY, 1_01)) == [left(1_00)]
    journal.now = SATURDAY + timedelta(days=29)
    assert journal.post(pay(OMAR, BAKERY, 1_01)) == [left(1_00)]
    journal.now = SATURDAY + timedelta(days=30)
    assert isinstance(journal.post(pay(OMAR, BAKERY, 150_00))[0], Posted)
    fund(journal, OMAR, 1_00)
    assert journal.post(pay(OMAR, BAKERY, 1)) == [left(0)]


def test_the_day_is_told_before_the_thirty_days(journal: PaperJournal) -> None:
    journal.policy = policy(T0={"paid_per_day": 10_00, "paid_per_30_days": 10_00})
    fund(journal, OMAR, 100_00)

    assert journal.post(pay(OMAR, BAKERY, 10_01)) == [DailyLimitReached(limit=10_00, left=10_00)]


def test_a_refund_does_not_give_back_the_room_to_pay(journal: PaperJournal) -> None:
    fund(journal, AWA, 250_00)
    payment = journal.expect(pay(AWA, BAKERY, 250_00))
    journal.expect(plan_refund(payment, Money(250_00), envelope()))

    assert journal.post(pay(AWA, BAKERY, 1)) == [DailyLimitReached(limit=250_00, left=0)]


def test_cash_is_capped_by_calendar_month(journal: PaperJournal) -> None:
    journal.policy = policy(T1={"balance": None, "cash_per_month": 100_00})
    journal.expect(issuance(journal, AWA, 99_00))

    refused = CashLimitReached(limit=100_00, left=1_00)
    assert journal.post(issuance(journal, AWA, 1_01)) == [refused]
    journal.now = datetime(2026, 6, 30, 21, 59, tzinfo=UTC)
    assert journal.post(issuance(journal, AWA, 1_01)) == [refused]
    journal.now = datetime(2026, 6, 30, 22, 0, tzinfo=UTC)
    assert isinstance(journal.post(issuance(journal, AWA, 100_00))[0], Posted)


def test_dues_and_transfers_from_a_bank_are_not_cash(journal: PaperJournal) -> None:
    journal.policy = policy(T1={"balance": None, "cash_per_month": 100_00})
    fund(journal, AWA, 500_00)

    assert isinstance(journal.post(issuance(journal, AWA, 100_00, dues=50_00))[0], Posted)


def test_the_law_limits_one_payment_whoever_pays(journal: PaperJournal) -> None:
    fund(journal, BAKERY, 4_000_00)

    assert journal.post(pay(BAKERY, MILLER, 3_000_01)) == [PaymentBeyondLaw(limit=3_000_00)]
    assert isinstance(journal.post(pay(BAKERY, MILLER, 3_000_00))[0], Posted)


def test_a_household_loads_cash_under_one_cap(journal: PaperJournal) -> None:
    journal.policy = policy(T1={"balance": None}, group_cash_per_month=150_00)
    journal.expect(issuance(journal, AWA, 100_00))

    assert journal.post(issuance(journal, LUCIE, 50_01)) == [GroupCashLimitReached(limit=150_00)]
    assert isinstance(journal.post(issuance(journal, LUCIE, 50_00))[0], Posted)
    assert isinstance(journal.post(issuance(journal, OMAR, 100_00))[0], Posted), "no household"


def test_the_holders_own_cash_is_told_before_the_households(journal: PaperJournal) -> None:
    journal.policy = policy(T1={"balance": None, "cash_per_month": 10_00}, group_cash_per_month=0)

    assert journal.post(issuance(journal, AWA, 10_01)) == [
        CashLimitReached(limit=10_00, left=10_00)
    ]
    assert journal.post(issuance(journal, AWA, 10_00)) == [GroupCashLimitReached(limit=0)]


def test_a_floor_is_told_before_a_ceiling_and_both_before_a_window(journal: PaperJournal) -> None:
    journal.policy = policy(T1={"paid_per_day": 0, "balance": 0})

    assert journal.post(send(AWA, LUCIE, 1_00)) == [FloorReached(left=0)]
    journal.accounts[AWA] = account(AWA, floor=None)
    assert journal.post(send(AWA, LUCIE, 1_00)) == [CeilingReached(ceiling=0)]


def test_a_receivable_lets_a_reversal_take_back_what_was_spent(journal: PaperJournal) -> None:
    loaded = journal.expect(issuance(journal, AWA, 20_00, dues=0))
    journal.expect(pay(AWA, BAKERY, 15_00))

    assert journal.post(plan_reversal(loaded, envelope())) == [FloorReached(left=5_00)]
    journal.expect(plan_receivable(Money(15_00), envelope(), wallet=AWA, house=HOUSE))
    assert isinstance(journal.post(plan_reversal(loaded, envelope()))[0], Posted)
    assert journal.balance(AWA) == 0
    assert journal.balance(HOUSE.receivable) == -15_00
