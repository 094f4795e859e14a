"""What is refused to refunds and reversals."""

from dataclasses import replace
from datetime import timedelta

import pytest
from core.good_drafts import GOOD, fund, payment, received
from core.orders import (
    is_posted,
    issue_received,
    pay,
    refund,
    reverse,
)
from core.paper_town import (
    AWA,
    BAKERY,
    LUCIE,
    MILLER,
    SATURDAY,
    PaperJournal,
    envelope,
    new_id,
    policy,
)

from ledger.core.exchange import (
    plan_topup_issued,
)
from ledger.core.posting import Draft, Kind, Leg, Part, Posted
from ledger.core.refusal import (
    AlreadyReversed,
    AlreadySettled,
    FloorReached,
    OriginalUnknown,
    RefundsComeFirst,
    RefundTooLarge,
    RefundTooLate,
    SettlementMismatch,
)


def test_refunds_never_exceed_their_payment_even_within_one_batch(funded: PaperJournal) -> None:
    payment = funded.expect(pay(amount=16_80))

    outcomes = funded.post(refund(payment, 4_20), refund(payment, 13_00), refund(payment, 12_60))

    assert isinstance(outcomes[0], Posted)
    assert outcomes[1] == RefundTooLarge(left=12_60)
    assert isinstance(outcomes[2], Posted)
    assert funded.post(refund(payment, 1)) == [RefundTooLarge(left=0)]


def test_a_payment_is_refunded_in_the_batch_that_posts_it(funded: PaperJournal) -> None:
    bought = pay(amount=10_00)
    legs = (Leg(Part.PRINCIPAL, BAKERY, AWA, 6_00),)
    drafts = [Draft(envelope(), Kind.REFUND, legs, refunds=bought.id) for _ in range(2)]

    outcomes = funded.post(bought, *drafts)

    assert isinstance(outcomes[1], Posted)
    assert outcomes[2] == RefundTooLarge(left=4_00)


def test_a_refund_goes_back_to_the_payer_from_the_payee_alone(funded: PaperJournal) -> None:
    payment = funded.expect(pay())
    fund(funded, MILLER, 50_00)
    draft = refund(payment, 1_00)

    to_another = replace(draft, legs=(draft.legs[0]._replace(credit=LUCIE),))
    from_another = replace(draft, envelope=envelope(), legs=(draft.legs[0]._replace(debit=MILLER),))

    assert funded.post(to_another, from_another) == [OriginalUnknown()] * 2


@pytest.mark.parametrize("kind", [Kind.REFUND, Kind.ISSUANCE, Kind.TRANSFER])
def test_only_a_payment_is_refunded(funded: PaperJournal, kind: Kind) -> None:
    posted = funded.expect(GOOD[kind](funded))
    leg = posted.legs[0]
    draft = Draft(
        envelope(),
        Kind.REFUND,
        (Leg(Part.PRINCIPAL, BAKERY, AWA, min(leg.amount, 1_00)),),
        refunds=posted.id,
    )

    assert (
        funded.post(draft, replace(draft, envelope=envelope(), refunds=None))
        == [OriginalUnknown()] * 2
    )


def test_a_refund_comes_within_the_days_of_the_policy(funded: PaperJournal) -> None:
    payment = funded.expect(pay())
    funded.now = SATURDAY + timedelta(days=90)
    assert is_posted(funded, refund(payment, 1_00))

    funded.now += timedelta(microseconds=1)

    assert funded.post(refund(payment, 99_00)) == [RefundTooLate(days=90)], "late, then too large"
    funded.policy = policy(refund_days=91)
    assert is_posted(funded, refund(payment, 1_00))


def test_a_payee_who_has_spent_the_money_cannot_refund_it(funded: PaperJournal) -> None:
    payment = funded.expect(pay())
    funded.expect(pay(payer=BAKERY, payee=MILLER, amount=7_00))

    assert funded.post(refund(payment, 7_50)) == [FloorReached(left=50)]


# Reversals.


def test_an_error_is_mended_once(funded: PaperJournal) -> None:
    payment = funded.expect(pay())

    first, second = funded.post(reverse(payment), reverse(payment))

    assert isinstance(first, Posted)
    assert second == AlreadyReversed()
    assert funded.balance(AWA) == 100_00


def test_a_reversal_is_not_reversed(funded: PaperJournal) -> None:
    mended = funded.expect(reverse(funded.expect(pay())))

    assert funded.post(reverse(mended)) == [AlreadyReversed()]


def test_a_posting_that_does_not_exist_is_not_reversed(funded: PaperJournal) -> None:
    draft = reverse(funded.expect(pay()))

    assert funded.post(replace(draft, reverses=new_id())) == [OriginalUnknown()]
    assert funded.post(replace(draft, envelope=envelope(), reverses=None)) == [OriginalUnknown()]


def test_refunds_are_reversed_before_their_payment(funded: PaperJournal) -> None:
    payment = funded.expect(pay())
    given_back = funded.expect(refund(payment, 2_50))

    assert funded.post(reverse(payment)) == [RefundsComeFirst(refunded=2_50)]
    mend_refund, mend_payment, late = reverse(given_back), reverse(payment), refund(payment, 1)
    outcomes = funded.post(mend_refund, mend_payment, late)
    assert all(isinstance(outcome, Posted) for outcome in outcomes[:2])
    assert outcomes[2] == RefundTooLarge(left=0), "nothing is left of a payment that was reversed"
    assert funded.balance(AWA) == 100_00


def test_what_a_later_posting_closed_is_not_reversed(funded: PaperJournal) -> None:
    euros = funded.expect(received(funded))
    units = funded.expect(plan_topup_issued(euros, envelope(), wallet=MILLER))

    assert funded.post(reverse(euros)) == [AlreadySettled()]
    assert is_posted(funded, reverse(units))


def test_what_was_reversed_is_not_settled(funded: PaperJournal) -> None:
    euros = funded.expect(received(funded))
    funded.expect(reverse(euros))

    assert funded.post(issue_received(euros)) == [OriginalUnknown()]


def test_a_reversal_is_the_exact_mirror_last_leg_first(funded: PaperJournal) -> None:
    loaded = funded.expect(GOOD[Kind.ISSUANCE](funded))
    draft = reverse(loaded)
    dues, units = draft.legs

    for legs in [(units, dues), (units,), (dues, units, units), (dues._replace(amount=1), units)]:
        wrong = replace(draft, envelope=envelope(), legs=legs)
        assert funded.post(wrong) == [SettlementMismatch()]
    assert is_posted(funded, draft)


def test_a_reversal_obeys_floors(funded: PaperJournal) -> None:
    bought = funded.expect(payment(funded))
    funded.expect(pay(payer=BAKERY, payee=MILLER, amount=20_00))

    assert funded.post(reverse(bought)) == [FloorReached(left=0)]
