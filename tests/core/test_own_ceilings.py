"""The ceiling of one account: within the law; higher on any day is a raise."""

from datetime import date, timedelta

import pytest

from ledger.core.account import Tier
from ledger.core.own_ceiling import Ceiling, check_ceiling, most_by_law
from ledger.core.policy import INITIAL_POLICY, Policy
from ledger.core.refusal_ceiling import CeilingBeyondLaw, CeilingDateWrong, CeilingUnchanged

TODAY = date(2026, 6, 6)
WEEK = TODAY + timedelta(days=7)
LATER = TODAY + timedelta(days=30)
POLICY = Policy.from_document(1, date(2020, 1, 1), INITIAL_POLICY)
OF_ALL = Ceiling(None)
FAIR = Ceiling(300_00, WEEK, afterwards=100_00)


def is_raise(wanted: Ceiling, current: Ceiling = OF_ALL, tier: Tier = Tier.T2) -> bool:
    return check_ceiling(wanted, current, tier=tier, policy=POLICY, today=TODAY)


@pytest.mark.parametrize(
    ("wanted", "current"),
    [
        (Ceiling(200_00), Ceiling(100_00)),
        (OF_ALL, Ceiling(100_00)),
        (Ceiling(300_00, LATER, afterwards=100_00), FAIR),
        (Ceiling(300_00), FAIR),
        (Ceiling(150_00), FAIR),
    ],
)
def test_a_ceiling_that_is_higher_on_any_day_is_a_raise(wanted: Ceiling, current: Ceiling) -> None:
    assert is_raise(wanted, current)


@pytest.mark.parametrize(
    ("wanted", "current"),
    [
        (Ceiling(100_00), OF_ALL),
        (Ceiling(50_00), Ceiling(100_00)),
        (Ceiling(200_00, TODAY, afterwards=100_00), FAIR),
        (Ceiling(100_00), FAIR),
        (Ceiling(50_00, WEEK, afterwards=100_00), Ceiling(100_00)),
    ],
)
def test_a_ceiling_that_is_higher_on_no_day_is_none(wanted: Ceiling, current: Ceiling) -> None:
    assert not is_raise(wanted, current)


def test_the_law_bounds_what_a_resident_may_hold_and_no_shop() -> None:
    assert (most_by_law(Tier.T0), most_by_law(Tier.T1), most_by_law(Tier.T2)) == (
        150_00,
        250_00,
        None,
    )
    for tier, most in ((Tier.T0, 150_00), (Tier.T1, 250_00)):
        with pytest.raises(CeilingBeyondLaw) as refused:
            is_raise(Ceiling(most + 1), tier=tier)
        assert refused.value.facts["limit"] == most
        assert not is_raise(Ceiling(most), tier=tier)
    assert not is_raise(Ceiling(1_000_000_00))


def test_a_policy_below_the_law_leaves_something_to_raise() -> None:
    document = {**INITIAL_POLICY, "tiers": {**INITIAL_POLICY["tiers"]}}
    document["tiers"]["T1"] = {**document["tiers"]["T1"], "balance": 200_00}
    lower = Policy.from_document(1, date(2020, 1, 1), document)
    assert check_ceiling(Ceiling(250_00), OF_ALL, tier=Tier.T1, policy=lower, today=TODAY)


@pytest.mark.parametrize("ends_on", [TODAY - timedelta(days=1), date(1999, 1, 1)])
def test_a_ceiling_ends_today_or_later(ends_on: date) -> None:
    with pytest.raises(CeilingDateWrong):
        is_raise(Ceiling(10_00, ends_on))
    with pytest.raises(CeilingDateWrong):
        is_raise(Ceiling(None, WEEK), Ceiling(10_00))


@pytest.mark.parametrize("current", [OF_ALL, Ceiling(100_00), FAIR])
def test_what_counts_already_is_no_change(current: Ceiling) -> None:
    with pytest.raises(CeilingUnchanged):
        is_raise(current, current)
