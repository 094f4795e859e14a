"""The table kind × check, walked: what is spoilt for a check refuses its kinds, and no other."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from uuid import UUID

import pytest
from core.good_drafts import GOOD
from core.paper_town import HOUSE, SATURDAY, PaperJournal, new_id

from ledger.core.account import AccountKind, Status
from ledger.core.book import Book, OwnLimits, Past, Request
from ledger.core.judgement import decide
from ledger.core.policy import ApprovalLimits
from ledger.core.posting import Draft, Evidence, Kind, Posted
from ledger.core.refusal import Refused
from ledger.core.rules import OBEYS, Check

TABLE = """
                     ex kn ap op bo pa is rq se rf rv qu ag bd co wi ow ca bn te st
topup_received       x  x  .  x  x  x  .  .  .  .  .  .  .  x  .  .  .  .  .  .  .
topup_issued         x  x  .  x  x  x  x  .  x  .  .  .  .  x  x  .  .  .  .  x  .
issuance             x  x  .  x  x  x  x  .  .  .  .  .  .  x  x  .  .  x  .  x  .
cheque_held          x  x  .  x  x  x  .  .  .  .  .  .  .  x  .  .  .  .  .  .  .
cheque_unpaid        x  x  .  x  x  x  .  .  x  .  .  .  .  x  .  .  .  .  .  .  .
payment              x  x  x  x  x  x  .  x  .  .  .  .  x  x  .  x  x  .  .  x  x
transfer             x  x  x  x  x  x  .  .  .  .  .  .  .  x  .  x  x  .  .  x  x
merger               x  x  .  x  x  x  .  .  .  .  .  .  .  x  .  .  .  .  .  .  .
refund               x  x  .  x  x  x  .  .  .  x  .  .  .  x  .  .  .  .  .  .  .
redemption_requested x  x  .  x  x  x  .  .  .  .  .  x  .  x  .  .  .  .  .  .  .
exit_requested       x  x  .  x  x  x  .  .  .  .  .  x  .  x  .  .  .  .  .  .  .
redemption_paid      x  x  .  x  x  x  .  .  x  .  .  .  .  x  .  .  .  .  .  .  .
redemption_returned  x  x  .  x  x  x  .  .  x  .  .  .  .  x  .  .  .  .  .  .  .
dues                 x  x  .  x  x  x  .  .  .  .  .  .  .  x  .  .  .  .  .  .  .
donation             x  x  .  x  x  x  .  .  .  .  .  .  .  x  .  .  .  .  .  .  .
bonus                x  x  .  x  x  x  x  .  .  .  .  .  .  x  x  .  .  .  x  .  .
till_difference      x  x  .  x  x  x  .  .  .  .  .  .  .  x  .  .  .  .  .  .  .
slip_closed          x  x  .  x  x  x  .  .  .  .  .  .  .  x  .  .  .  .  .  .  .
slip_credited        x  x  .  x  x  x  .  .  x  .  .  .  .  x  .  .  .  .  .  .  .
internal_transfer    x  x  .  x  x  x  .  .  .  .  .  .  .  x  x  .  .  .  .  .  .
melt                 x  x  .  x  x  x  .  .  .  .  .  .  .  x  .  .  .  .  .  .  .
receivable           x  x  .  x  x  x  .  .  .  .  .  .  .  x  .  .  .  .  .  .  .
receivable_paid      x  x  .  x  x  x  .  .  .  .  .  .  .  x  .  .  .  .  .  .  .
reversal             x  x  .  x  x  .  .  .  .  .  x  .  .  x  .  .  .  .  .  .  .
"""
CHECKS = {
    "ex": Check.EXPIRY, "kn": Check.ACCOUNTS_KNOWN, "ap": Check.APPROVAL,
    "op": Check.ACCOUNTS_OPEN,
    "bo": Check.SAME_BOOK, "pa": Check.PAIRS, "is": Check.ISSUANCE_OPEN,
    "rq": Check.REQUEST, "se": Check.SETTLEMENT, "rf": Check.REFUND,
    "rv": Check.REVERSAL, "qu": Check.QUOTE, "ag": Check.AGREEMENT,
    "bd": Check.BOUNDS, "co": Check.COVERAGE, "wi": Check.PAID_WINDOWS, "ow": Check.OWN_LIMITS,
    "ca": Check.CASH_WINDOWS, "bn": Check.BONUS_WINDOW, "te": Check.TERRITORY,
    "st": Check.STRENGTH,
}  # fmt: skip
CODES = {
    Check.EXPIRY: {"order_expired"},
    Check.ACCOUNTS_KNOWN: {"account_unknown"},
    Check.APPROVAL: {"device_not_accepted"},
    Check.ACCOUNTS_OPEN: {"account_not_open"},
    Check.SAME_BOOK: {"book_mismatch"},
    Check.PAIRS: {"kind_not_allowed"},
    Check.ISSUANCE_OPEN: {"issuance_suspended"},
    Check.REQUEST: {"request_withdrawn"},
    Check.SETTLEMENT: {"already_settled"},
    Check.REFUND: {"refund_too_large"},
    Check.REVERSAL: {"already_reversed"},
    Check.QUOTE: {"quote_outdated"},
    Check.AGREEMENT: {"not_accredited"},
    Check.BOUNDS: {"floor_reached", "ceiling_reached"},
    Check.COVERAGE: {"coverage_short", "commission_not_earned"},
    Check.PAID_WINDOWS: {"daily_limit_reached"},
    Check.OWN_LIMITS: {"own_daily_limit_reached"},
    Check.CASH_WINDOWS: {"cash_limit_reached"},
    Check.BONUS_WINDOW: {"bonus_limit_reached"},
    Check.TERRITORY: {"territory_not_open"},
    Check.STRENGTH: {"strong_approval_needed"},
}
Spoil = Callable[[Book, Draft], Draft]


def _cells() -> dict[tuple[Kind, Check], bool]:
    header, *rows = TABLE.strip("\n").splitlines()
    checks = [CHECKS[word] for word in header.split()]
    cells = {}
    for row in rows:
        kind, *marks = row.split()
        cells |= {
            (Kind(kind), check): mark == "x" for check, mark in zip(checks, marks, strict=True)
        }
    return cells


CELLS = _cells()


def _row(kind: Kind) -> list[Check]:
    return [check for check in CHECKS.values() if CELLS[kind, check]]


def _let_it_expire(_book: Book, draft: Draft) -> Draft:
    return replace(draft, expires_at=SATURDAY - timedelta(seconds=1))


def _forget_an_account(book: Book, draft: Draft) -> Draft:
    del book.accounts[draft.legs[-1].credit]
    return draft


def _sign_with_a_strange_key(_book: Book, draft: Draft) -> Draft:
    return replace(draft, key_id=new_id())


def _close_an_account(book: Book, draft: Draft) -> Draft:
    _change(book, draft.legs[0].debit, status=Status.CLOSED)
    return draft


def _take_another_book(book: Book, draft: Draft) -> Draft:
    _change(book, draft.legs[-1].credit, book="OTHER")
    return draft


def _mistake_the_accounts(book: Book, draft: Draft) -> Draft:
    for id in book.accounts:
        _change(book, id, kind=AccountKind.TRANSIT)
    return draft


def _suspend_issuance(book: Book, draft: Draft) -> Draft:
    book.policy = replace(book.policy, issuance_is_open=False)
    return draft


def _withdraw_the_request(book: Book, draft: Draft) -> Draft:
    id = draft.settles or new_id()
    book.requests[id] = replace(_request(draft, id), is_withdrawn=True)
    return replace(draft, settles=id)


def _settle_before(book: Book, draft: Draft) -> Draft:
    id = draft.settles or new_id()
    book.requests[id] = _request(draft, id)
    book.past[id] = replace(book.past.get(id) or _some_past(), is_settled=True)
    return replace(draft, settles=id)


def _refund_before(book: Book, draft: Draft) -> Draft:
    id = draft.refunds or new_id()
    past = book.past.get(id) or _some_past()
    book.past[id] = replace(past, refunded=past.posted.amount.minor)
    return replace(draft, refunds=id)


def _reverse_before(book: Book, draft: Draft) -> Draft:
    id = draft.reverses or new_id()
    book.past[id] = replace(book.past.get(id) or _some_past(), is_reversed=True)
    return replace(draft, reverses=id)


def _raise_the_fee(book: Book, draft: Draft) -> Draft:
    book.policy = replace(book.policy, redemption_fee_per_mille=77, exit_fee_per_mille=77)
    return draft


def _end_agreements(book: Book, draft: Draft) -> Draft:
    for id in book.accounts:
        _change(book, id, agreed_until=date(2026, 6, 5))
    return draft


def _leave_no_room(book: Book, draft: Draft) -> Draft:
    for id in {leg.debit for leg in draft.legs}:
        _change(book, id, floor=book.figures[id].balance)
    return draft


def _cap_payments(book: Book, draft: Draft) -> Draft:
    _cap(book, paid_per_day=0)
    return draft


def _choose_to_pay_nothing(book: Book, draft: Draft) -> Draft:
    book.own_limits |= {id: OwnLimits(per_day=0) for id in book.accounts}
    return draft


def _cap_cash(book: Book, draft: Draft) -> Draft:
    _cap(book, cash_per_month=0)
    return draft


def _give_no_bonus(book: Book, draft: Draft) -> Draft:
    giving = replace(book.policy.giving, bonus_per_month=0)
    book.policy = replace(book.policy, giving=giving)
    return draft


def _close_territories(book: Book, draft: Draft) -> Draft:
    book.policy = replace(book.policy, open_territories=frozenset())
    return draft


def _owe_a_euro(book: Book, draft: Draft) -> Draft:
    book.figures[HOUSE.receivable].balance -= 1_000_00
    return draft


def _trust_no_device_alone(book: Book, draft: Draft) -> Draft:
    book.policy = replace(book.policy, approval=ApprovalLimits(low_value_count=0))
    origin = replace(draft.envelope.origin, evidence_kind=Evidence.DEVICE)
    return replace(draft, envelope=replace(draft.envelope, origin=origin))


SPOILS: dict[Check, Spoil] = {
    Check.EXPIRY: _let_it_expire,
    Check.ACCOUNTS_KNOWN: _forget_an_account,
    Check.APPROVAL: _sign_with_a_strange_key,
    Check.ACCOUNTS_OPEN: _close_an_account,
    Check.SAME_BOOK: _take_another_book,
    Check.PAIRS: _mistake_the_accounts,
    Check.ISSUANCE_OPEN: _suspend_issuance,
    Check.REQUEST: _withdraw_the_request,
    Check.SETTLEMENT: _settle_before,
    Check.REFUND: _refund_before,
    Check.REVERSAL: _reverse_before,
    Check.QUOTE: _raise_the_fee,
    Check.AGREEMENT: _end_agreements,
    Check.BOUNDS: _leave_no_room,
    Check.COVERAGE: _owe_a_euro,
    Check.PAID_WINDOWS: _cap_payments,
    Check.OWN_LIMITS: _choose_to_pay_nothing,
    Check.CASH_WINDOWS: _cap_cash,
    Check.BONUS_WINDOW: _give_no_bonus,
    Check.TERRITORY: _close_territories,
    Check.STRENGTH: _trust_no_device_alone,
}


def _change(book: Book, id: int, /, **changes: object) -> None:
    book.accounts[id] = book.accounts[id]._replace(**changes)


def _cap(book: Book, **caps: int) -> None:
    tiers = {tier: replace(limits, **caps) for tier, limits in book.policy.tiers.items()}
    book.policy = replace(book.policy, tiers=tiers)


def _request(draft: Draft, id: UUID) -> Request:
    leg = draft.legs[0]
    return Request(id, leg.credit, leg.amount, SATURDAY + timedelta(minutes=10), is_withdrawn=False)


def _some_past() -> Past:
    journal = PaperJournal()
    return Past(journal.expect(GOOD[Kind.PAYMENT](journal)))


def _judge(kind: Kind, *spoils: Spoil) -> Posted | Refused:
    journal = PaperJournal()
    draft = GOOD[kind](journal)
    book = journal.open_book()
    for spoil in spoils:
        draft = spoil(book, draft)
    return decide(book, draft).outcome


def test_the_table_names_every_kind_and_every_check() -> None:
    assert set(CELLS) == {(kind, check) for kind in Kind for check in Check}


def test_the_table_is_the_one_that_postings_are_judged_by() -> None:
    assert {kind: list(OBEYS[kind]) for kind in Kind} == {kind: _row(kind) for kind in Kind}


@pytest.mark.parametrize("kind", Kind)
def test_a_kind_posts_when_nothing_speaks_against_it(kind: Kind) -> None:
    assert isinstance(_judge(kind), Posted)


@pytest.mark.parametrize("check", Check)
@pytest.mark.parametrize("kind", Kind)
def test_a_kind_obeys_exactly_the_checks_of_its_row(kind: Kind, check: Check) -> None:
    outcome = _judge(kind, SPOILS[check])

    if CELLS[kind, check]:
        assert isinstance(outcome, Refused), outcome
        assert outcome.code in CODES[check]
    else:
        assert isinstance(outcome, Posted), outcome


@pytest.mark.parametrize("kind", Kind)
def test_the_first_refusal_wins_whatever_else_is_wrong(kind: Kind) -> None:
    for first, second in combinations(_row(kind), 2):
        # What is spoilt first is looked at last: to forget an account must not hinder the rest.
        outcome = _judge(kind, SPOILS[second], SPOILS[first])

        assert isinstance(outcome, Refused)
        assert outcome.code in CODES[first], (first, second)


@pytest.mark.parametrize("kind", Kind)
def test_when_everything_is_wrong_the_expiry_is_told(kind: Kind) -> None:
    outcome = _judge(kind, *(SPOILS[check] for check in reversed(_row(kind))))

    assert outcome.code == "order_expired"  # type: ignore[union-attr] # a posting has none: it would fail
