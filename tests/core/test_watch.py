"""What the watch finds: small loads beyond a threshold, units loaded to be redeemed."""

from datetime import date, timedelta

from ledger.core.policy import WatchLimits
from ledger.core.watch import (
    Finding,
    Movement,
    WatchRule,
    find_cash_outs,
    find_split_loads,
    groups_of,
)

LIMITS = WatchLimits(split_total=500_00, split_days=7, cash_out_per_cent=50, cash_out_days=7)
SATURDAY = date(2026, 6, 6)
AWA, LUCIE, OMAR = 1, 2, 3
ALONE: dict[int, int] = {}
TOGETHER = {AWA: AWA, LUCIE: AWA}


def moved(seq: int, account: int, amount: int, ago: int = 0) -> Movement:
    return Movement(seq, account, amount, SATURDAY - timedelta(days=ago))


def split(loads: list[Movement], groups: dict[int, int] = ALONE) -> list[Finding]:
    return find_split_loads(loads, groups, LIMITS, day=SATURDAY)


def cashed(
    loads: list[Movement], redemptions: list[Movement], groups: dict[int, int] = ALONE
) -> list[Finding]:
    return find_cash_outs(loads, redemptions, groups, LIMITS, day=SATURDAY)


def test_small_loads_are_found_beyond_the_threshold_and_not_at_it() -> None:
    at_it = [moved(1, AWA, 250_00, ago=1), moved(2, AWA, 250_00)]
    beyond = [moved(1, AWA, 250_00, ago=1), moved(2, AWA, 250_01)]

    assert split(at_it) == []
    assert split(beyond) == [
        Finding(WatchRule.SPLIT_LOADS, AWA, (AWA,), (1, 2), 500_01, 0, 500_00, SATURDAY)
    ]


def test_a_load_of_the_threshold_is_not_small() -> None:
    assert split([moved(1, AWA, 500_00, ago=1), moved(2, AWA, 499_99)]) == []
    assert len(split([moved(1, AWA, 499_99, ago=1), moved(2, AWA, 499_99)])) == 1


def test_seven_days_count_and_the_eighth_does_not() -> None:
    assert len(split([moved(1, AWA, 400_00, ago=6), moved(2, AWA, 400_00)])) == 1
    assert split([moved(1, AWA, 400_00, ago=7), moved(2, AWA, 400_00)]) == []


def test_the_crossing_is_found_once_whatever_follows_it() -> None:
    loads = [moved(1, AWA, 300_00), moved(2, AWA, 300_00), moved(3, AWA, 100_00)]

    assert [each.postings for each in split(loads)] == [(1, 2)]


def test_the_loads_of_those_who_are_tied_count_together() -> None:
    loads = [moved(1, LUCIE, 300_00), moved(2, AWA, 300_00), moved(3, OMAR, 300_00)]

    assert split(loads) == []
    [found] = split(loads, TOGETHER)
    assert (found.account, found.accounts, found.loaded) == (AWA, (AWA, LUCIE), 600_00)


def test_a_redemption_of_which_half_was_just_loaded_is_found() -> None:
    redeemed = [moved(2, AWA, 200_00)]

    assert cashed([moved(1, AWA, 99_99, ago=1)], redeemed) == []
    assert cashed([moved(1, AWA, 100_00, ago=1)], redeemed) == [
        Finding(WatchRule.CASH_OUT, AWA, (AWA,), (1, 2), 100_00, 200_00, 50, SATURDAY)
    ]


def test_what_was_loaded_after_the_redemption_or_long_before_it_does_not_count() -> None:
    redeemed = [moved(2, AWA, 100_00)]

    assert cashed([moved(3, AWA, 100_00)], redeemed) == []
    assert cashed([moved(1, AWA, 100_00, ago=7)], redeemed) == []
    assert len(cashed([moved(1, AWA, 100_00, ago=6)], redeemed)) == 1


def test_one_loads_and_another_who_is_tied_redeems() -> None:
    loads, redeemed = [moved(1, LUCIE, 100_00)], [moved(2, AWA, 100_00)]

    assert cashed(loads, redeemed) == []
    assert [each.accounts for each in cashed(loads, redeemed, TOGETHER)] == [(AWA, LUCIE)]


def test_ties_are_followed_from_one_to_the_next() -> None:
    groups = groups_of([(1, "a"), (2, "b"), (3, "a"), (3, "b"), (4, "c")])

    assert groups[1] == groups[2] == groups[3] != groups[4]


def test_a_fact_has_one_id() -> None:
    loads = [moved(1, AWA, 300_00), moved(2, AWA, 300_00)]
    [one], [again] = split(loads), split(loads)
    [other] = cashed([moved(1, AWA, 300_00)], [moved(2, AWA, 300_00)])

    assert one.id == again.id != other.id
