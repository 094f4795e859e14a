"""What may follow a policy: within the law, new, from a later day, in a phase let begin."""

from datetime import date, timedelta

import pytest
from paper_town import policy

from admin.policy_terms import LABELLED
from ledger.core.launch import Phase
from ledger.core.policy import INITIAL_POLICY, Policy
from ledger.core.policy_change import TERMS, check_change, differences, document_of, with_terms
from ledger.core.refusal_policy import (
    PhaseNotDecided,
    PolicyBeyondLaw,
    PolicyDateWrong,
    PolicyUnchanged,
)

TODAY = date(2026, 6, 6)
TOMORROW = TODAY + timedelta(days=1)
NONE: frozenset[str] = frozenset()
BY_NAME = {term.name: term for term in TERMS}


def changed(latest: Policy, *, valid_from: date = TOMORROW, **terms: object) -> Policy:
    """Give the policy that follows with other values of some terms, named as a form does."""
    values = {BY_NAME[name.replace("__", ".")]: value for name, value in terms.items()}
    document = with_terms(document_of(latest), values)
    return Policy.from_document(latest.version + 1, valid_from, document)


def check(latest: Policy, proposed: Policy, decided: frozenset[str] = NONE) -> list[str]:
    """Check a change; answer with the names of what differs."""
    found = check_change(latest, proposed, today=TODAY, decided=decided)
    return [each.term.name for each in found]


def leaves(document: object, path: tuple[str, ...] = ()) -> set[tuple[str, ...]]:
    """Give the path of each value of a document."""
    if not isinstance(document, dict):
        return {path}
    return {leaf for name, each in document.items() for leaf in leaves(each, (*path, name))}


def test_every_figure_of_a_policy_can_be_changed_and_has_a_label() -> None:
    by_law = {("tiers", tier, "may_transfer") for tier in ("T0", "T1", "T2")}

    assert {term.path for term in TERMS} == leaves(document_of(policy())) - by_law
    assert [each.term for each in LABELLED] == list(TERMS)


def test_the_whole_document_is_read_back_as_the_same_policy() -> None:
    latest = policy()
    assert Policy.from_document(latest.version, latest.valid_from, document_of(latest)) == latest
    opened = Policy.from_document(1, TODAY, INITIAL_POLICY)
    assert differences(document_of(opened), document_of(opened)) == []


def test_a_change_leaves_the_document_it_comes_from_alone() -> None:
    before = document_of(policy())
    with_terms(before, {BY_NAME["tiers.T1.balance"]: 1})
    assert before == document_of(policy())


def test_what_changes_is_told_in_order() -> None:
    latest = policy()
    proposed = changed(latest, refund_days=30, tiers__T1__paid_per_day=None)
    assert check(latest, proposed) == ["tiers.T1.paid_per_day", "refund_days"]


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("tiers.T0.balance", 150_00),
        ("tiers.T0.paid_per_30_days", 150_00),
        ("tiers.T0.cash_per_month", 150_00),
        ("tiers.T1.balance", 250_00),
        ("tiers.T1.cash_per_month", 1_000_00),
        ("tiers.T2.cash_per_month", 0),
        ("group_cash_per_month", 1_000_00),
        ("redemption_fee_per_mille", 1_000),
        ("approval.low_value_payment", 30_00),
        ("approval.low_value_total", 100_00),
        ("approval.low_value_count", 5),
        ("approval.card_per_day", 60_00),
    ],
)
def test_no_figure_goes_beyond_the_law(name: str, most: int) -> None:
    latest, key = policy(), name.replace(".", "__")
    fine = {key: most, "refund_days": 31}
    check(latest, changed(latest, **fine))
    for wrong in (most + 1, -1, None):
        with pytest.raises(PolicyBeyondLaw) as caught:
            check(latest, changed(latest, **fine | {key: wrong}))
        assert caught.value.facts["term"] == name


def test_a_trial_of_a_device_is_a_day_at_least() -> None:
    latest = policy()
    with pytest.raises(PolicyBeyondLaw):
        check(latest, changed(latest, approval__new_device_hours=23))


def test_something_has_to_differ() -> None:
    with pytest.raises(PolicyUnchanged):
        check(policy(), changed(policy()))


def test_the_rules_of_today_stay_and_so_do_those_decided_already() -> None:
    latest = policy()
    with pytest.raises(PolicyDateWrong):
        check(latest, changed(latest, valid_from=TODAY, refund_days=30))
    to_come = changed(latest, valid_from=TOMORROW + timedelta(days=30), refund_days=30)
    sooner = changed(to_come, valid_from=TOMORROW, refund_days=20)
    with pytest.raises(PolicyDateWrong) as caught:
        check(to_come, sooner)
    assert caught.value.facts["earliest"] == to_come.valid_from.isoformat()
    check(to_come, changed(to_come, valid_from=to_come.valid_from, refund_days=20))


def test_a_phase_begins_after_a_review_said_go_and_may_be_gone_back_from() -> None:
    pilot = policy()
    growing = changed(pilot, phase=str(Phase.GROWTH))
    with pytest.raises(PhaseNotDecided):
        check(pilot, growing, frozenset({Phase.PILOT}))
    assert check(pilot, growing, frozenset({Phase.GROWTH})) == ["phase"]
    back = changed(growing, phase=str(Phase.PREPARATION))
    assert check(growing, back) == ["phase"]
