"""What is refused for what a posting refers to: a request it pays, an item it settles."""

from dataclasses import replace
from datetime import timedelta

import pytest
from core.good_drafts import issued, received, redemption, slip_closed
from core.orders import (
    ask,
    is_posted,
    issue_received,
    pay,
    pay_request,
)
from core.paper_town import (
    BAKERY,
    HOUSE,
    LUCIE,
    MILLER,
    PaperJournal,
    account,
    envelope,
    new_id,
)

from ledger.core.exchange import (
    plan_redemption_paid,
    plan_redemption_returned,
    plan_topup_issued,
)
from ledger.core.posting import Draft, Leg, Part, Posted
from ledger.core.refusal import (
    AlreadySettled,
    OriginalUnknown,
    RequestAlreadyPaid,
    RequestExpired,
    RequestMismatch,
    RequestUnknown,
    RequestWithdrawn,
    SettlementMismatch,
)
from ledger.core.till import plan_slip_credited


def test_a_request_is_paid_once_even_within_one_batch(funded: PaperJournal) -> None:
    request = ask(funded)

    first, second = funded.post(pay_request(request), pay_request(request, payer=LUCIE))

    assert isinstance(first, Posted)
    assert second == RequestAlreadyPaid()
    assert funded.post(pay_request(request, payer=LUCIE)) == [RequestAlreadyPaid()]


def test_a_request_that_nobody_made_is_unknown(funded: PaperJournal) -> None:
    assert funded.post(pay_request(new_id())) == [RequestUnknown()]


def test_a_posting_is_not_a_request(funded: PaperJournal) -> None:
    posted = funded.expect(pay())

    assert funded.post(pay_request(posted.id)) == [RequestUnknown()]


@pytest.mark.parametrize(
    "order", [{"payee": MILLER}, {"amount": 7_49}, {"amount": 7_51}], ids=["payee", "less", "more"]
)
def test_a_request_is_paid_to_its_payee_and_to_the_centime(
    funded: PaperJournal, order: dict[str, int]
) -> None:
    request = ask(funded)

    assert funded.post(pay_request(request, **order)) == [RequestMismatch()]
    assert is_posted(funded, pay_request(request))


def test_a_request_that_was_withdrawn_or_is_late_is_not_paid(funded: PaperJournal) -> None:
    withdrawn, late = ask(funded), ask(funded)
    funded.requests[withdrawn] = replace(funded.requests[withdrawn], is_withdrawn=True)

    assert funded.post(pay_request(withdrawn)) == [RequestWithdrawn()]
    funded.now += timedelta(minutes=10)
    assert is_posted(funded, pay_request(ask(funded)))
    assert is_posted(funded, pay_request(late)), "good until the instant of its expiry"
    funded.now += timedelta(minutes=10, microseconds=1)
    assert funded.post(pay_request(late)) == [RequestAlreadyPaid()]


def test_of_a_request_paid_withdrawn_late_and_wrong_the_first_is_told(
    funded: PaperJournal,
) -> None:
    paid, withdrawn, late = ask(funded), ask(funded), ask(funded)
    funded.expect(pay_request(paid))
    for id in (paid, withdrawn):
        funded.requests[id] = replace(funded.requests[id], is_withdrawn=True)
    funded.now += timedelta(hours=1)

    told = funded.post(*(pay_request(id, amount=1) for id in (paid, withdrawn, late)))

    assert told == [RequestAlreadyPaid(), RequestWithdrawn(), RequestExpired()]


# Items settled once.


def test_euros_received_become_units_once(funded: PaperJournal) -> None:
    euros = funded.expect(received(funded))

    first, second = funded.post(
        plan_topup_issued(euros, envelope(), wallet=BAKERY), issue_received(euros)
    )

    assert isinstance(first, Posted)
    assert second == AlreadySettled()


def test_an_item_is_settled_by_the_kinds_that_close_it_and_no_other(funded: PaperJournal) -> None:
    euros = funded.expect(received(funded))
    slip = funded.expect(slip_closed(funded))
    credit = plan_slip_credited(slip, envelope(), house=HOUSE, piece="relevé 3")

    assert funded.post(replace(credit, settles=euros.id)) == [OriginalUnknown()]
    assert funded.post(replace(issue_received(euros), settles=slip.id)) == [OriginalUnknown()]
    assert funded.post(replace(issue_received(euros), settles=new_id())) == [OriginalUnknown()]
    assert funded.post(replace(issue_received(euros), settles=None)) == [OriginalUnknown()]


