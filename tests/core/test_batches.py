"""However a list of drafts is cut into batches, each draft has the same outcome."""

from collections import Counter

from core.draft_lists import draft_lists, funded_journal
from core.paper_town import PaperJournal, in_batches
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.core.book import Outcome
from ledger.core.judgement import decide_all
from ledger.core.posting import Draft, Kind, Posted

cuts = st.lists(st.integers(min_value=0, max_value=14), max_size=6)


@settings(max_examples=250)
@given(draft_lists(), cuts)
def test_any_split_into_batches_gives_the_same_outcomes(
    drafts: list[Draft], places: list[int]
) -> None:
    at_once, one_by_one, in_parts = funded_journal(), funded_journal(), funded_journal()

    together = at_once.post(*drafts)
    alone = [outcome for draft in drafts for outcome in one_by_one.post(draft)]
    parts = [o for batch in in_batches(drafts, places) for o in in_parts.post(*batch)]

    assert alone == together
    assert parts == together


@settings(max_examples=200)
@given(draft_lists())
def test_the_book_that_a_batch_leaves_is_the_one_recomputed_from_the_journal(
    drafts: list[Draft],
) -> None:
    journal = funded_journal()
    carried = journal.open_book()
    decide_all(carried, drafts)
    journal.post(*drafts)
    recomputed = journal.open_book()

    assert carried.last_seq == recomputed.last_seq
    assert carried.figures == recomputed.figures
    assert carried.paid_requests == recomputed.paid_requests
    for id, past in carried.past.items():
        assert past == recomputed.past[id]


@settings(max_examples=200)
@given(draft_lists())
def test_sums_floors_versions_and_numbers_hold_after_every_posting(drafts: list[Draft]) -> None:
    journal = funded_journal()
    balances: Counter[int] = Counter({id: journal.balance(id) for id in journal.accounts})
    before = len(journal.posted)

    journal.post(*drafts)

    for seq, posted in enumerate(journal.posted[before:], before + 1):
        assert posted.seq == seq
        for leg in posted.legs:
            balances[leg.debit] -= leg.amount
            balances[leg.credit] += leg.amount
            assert (leg.debit_after, leg.credit_after) == (
                balances[leg.debit],
                balances[leg.credit],
            )
        assert sum(balances.values()) == 0
        for id in {side for leg in posted.legs for side in (leg.debit, leg.credit)}:
            floor, ceiling = journal.accounts[id].floor, journal.accounts[id].ceiling
            assert floor is None or balances[id] >= floor
            assert ceiling is None or balances[id] <= ceiling


@settings(max_examples=200)
@given(draft_lists())
def test_one_id_has_one_outcome_for_ever(drafts: list[Draft]) -> None:
    journal = funded_journal()
    first: dict[tuple[object, bytes], Outcome] = {}

    outcomes = [*journal.post(*drafts), *journal.post(*drafts)]

    for draft, outcome in zip([*drafts, *drafts], outcomes, strict=True):
        assert first.setdefault((draft.id, draft.envelope.digest), outcome) == outcome
    ids = [posted.id for posted in journal.posted]
    assert len(ids) == len(set(ids))


@settings(max_examples=200)
@given(draft_lists(at_least=6))
def test_no_more_is_given_back_than_was_paid_and_nothing_is_closed_twice(
    drafts: list[Draft],
) -> None:
    journal = funded_journal()
    journal.post(*drafts)

    reversed_ids = [posted.reverses for posted in journal.posted if posted.reverses]
    settled = [posted.settles for posted in journal.posted if posted.settles]
    assert len(reversed_ids) == len(set(reversed_ids))
    assert len(settled) == len(set(settled))
    for posted in journal.posted:
        if posted.kind is Kind.PAYMENT:
            refunds = _amounts(journal, refunds=posted, but=set(reversed_ids))
            mended = posted.amount.minor if posted.id in reversed_ids else 0
            assert refunds + mended <= posted.amount.minor


def _amounts(journal: PaperJournal, *, refunds: Posted, but: set[object]) -> int:
    return sum(
        posted.amount.minor
        for posted in journal.posted
        if posted.refunds == refunds.id and posted.id not in but
    )
