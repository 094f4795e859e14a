"""One id, one outcome, for ever."""

from dataclasses import replace
from pathlib import Path

from core.good_drafts import fund
from core.orders import (
    pay,
    pay_request,
)
from core.paper_town import (
    BAKERY,
    MILLER,
    PaperJournal,
    envelope,
    new_id,
)

from ledger.core.posting import Posted
from ledger.core.refusal import (
    FloorReached,
    KeyReused,
    Refused,
    refusal_of,
)


def test_the_same_draft_again_gets_the_same_answer_and_moves_nothing(
    funded: PaperJournal,
) -> None:
    draft = pay()

    first, again = funded.post(draft)[0], funded.post(draft)[0]

    assert again == first
    assert funded.balance(BAKERY) == 7_50


def test_another_content_under_the_same_id_is_told_nothing_of_the_first(
    funded: PaperJournal,
) -> None:
    draft = pay()
    funded.expect(draft)
    other = replace(draft, envelope=envelope("another content", id=draft.id))

    [refused] = funded.post(other)

    assert refused == KeyReused()
    assert isinstance(funded.post(draft)[0], Posted), "the first keeps its answer"


def test_an_id_that_was_refused_stays_refused_when_the_reason_is_gone(
    funded: PaperJournal,
) -> None:
    poor = pay(payer=MILLER)
    refused = funded.post(poor)

    fund(funded, MILLER, 100_00)

    assert funded.post(poor) == refused == [FloorReached(left=0)]


def test_a_reused_key_is_not_recorded_so_that_it_closes_no_id(funded: PaperJournal) -> None:
    assert not KeyReused.is_recorded
    draft = pay()
    funded.post(draft, replace(draft, envelope=envelope("other", id=draft.id)))

    assert isinstance(funded.known[draft.id].outcome, Posted)


def test_a_recorded_refusal_is_rebuilt_from_its_code_and_facts() -> None:
    for code, refusal in Refused.by_code.items():
        assert refusal_of(code, {"left": 3}) == refusal(left=3)
        assert refusal(left=3) != refusal(left=4)


def test_a_refusal_moves_nothing_and_takes_no_number(funded: PaperJournal) -> None:
    before = funded.open_book()

    outcomes = funded.post(pay(), pay_request(new_id()), pay())

    first, _, last = outcomes
    assert isinstance(first, Posted)
    assert isinstance(last, Posted)
    assert (first.seq, last.seq) == (before.last_seq + 1, before.last_seq + 2)


def test_every_recorded_refusal_has_an_example() -> None:
    folder = Path(__file__).parent
    told = "".join(path.read_text() for path in folder.glob("test_refusals_of_*.py"))

    untold = [r.__name__ for r in Refused.by_code.values() if r.is_recorded]
    assert [name for name in untold if f"{name}(" not in told] == []
