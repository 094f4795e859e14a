"""The page of postings tells the truth: each example posts as it stands there."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from core.paper_town import (
    AWA,
    BAKERY,
    FOOD_BANK,
    HOUSE,
    LUCIE,
    OMAR,
    POOL,
    SLIP,
    TILL,
    PaperJournal,
    envelope,
)
from core.postings_page import (
    Example,
    coverage,
    read_events,
    read_examples,
    read_explanation,
    read_roles,
    read_trial_balance,
    sealed,
)

from ledger.core.account import DEBIT_NORMAL, AccountKind
from ledger.core.chart import CHART
from ledger.core.cheque import Cheque, plan_cheque_held, plan_cheque_unpaid, plan_receivable_paid
from ledger.core.exchange import (
    IssuanceOrder,
    Quote,
    plan_exit,
    plan_issuance,
    plan_redemption,
    plan_redemption_paid,
    plan_redemption_returned,
    plan_topup_issued,
    plan_topup_received,
)
from ledger.core.issuer import (
    plan_bonus,
    plan_donation,
    plan_dues,
    plan_internal_transfer,
    plan_melt,
    plan_receivable,
    received_by_operating,
    received_by_reserve,
    sent_to_operating,
    sent_to_reserve,
)
from ledger.core.merger import Merger, plan_merger
from ledger.core.money import Money
from ledger.core.payment import PaymentOrder, plan_payment, plan_refund, plan_transfer
from ledger.core.posting import Draft, Kind, Posted
from ledger.core.reversal import plan_reversal
from ledger.core.till import (
    plan_slip_closed,
    plan_slip_credited,
    plan_till_shortage,
    plan_till_surplus,
)

HOUSE_ROLES = {name: getattr(HOUSE, name) for name in HOUSE.__dataclass_fields__}
ACCOUNTS = {
    "awa": AWA, "lucie": LUCIE, "omar": OMAR, "bakery": BAKERY, "food_bank": FOOD_BANK,
    "swimming_pool": POOL, "till": TILL, "slip": SLIP, **HOUSE_ROLES,
}  # fmt: skip
LEGAL_EVENTS = {
    "Online euro transfer received, then units issued",
    "Desk change",
    "Desk slip credited at the bank",
    "Redemption with its fee",
    "Transfer of redemptions executed",
    "Fee moved to the operating account",
    "Bonus",
    "Donation of 3 %",
    "Melt",
    "Payment from a member to a shop",
    "Till shortage borne by the issuer",
}
"""What the accounting rules of local currencies name; the page may tell more."""
EXAMPLES = read_examples()


def _posted_page() -> tuple[PaperJournal, dict[int, Posted]]:
    journal = PaperJournal()
    posted = {e.number: journal.expect(e.draft(ACCOUNTS, sealed)) for e in EXAMPLES}
    return journal, posted


def _stored(journal: PaperJournal) -> dict[tuple[str, str], int]:
    return {(role.name, role.number): journal.balance(ACCOUNTS[role.name]) for role in read_roles()}


def test_every_kind_of_posting_is_on_the_page() -> None:
    assert {example.kind for example in EXAMPLES} == {kind.value for kind in Kind}


def test_examples_are_numbered_in_order() -> None:
    assert [example.number for example in EXAMPLES] == list(range(1, len(EXAMPLES) + 1))


def test_the_story_names_accounts_as_the_chart_does() -> None:
    for role in read_roles():
        kind, number = AccountKind(role.kind), CHART[AccountKind(role.kind)].number
        if number == "467000":
            assert role.number.startswith("467"), "tills and slips are numbered by institution"
        else:
            assert role.number == number
        assert role.side == ("debit" if kind in DEBIT_NORMAL else "credit")
    for role in read_roles():
        if role.name in HOUSE_ROLES:
            assert role.label == CHART[AccountKind(role.kind)].label


def test_every_account_of_an_example_is_in_the_story_under_that_number() -> None:
    numbers = {role.name: role.number for role in read_roles()}

    for example in EXAMPLES:
        for leg in example.legs:
            for number, role in (leg.debit, leg.credit):
                assert numbers[role] == number, example.title


def test_every_event_of_the_accounting_rules_has_its_examples() -> None:
    events = read_events()

    assert {event for event, _, _ in events} >= LEGAL_EVENTS
    told = {number for _, _, numbers in events for number in numbers}
    assert told <= {example.number for example in EXAMPLES}


def test_every_example_has_a_sentence_and_its_french_words() -> None:
    for example in EXAMPLES:
        assert example.sentence.endswith("."), example.title
        assert example.french


def test_each_example_posts_with_the_effect_on_coverage_that_it_announces() -> None:
    journal = PaperJournal()

    for example in EXAMPLES:
        before = coverage(_stored(journal))
        posted = journal.expect(example.draft(ACCOUNTS, sealed))

        assert coverage(_stored(journal)) - before == example.effect, example.title
        assert coverage(_stored(journal)) >= 0, "the page says: never below zero"
        for leg in posted.legs:
            assert leg.debit_after == journal.balance(leg.debit) or len(posted.legs) > 1
        assert sum(_stored(journal).values()) == 0


def test_the_page_is_true_in_one_batch_as_well() -> None:
    journal, one_by_one = _posted_page()
    at_once = PaperJournal().post(*(example.draft(ACCOUNTS, sealed) for example in EXAMPLES))

    assert at_once == list(one_by_one.values())
    assert len(journal.posted) == len(EXAMPLES)


def test_the_balances_at_the_end_are_the_ones_of_the_page() -> None:
    journal, _ = _posted_page()
    balances, (debits, credits) = read_trial_balance()

    assert balances == {key: balance for key, balance in _stored(journal).items() if balance}
    assert debits == credits == sum(balance for balance in balances.values() if balance > 0)


def test_coverage_at_the_end_is_explained_to_the_centime() -> None:
    journal, _ = _posted_page()
    *parts, total = read_explanation()

    assert total == sum(parts) == coverage(_stored(journal))


def _planned(number: int, posted: dict[int, Posted]) -> Draft:
    """Plan an example as the service does, from the values that a person gives."""
    seal = envelope()

    def pay(payer: int, payee: int, amount: int) -> PaymentOrder:
        return PaymentOrder(payer, payee, Money(amount))

    def redeem(amount: int, fee: int) -> Draft:
        return plan_redemption(BAKERY, Quote(Money(amount), Money(fee)), seal, house=HOUSE)

    def pay_out(requested: int) -> Draft:
        return plan_redemption_paid(posted[requested], seal, house=HOUSE, piece="")

    def issue(wallet: int, amount: int, dues: int = 0) -> Draft:
        order = IssuanceOrder(TILL, wallet, Money(amount), Money(dues))
        return plan_issuance(order, seal, house=HOUSE)

    plans: dict[int, Callable[[], Draft]] = {
        1: lambda: plan_topup_received(Money(400_00), seal, house=HOUSE, piece=""),
        2: lambda: plan_topup_issued(posted[1], seal, wallet=FOOD_BANK),
        3: lambda: issue(AWA, 100_00),
        4: lambda: issue(LUCIE, 60_00, 5_00),
        5: lambda: plan_dues(Money(5_00), seal, payer=TILL, house=HOUSE),
        6: lambda: plan_payment(pay(AWA, BAKERY, 12_50), seal),
        7: lambda: plan_payment(pay(FOOD_BANK, BAKERY, 300_00), seal),
        8: lambda: plan_payment(pay(LUCIE, POOL, 6_00), seal),
        9: lambda: plan_refund(posted[6], Money(2_50), seal),
        10: lambda: plan_transfer(pay(AWA, LUCIE, 10_00), seal),
        11: lambda: plan_dues(Money(10_00), seal, payer=BAKERY, house=HOUSE),
        12: lambda: redeem(200_00, 10_00),
        13: lambda: pay_out(12),
        14: lambda: redeem(60_00, 3_00),
        15: lambda: pay_out(14),
        16: lambda: plan_redemption_returned(posted[14], seal, paid=posted[15]),
        17: lambda: redeem(50_00, 2_50),
        18: lambda: plan_redemption_returned(posted[17], seal, paid=None),
        19: lambda: plan_internal_transfer(sent_to_operating(HOUSE, Money(10_00)), seal, piece=""),
        20: lambda: plan_internal_transfer(
            received_by_operating(HOUSE, Money(10_00)), seal, piece=""
        ),
        21: lambda: plan_slip_closed([(TILL, Money(168_00))], seal, slip=SLIP, piece=""),
        22: lambda: plan_slip_credited(posted[21], seal, house=HOUSE, piece=""),
        23: lambda: plan_till_shortage(Money(2_00), seal, till=TILL, house=HOUSE),
        24: lambda: plan_till_surplus(Money(1_00), seal, till=TILL, house=HOUSE),
        25: lambda: plan_bonus(Money(5_00), seal, wallet=AWA, house=HOUSE),
        26: lambda: plan_donation(Money(3_00), seal, association=FOOD_BANK, house=HOUSE),
        27: lambda: plan_internal_transfer(
            received_by_reserve(HOUSE, Money(10_00)), seal, piece=""
        ),
        28: lambda: plan_melt(Money(1_00), seal, wallet=LUCIE, house=HOUSE),
        29: lambda: plan_internal_transfer(sent_to_operating(HOUSE, Money(1_00)), seal, piece=""),
        30: lambda: plan_internal_transfer(
            received_by_operating(HOUSE, Money(1_00)), seal, piece=""
        ),
        31: lambda: issue(OMAR, 20_00),
        32: lambda: plan_payment(pay(OMAR, BAKERY, 15_00), seal),
        35: lambda: plan_exit(LUCIE, Quote(Money(63_00), Money(0)), seal, house=HOUSE),
        36: lambda: pay_out(35),
        37: lambda: plan_merger(Merger(AWA, LUCIE), Money(85_00), seal),
        38: lambda: plan_cheque_held(Cheque(TILL, LUCIE, Money(150_00), ""), seal, house=HOUSE),
        39: lambda: plan_topup_issued(posted[38], seal, wallet=LUCIE),
        40: lambda: plan_issuance(
            IssuanceOrder(TILL, OMAR, Money(5_00), by_cheque=True), seal, house=HOUSE
        ),
        41: lambda: plan_cheque_unpaid(posted[40], seal, house=HOUSE, piece=""),
        42: lambda: plan_receivable_paid(Money(5_00), seal, till=TILL, house=HOUSE, piece=""),
        43: lambda: plan_internal_transfer(received_by_reserve(HOUSE, Money(5_00)), seal, piece=""),
        33: lambda: plan_receivable(Money(15_00), seal, wallet=OMAR, house=HOUSE),
        34: lambda: plan_reversal(posted[31], seal),
    }
    return plans[number]()


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: str(example.number))
def test_the_service_plans_each_example_as_the_page_draws_it(example: Example) -> None:
    _, posted = _posted_page()

    planned = _planned(example.number, posted)

    drawn = example.draft(ACCOUNTS, lambda _id: planned.envelope)
    assert replace(planned, piece=drawn.piece) == drawn


def test_cover_leaves_the_operating_account_by_the_way_that_fees_come() -> None:
    sent = sent_to_reserve(HOUSE, Money(3_00))
    gift = plan_donation(Money(3_00), envelope(), association=FOOD_BANK, house=HOUSE)

    assert (sent.debit, sent.credit) == (gift.legs[1].debit, gift.legs[1].credit)
    assert PaperJournal().expect(gift).amount == Money(3_00), "cover is no part of what was given"
