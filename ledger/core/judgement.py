"""Judge a draft against the book: one fixed order of rules, first refusal wins."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ledger.core import approval_rules, coverage, linked_rules, own_limit, wallet_rules
from ledger.core.book import Book, Outcome, apply
from ledger.core.posting import Draft, Posted, PostedLeg
from ledger.core.refusal import KeyReused, Refused
from ledger.core.rules import OBEYS, Check

Rule = Callable[[Book, Draft], Refused | None]

RULES: Mapping[Check, Rule] = {
    Check.EXPIRY: wallet_rules.order_has_not_expired,
    Check.ACCOUNTS_KNOWN: wallet_rules.accounts_are_known,
    Check.APPROVAL: approval_rules.approval_stands,
    Check.ACCOUNTS_OPEN: wallet_rules.accounts_are_open,
    Check.SAME_BOOK: wallet_rules.accounts_share_a_book,
    Check.PAIRS: wallet_rules.kind_joins_these_accounts,
    Check.ISSUANCE_OPEN: wallet_rules.issuance_is_open,
    Check.REQUEST: linked_rules.request_can_be_paid,
    Check.SETTLEMENT: linked_rules.item_can_be_settled,
    Check.REFUND: linked_rules.refund_is_within_what_is_left,
    Check.REVERSAL: linked_rules.posting_can_be_reversed,
    Check.QUOTE: wallet_rules.quote_still_holds,
    Check.AGREEMENT: wallet_rules.payee_is_accredited,
    Check.BOUNDS: wallet_rules.balances_stay_within_bounds,
    Check.COVERAGE: coverage.units_are_covered,
    Check.PAID_WINDOWS: wallet_rules.payer_stays_within_windows,
    Check.OWN_LIMITS: own_limit.payer_stays_within_own_limits,
    Check.CASH_WINDOWS: wallet_rules.holder_stays_within_cash_windows,
    Check.BONUS_WINDOW: wallet_rules.bonus_stays_within_month,
    Check.TERRITORY: wallet_rules.territories_are_open,
    Check.STRENGTH: approval_rules.approval_is_strong_enough,
}
_RULES_OF = {kind: tuple(RULES[check] for check in checks) for kind, checks in OBEYS.items()}


@dataclass(frozen=True, slots=True)
class Decision:
    """A draft with its outcome; `is_new` is false for a replay, which writes nothing."""

    draft: Draft
    outcome: Outcome
    is_new: bool


def decide(book: Book, draft: Draft) -> Decision:
    """Judge one draft: replay, another content under the same id, then the rules of its kind."""
    known = book.known.get(draft.id)
    if known is not None:
        if known.digest == draft.envelope.digest:
            return Decision(draft, known.outcome, is_new=False)
        return Decision(draft, KeyReused(), is_new=False)
    for rule in _RULES_OF[draft.kind]:
        refusal = rule(book, draft)
        if refusal is not None:
            return Decision(draft, refusal, is_new=True)
    return Decision(draft, _posted(book, draft), is_new=True)


def decide_all(book: Book, drafts: Sequence[Draft]) -> list[Decision]:
    """Judge drafts in order, each after the outcome of those before it."""
    decisions = []
    for draft in drafts:
        decision = decide(book, draft)
        if decision.is_new:
            apply(book, draft, decision.outcome)
        decisions.append(decision)
    return decisions


def _posted(book: Book, draft: Draft) -> Posted:
    return Posted(
        seq=book.last_seq + 1,
        id=draft.id,
        kind=draft.kind,
        posted_at=book.now,
        operated_on=draft.operated_on or book.today,
        policy_version=book.policy.version,
        legs=_legs_with_balances(book, draft),
        settles=draft.settles,
        refunds=draft.refunds,
        reverses=draft.reverses,
    )


def _legs_with_balances(book: Book, draft: Draft) -> tuple[PostedLeg, ...]:
    if len(draft.legs) == 1:
        part, debit, credit, amount = draft.legs[0]
        after = book.figures[debit].balance - amount, book.figures[credit].balance + amount
        return (PostedLeg(part, debit, credit, amount, *after),)
    balances: dict[int, int] = {}
    legs = []
    for part, debit, credit, amount in draft.legs:
        balances[debit] = balances.get(debit, book.figures[debit].balance) - amount
        balances[credit] = balances.get(credit, book.figures[credit].balance) + amount
        legs.append(PostedLeg(part, debit, credit, amount, balances[debit], balances[credit]))
    return tuple(legs)