@pytest.mark.parametrize("amount", [99_99, 100_01])
def test_an_item_is_closed_whole(funded: PaperJournal, amount: int) -> None:
    euros = funded.expect(received(funded))
    draft = issue_received(euros)
    leg = draft.legs[0]._replace(amount=amount)

    assert funded.post(replace(draft, legs=(leg,))) == [SettlementMismatch()]
    assert funded.post(replace(issue_received(euros), legs=draft.legs * 2)) == [
        SettlementMismatch()
    ]


def test_a_slip_of_cash_and_cheques_is_credited_whole(funded: PaperJournal) -> None:
    closing = slip_closed(funded)
    halves = [closing.legs[0]._replace(amount=amount) for amount in (60_00, 45_00)]
    slip = funded.expect(replace(closing, legs=tuple(halves)))
    whole = plan_slip_credited(slip, envelope(), house=HOUSE, piece="relevé 3")
    part = replace(whole, envelope=envelope(), legs=(whole.legs[0]._replace(amount=60_00),))

    assert funded.post(part) == [SettlementMismatch()]
    assert isinstance(funded.post(whole)[0], Posted)


def test_a_slip_is_credited_from_its_own_account(funded: PaperJournal) -> None:
    slip = funded.expect(slip_closed(funded))
    other = 13
    funded.accounts[other] = account(12)._replace(id=other)
    leg = Leg(Part.PRINCIPAL, HOUSE.reserve, other, slip.amount.minor)
    draft = plan_slip_credited(slip, envelope(), house=HOUSE, piece="relevé 3")

    assert funded.post(replace(draft, legs=(leg,))) == [SettlementMismatch()]


def test_a_redemption_is_paid_or_returned_and_never_both(funded: PaperJournal) -> None:
    requested = funded.expect(redemption(funded))
    other = funded.expect(redemption(funded))

    def pay_out(posted: Posted) -> Draft:
        return plan_redemption_paid(posted, envelope(), house=HOUSE, piece="relevé 2")

    def give_back(posted: Posted) -> Draft:
        return plan_redemption_returned(posted, envelope(), paid=None)

    assert is_posted(funded, pay_out(requested))
    assert funded.post(give_back(requested), pay_out(requested)) == [AlreadySettled()] * 2
    assert is_posted(funded, give_back(other))
    assert funded.post(pay_out(other), give_back(other)) == [AlreadySettled()] * 2


def test_a_transfer_that_the_bank_sends_back_puts_the_units_back_fee_included(
    funded: PaperJournal,
) -> None:
    requested = funded.expect(redemption(funded))
    reserve = funded.balance(HOUSE.reserve)
    paid = funded.expect(plan_redemption_paid(requested, envelope(), house=HOUSE, piece="relevé 2"))

    returned = plan_redemption_returned(requested, envelope(), paid=paid)
    again = plan_redemption_returned(requested, envelope(), paid=paid)

    assert is_posted(funded, returned)
    assert funded.balance(BAKERY) == 100_00
    assert funded.balance(HOUSE.reserve) == reserve
    assert funded.balance(HOUSE.fee_income) == 0
    assert funded.post(again) == [AlreadySettled()]


def test_a_return_gives_back_each_leg_of_its_redemption_and_each_once(
    funded: PaperJournal,
) -> None:
    requested = funded.expect(redemption(funded))
    funded.expect(redemption(funded))
    draft = plan_redemption_returned(requested, envelope(), paid=None)
    principal, fee = draft.legs

    for legs in [(principal,), (principal, fee, fee), (principal, principal, fee), (fee, fee)]:
        wrong = replace(draft, envelope=envelope(), legs=legs)
        assert funded.post(wrong) == [SettlementMismatch()], legs
    assert is_posted(funded, draft)


def test_top_ups_of_two_wallets_do_not_mix(funded: PaperJournal) -> None:
    outcomes = funded.post(issued(funded, LUCIE, 10_00), issued(funded, MILLER, 20_00))

    assert all(isinstance(outcome, Posted) for outcome in outcomes)
    assert (funded.balance(LUCIE), funded.balance(MILLER)) == (110_00, 20_00)
