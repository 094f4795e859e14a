"""What staff do to somebody's wallet or standing, as the trail names it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final
from uuid import UUID

from ledger.core.posting import Kind
from ledger.core.refusal_access import ExplanationNeeded


class StaffAct(StrEnum):
    """What is done at the console where no posting and no second signature tells of it."""

    ENROLLED = "enrolled"
    IDENTIFIED = "identified"
    SLIP_ISSUED = "slip_issued"
    PHONE_CONFIRMED = "phone_confirmed"
    DEVICE_REVOKED = "device_revoked"
    FREEZE_CODE_GIVEN = "freeze_code_given"
    FROZEN = "frozen"
    REOPENING_ASKED = "reopening_asked"
    REOPENED = "reopened"
    CEILING_ASKED = "ceiling_asked"
    CEILING_SET = "ceiling_set"
    HOUSEHOLD_JOINED = "household_joined"
    HOUSEHOLD_LEAVING_ASKED = "household_leaving_asked"
    HOUSEHOLD_LEFT = "household_left"
    CARD_ISSUED = "card_issued"
    CARD_BLOCKED = "card_blocked"
    AGREEMENT_ASKED = "agreement_asked"
    SLIP_CREDIT_ASKED = "slip_credit_asked"
    BANK_LINE_NOTED = "bank_line_noted"
    REVERSAL_ASKED = "reversal_asked"
    CHEQUE_UNPAID_ASKED = "cheque_unpaid_asked"
    RECEIPTS_PRINTED = "receipts_printed"
    RECEIPT_VOIDED = "receipt_voided"
    PAYOUTS_PREPARED = "payouts_prepared"
    TILL_OPENED = "till_opened"
    TILL_CASH_MOVED = "till_cash_moved"
    TILL_COUNTED = "till_counted"
    ROLE_ASKED = "role_asked"
    KEY_ASKED = "key_asked"
    ROLE_ENDED = "role_ended"
    DESK_ASKED = "desk_asked"
    DESK_CHANGED = "desk_changed"
    TILL_ASKED = "till_asked"
    TILL_ENDED = "till_ended"
    MILESTONE_PLANNED = "milestone_planned"
    MILESTONE_PROVED = "milestone_proved"
    EXIT_ASKED = "exit_asked"
    REVIEW_NOTED = "review_noted"
    COST_NOTED = "cost_noted"
    POLICY_ASKED = "policy_asked"
    POLICY_WITHDRAWN = "policy_withdrawn"
    FREEZE_LIST_IMPORTED = "freeze_list_imported"
    FREEZE_LIST_EXAMINED = "freeze_list_examined"
    RELATIVE_DECLARED = "relative_declared"
    RELATIVE_ENDED = "relative_ended"
    CLOSING_ASKED = "closing_asked"
    MERGER_ASKED = "merger_asked"
    ACCOUNT_CLOSED = "account_closed"
    ERASURE_ASKED = "erasure_asked"
    DATA_GIVEN = "data_given"
    ASSOCIATION_CHOSEN = "association_chosen"
    DUES_CHOSEN = "dues_chosen"


POSTED_BY_STAFF: Final = (
    Kind.ISSUANCE,
    Kind.CHEQUE_HELD,
    Kind.RECEIVABLE_PAID,
    Kind.DUES,
    Kind.TOPUP_RECEIVED,
    Kind.TOPUP_ISSUED,
    Kind.REDEMPTION_PAID,
    Kind.REDEMPTION_RETURNED,
    Kind.SLIP_CLOSED,
    Kind.SLIP_CREDITED,
    Kind.REVERSAL,
    Kind.INTERNAL_TRANSFER,
)
"""The postings that the trail shows: they say themselves who did what."""

Change = tuple[str | None, str | None]
"""What stood in a field before, and what stands there now."""


NOTHING: Mapping[str, Change] = {}


def why(reason: str | None) -> Mapping[str, Change]:
    """Keep why somebody of the staff did something; None where it is no act of theirs.

    Raises:
        ExplanationNeeded: they say nothing.
    """
    if reason is None:
        return NOTHING
    if not reason:
        raise ExplanationNeeded
    return {"reason": (None, reason)}


@dataclass(frozen=True, slots=True)
class Deed:
    """An act: by whom, on whose account or on whom, and which fields it changed."""

    act: StaffAct
    by: str
    account: int | None = None
    person: UUID | None = None
    changes: Mapping[str, Change] = field(default_factory=dict)
