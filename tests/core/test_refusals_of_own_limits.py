"""Limits that a holder chooses: lowered at once, raised after a day, obeyed inside the posting."""

from datetime import datetime, timedelta

from core.good_drafts import fund
from core.orders import pay
from core.paper_town import AWA, BAKERY, OMAR, SATURDAY, PaperJournal
from hypothesis import given
from hypothesis import strategies as st

from ledger.core.book import OwnLimits
from ledger.core.judgement import decide_all
from ledger.core.own_limit import (
    RAISING_TAKES,
    ChosenLimit,
    LimitKind,
    choose,
    in_force,
    limits_in_force,
    pending,
)
from ledger.core.posting import Posted
from ledger.core.refusal import OwnDailyLimitReached, OwnWeeklyLimitReached

DAY = LimitKind.PER_DAY
amounts = st.one_of(st.none(), st.integers(0, 250_00))
pauses = st.timedeltas(min_value=timedelta(0), max_value=timedelta(hours=60))


def test_a_limit_is_lowered_at_once_and_raised_after_a_day() -> None:
    lowered = choose([], DAY, 50_00, SATURDAY)
    raised = choose([lowered], DAY, 80_00, SATURDAY)
    chosen = [lowered, raised]

    assert in_force(chosen, DAY, SATURDAY) == 50_00
    assert pending(chosen, DAY, SATURDAY) == raised
    assert in_force(chosen, DAY, SATURDAY + RAISING_TAKES - timedelta(seconds=1)) == 50_00
    assert in_force(chosen, DAY, SATURDAY + RAISING_TAKES) == 80_00
    assert pending(chosen, DAY, SATURDAY + RAISING_TAKES) is None


def test_lowering_again_ends_a_raise_that_waits() -> None:
    chosen = [choose([], DAY, 50_00, SATURDAY)]
    chosen.append(choose(chosen, DAY, None, SATURDAY))
    chosen.append(choose(chosen, DAY, 20_00, SATURDAY + timedelta(hours=1)))

    assert in_force(chosen, DAY, SATURDAY + timedelta(days=9)) == 20_00
    assert pending(chosen, DAY, SATURDAY + timedelta(hours=2)) is None


@given(st.lists(st.tuples(amounts, pauses), min_size=1, max_size=8), pauses)
def test_what_counts_rises_only_by_a_wish_of_a_day_ago(
    wishes: list[tuple[int | None, timedelta]], later: timedelta
) -> None:
    chosen: list[ChosenLimit] = []
    asked: list[tuple[datetime, int | None]] = []
    now, lowest = SATURDAY, None
    for amount, pause in wishes:
        before = in_force(chosen, DAY, now)
        chosen.append(choose(chosen, DAY, amount, now))
        asked.append((now, amount))
        lowest = in_force(chosen, DAY, now)
        assert before is None or (lowest is not None and lowest <= before)
        now += pause
    now += later

    counted = in_force(chosen, DAY, now)
    if lowest is not None and (counted is None or counted > lowest):
        assert counted in {amount for at, amount in asked if at <= now - RAISING_TAKES}


def test_kinds_of_limit_do_not_mix() -> None:
    chosen = [choose([], DAY, 50_00, SATURDAY), choose([], LimitKind.ALONE, 0, SATURDAY)]

    assert limits_in_force(chosen, SATURDAY) == OwnLimits(alone=0, per_day=50_00)


def test_a_payer_stays_within_the_day_that_they_chose(journal: PaperJournal) -> None:
    fund(journal, AWA, 100_00)
    book = journal.open_book()
    book.own_limits[AWA] = OwnLimits(per_day=30_00)

    first, second, third = decide_all(
        book, [pay(AWA, BAKERY, 25_00), pay(AWA, BAKERY, 5_01), pay(AWA, BAKERY, 5_00)]
    )

    assert isinstance(first.outcome, Posted)
    assert second.outcome == OwnDailyLimitReached(limit=30_00, left=5_00)
    assert isinstance(third.outcome, Posted)


def test_a_ward_stays_within_the_week_that_a_guardian_chose(journal: PaperJournal) -> None:
    fund(journal, OMAR, 100_00)
    book = journal.open_book()
    book.own_limits[OMAR] = OwnLimits(per_week=40_00, paid_this_week=38_00)

    first, second = decide_all(book, [pay(OMAR, BAKERY, 2_00), pay(OMAR, BAKERY, 1)])

    assert isinstance(first.outcome, Posted)
    assert second.outcome == OwnWeeklyLimitReached(limit=40_00, left=0)
