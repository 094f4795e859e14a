"""What is refused of a card: whose it is, who vouches for it, how much it pays in a day."""

from datetime import timedelta
from uuid import UUID

import pytest
from core.good_drafts import GOOD
from core.orders import pay
from core.paper_town import AWA, BAKERY, LUCIE, SATURDAY, PaperJournal
from core.test_refusals_of_approvals import by

from ledger.core.book import Book, CardFacts, KeyFacts
from ledger.core.judgement import decide, decide_all
from ledger.core.posting import Evidence, Kind, Posted
from ledger.core.refusal import CardLimitReached, CardNotAccepted, DeviceNotAccepted, OrderExpired

CARD, TILL = UUID(int=21), UUID(int=22)
EARLIER = SATURDAY - timedelta(days=7)


@pytest.fixture
def book() -> Book:
    """Give a book in which Awa is rich and has a card, and the bakery has a till."""
    journal = PaperJournal()
    GOOD[Kind.PAYMENT](journal)
    book = journal.open_book()
    book.figures[AWA].balance = 240_00
    book.cards[CARD] = CardFacts(AWA, None, 0)
    book.put_key(TILL, KeyFacts(BAKERY, EARLIER, None, 0))
    book.paired_tills.add(TILL)
    return book


def by_card(amount: int = 12_50, **changes: object):  # noqa: ANN201 # a draft, as `by` gives it
    return by(
        Evidence.CARD_PIN, pay(amount=amount), **{"card_id": CARD, "till_key": TILL} | changes
    )


def test_a_card_with_its_till_pays(book: Book) -> None:
    assert isinstance(decide(book, by_card()).outcome, Posted)


@pytest.mark.parametrize("card", [None, CardFacts(LUCIE, None, 0), CardFacts(AWA, SATURDAY, 0)])
def test_a_card_unknown_or_of_somebody_else_or_blocked_is_refused_by_one_answer(
    book: Book, card: CardFacts | None
) -> None:
    del book.cards[CARD]
    book.cards |= {CARD: card} if card else {}

    assert decide(book, by_card()).outcome == CardNotAccepted()


@pytest.mark.parametrize(
    "till", [None, KeyFacts(LUCIE, EARLIER, None, 0), KeyFacts(BAKERY, EARLIER, SATURDAY, 0)]
)
def test_a_card_pays_nothing_on_a_device_that_is_not_the_shops(
    book: Book, till: KeyFacts | None
) -> None:
    del book.keys[TILL]
    book.keys |= {TILL: till} if till else {}

    assert decide(book, by_card()).outcome == DeviceNotAccepted()


def test_a_card_pays_nothing_on_a_device_that_answers_for_no_till(book: Book) -> None:
    book.paired_tills.clear()

    assert decide(book, by_card()).outcome == DeviceNotAccepted()


def test_a_card_pays_its_limit_in_a_day_and_no_more(book: Book) -> None:
    first, second, third = decide_all(book, [by_card(50_00), by_card(10_01), by_card(10_00)])

    assert isinstance(first.outcome, Posted)
    assert second.outcome == CardLimitReached(limit=60_00, left=10_00)
    assert isinstance(third.outcome, Posted)


def test_a_payment_by_card_leaves_what_a_phone_may_do_alone_as_it_was(book: Book) -> None:
    book.figures[AWA].low_value_spent, book.figures[AWA].low_value_count = 90_00, 4

    decide_all(book, [by_card()])

    assert (book.figures[AWA].low_value_spent, book.figures[AWA].low_value_count) == (90_00, 4)


def test_an_order_by_card_does_not_wait_for_longer_than_a_phones(book: Book) -> None:
    draft = by_card(expires_at=SATURDAY + timedelta(minutes=5))

    assert decide(book, draft).outcome == OrderExpired()
