"""The rules on approvals: a living key of the payer, one outcome per chain, strength enough."""

from datetime import timedelta

from ledger.core.account import AccountKind, Tier
from ledger.core.book import Book
from ledger.core.own_limit import lower, own_limits_of
from ledger.core.posting import Draft, Evidence
from ledger.core.refusal import (
    ApprovalMissing,
    CardLimitReached,
    CardNotAccepted,
    DeviceNotAccepted,
    NewDeviceLimitReached,
    Refused,
    ReplacementRefused,
    StrongApprovalNeeded,
)


def approval_stands(book: Book, draft: Draft) -> Refused | None:
    """Refuse a resident's order without a signature, with a dead key, or of a finished chain."""
    payer = book.accounts[draft.legs[0].debit]
    if draft.card_id is not None:
        return _card_stands(book, draft)
    if draft.key_id is None:
        by_session_alone = draft.envelope.origin.evidence_kind is Evidence.SESSION
        is_missing = by_session_alone and payer.kind is AccountKind.RESIDENT
        return ApprovalMissing() if is_missing else None
    key = book.keys.get(draft.key_id)
    if key is None or key.account != payer.id or key.revoked_at is not None:
        return DeviceNotAccepted()
    if draft.replaces is None:
        return None
    return None if _may_replace(book, draft) else ReplacementRefused()


def _card_stands(book: Book, draft: Draft) -> Refused | None:
    """A card pays from its own account, vouched for by a paired till of the shop that is paid."""
    card = book.cards.get(draft.card_id) if draft.card_id else None
    if card is None or card.account != draft.legs[0].debit or card.blocked_at is not None:
        return CardNotAccepted()
    till = book.keys.get(draft.till_key) if draft.till_key else None
    if till is None or till.account != draft.legs[0].credit or till.revoked_at is not None:
        return DeviceNotAccepted()
    return None if draft.till_key in book.paired_tills else DeviceNotAccepted()


def _may_replace(book: Book, draft: Draft) -> bool:
    """At most one order of a chain posts: each replaces one of its own that was refused, alone."""
    known = book.known.get(draft.replaces) if draft.replaces else None
    return (
        known is not None
        and isinstance(known.outcome, StrongApprovalNeeded)
        and known.principal == draft.envelope.origin.principal
        and draft.replaces not in book.replaced
    )


def approval_is_strong_enough(book: Book, draft: Draft) -> Refused | None:
    """Refuse a card or a key on trial beyond its limit, and a device alone beyond low values.

    Source: the exemption of small remote payments, delegated regulation (EU) 2018/389, article 16.
    The counters belong to the account, over all its devices.
    """
    if draft.card_id is not None:
        return _card_stays_within_its_day(book, draft)
    on_trial = key_stays_within_trial(book, draft)
    if on_trial is not None or draft.envelope.origin.evidence_kind is not Evidence.DEVICE:
        return on_trial
    limits, leg = book.policy.approval, draft.legs[0]
    figures = book.figures[leg.debit]
    alone = lower(limits.low_value_payment, own_limits_of(book, leg.debit).alone)
    if (
        leg.amount > alone
        or figures.low_value_spent + leg.amount > limits.low_value_total
        or figures.low_value_count + 1 > limits.low_value_count
    ):
        return StrongApprovalNeeded(limit=alone) if alone else StrongApprovalNeeded()
    return None


def _card_stays_within_its_day(book: Book, draft: Draft) -> Refused | None:
    """A card pays little: who finds one beside its PIN, or copies it, empties no wallet."""
    leg = draft.legs[0]
    own = own_limits_of(book, leg.debit).card_per_day
    limit = lower(book.policy.approval.card_per_day, own)
    paid = book.cards[draft.card_id].paid_today if draft.card_id else 0
    if paid + leg.amount > limit:
        return CardLimitReached(limit=limit, left=max(limit - paid, 0))
    return None


def key_stays_within_trial(book: Book, draft: Draft) -> Refused | None:
    """Refuse a key that is still on trial more than somebody may pay whom nobody knows.

    What counts is all that the account has paid since the key came.
    """
    key = book.keys.get(draft.key_id) if draft.key_id else None
    limit = book.policy.tiers[Tier.T0].paid_per_30_days
    if key is None or limit is None:
        return None
    is_over = book.now >= key.registered_at + timedelta(hours=book.policy.approval.new_device_hours)
    if is_over or key.paid_since + draft.legs[0].amount <= limit:
        return None
    return NewDeviceLimitReached(limit=limit, left=max(limit - key.paid_since, 0))
