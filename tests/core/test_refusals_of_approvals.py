"""What is refused for who approved it, and how."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from core.good_drafts import GOOD
from core.orders import ask, pay, pay_request
from core.paper_town import AWA, LUCIE, SATURDAY, PaperJournal, new_id

from ledger.core.book import Book, KeyFacts, Known
from ledger.core.judgement import decide, decide_all
from ledger.core.posting import Draft, Evidence, Kind, Posted
from ledger.core.refusal import (
    ApprovalMissing,
    DeviceNotAccepted,
    FloorReached,
    NewDeviceLimitReached,
    OrderExpired,
    ReplacementRefused,
    RequestReserved,
    StrongApprovalNeeded,
)

KEY = UUID(int=7)


@pytest.fixture
def book() -> Book:
    """Give a book in which Awa is rich, and has a phone since last week."""
    journal = PaperJournal()
    GOOD[Kind.PAYMENT](journal)
    book = journal.open_book()
    book.figures[AWA].balance = 240_00
    book.put_key(KEY, KeyFacts(AWA, SATURDAY - timedelta(days=7), None, 0))
    return book


def by(evidence: Evidence, draft: Draft, **changes: object) -> Draft:
    origin = replace(draft.envelope.origin, evidence_kind=evidence)
    signed = {"key_id": KEY} if evidence in {Evidence.DEVICE, Evidence.PASSKEY} else {}
    return replace(draft, envelope=replace(draft.envelope, origin=origin), **signed | changes)


def outcome(book: Book, draft: Draft) -> object:
    return decide(book, draft).outcome


def test_a_session_alone_pays_nothing_for_a_resident(book: Book) -> None:
    assert outcome(book, by(Evidence.SESSION, pay())) == ApprovalMissing()


@pytest.mark.parametrize(
    "key",
    [
        None,
        KeyFacts(LUCIE, SATURDAY - timedelta(days=7), None, 0),
        KeyFacts(AWA, SATURDAY - timedelta(days=7), SATURDAY, 0),
    ],
    ids=["unknown", "another's", "revoked"],
)
def test_a_dead_or_strange_key_is_refused_by_one_answer(book: Book, key: KeyFacts | None) -> None:
    book.keys.clear()
    if key is not None:
        book.put_key(KEY, key)

    assert outcome(book, by(Evidence.DEVICE, pay())) == DeviceNotAccepted()


def test_a_signed_order_that_would_live_for_hours_is_refused(book: Book) -> None:
    expires_at = SATURDAY + timedelta(minutes=3)

    assert outcome(book, by(Evidence.DEVICE, pay(), expires_at=expires_at)) == OrderExpired()


def test_a_phone_alone_stays_within_low_values(book: Book) -> None:
    too_much = by(Evidence.DEVICE, pay(amount=30_01))
    assert outcome(book, too_much) == StrongApprovalNeeded(limit=30_00)

    decisions = decide_all(book, [by(Evidence.DEVICE, pay(amount=25_00)) for _ in range(5)])

    assert [isinstance(each.outcome, Posted) for each in decisions] == [True] * 4 + [False]
    assert decisions[-1].outcome == StrongApprovalNeeded(limit=30_00)


def test_a_passkey_lets_the_phone_begin_anew(book: Book) -> None:
    drafts = [by(Evidence.DEVICE, pay(amount=1)) for _ in range(5)]
    drafts += [by(Evidence.PASSKEY, pay(amount=1)), by(Evidence.DEVICE, pay(amount=1))]

    assert all(isinstance(each.outcome, Posted) for each in decide_all(book, drafts))


def test_an_order_is_replaced_by_one_other_and_only_for_want_of_strength(book: Book) -> None:
    weak, poor = by(Evidence.DEVICE, pay(amount=45_00)), by(Evidence.DEVICE, pay(amount=241_00))
    assert outcome(book, poor) == FloorReached(left=240_00)
    decide_all(book, [weak, poor])

    def instead_of(replaced: Draft) -> Draft:
        return by(Evidence.PASSKEY, pay(amount=45_00), replaces=replaced.id)

    first, second, third = decide_all(book, [instead_of(weak), instead_of(weak), instead_of(poor)])
    assert isinstance(first.outcome, Posted)
    assert second.outcome == ReplacementRefused()
    assert third.outcome == ReplacementRefused()


def test_nobody_replaces_what_somebody_else_ordered(book: Book) -> None:
    id = new_id()
    book.known[id] = Known(b"", StrongApprovalNeeded(limit=30_00), "somebody else")

    stolen = by(Evidence.PASSKEY, pay(), replaces=id)

    assert outcome(book, stolen) == ReplacementRefused()


def test_a_key_of_today_pays_no_more_than_a_stranger(book: Book) -> None:
    book.keys[KEY].registered_at = SATURDAY - timedelta(hours=1)
    book.keys[KEY].paid_since = 140_00

    refused = outcome(book, by(Evidence.PASSKEY, pay(amount=10_01)))

    assert refused == NewDeviceLimitReached(limit=150_00, left=10_00)
    assert isinstance(outcome(book, by(Evidence.PASSKEY, pay(amount=10_00))), Posted)


def test_a_request_pushed_to_one_phone_is_paid_by_no_other() -> None:
    journal = PaperJournal()
    GOOD[Kind.PAYMENT](journal)
    id = ask(journal)
    journal.requests[id] = replace(journal.requests[id], reserved_for=LUCIE)

    assert outcome(journal.open_book(), pay_request(id)) == RequestReserved()
