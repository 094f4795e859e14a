"""Refusals and failures by name: each has one code and one HTTP status, at every door."""

from collections.abc import Mapping

from ledger.core.refusal import Refused
from ledger.database import OutcomeUnknown, QueueFull, Unavailable
from ui.format import AmountNotUnderstood

STATUS: Mapping[str, int] = {
    "key_reused": 409,
    "order_expired": 422,
    "approval_missing": 403,
    "device_not_accepted": 403,
    "card_not_accepted": 403,
    "replacement_refused": 409,
    "account_unknown": 404,
    "account_not_open": 403,
    "till_not_open": 409,
    "book_mismatch": 422,
    "kind_not_allowed": 403,
    "redemption_not_allowed": 403,
    "transfer_not_allowed": 403,
    "issuance_suspended": 403,
    "request_unknown": 404,
    "request_already_paid": 409,
    "request_withdrawn": 409,
    "request_expired": 409,
    "request_reserved": 403,
    "request_mismatch": 422,
    "original_unknown": 404,
    "already_settled": 409,
    "settlement_mismatch": 422,
    "refund_too_late": 409,
    "refund_too_large": 409,
    "refunds_come_first": 409,
    "already_reversed": 409,
    "quote_outdated": 409,
    "not_accredited": 403,
    "floor_reached": 409,
    "ceiling_reached": 409,
    "daily_limit_reached": 409,
    "rolling_limit_reached": 409,
    "own_daily_limit_reached": 409,
    "own_weekly_limit_reached": 409,
    "new_device_limit_reached": 409,
    "card_limit_reached": 409,
    "cash_limit_reached": 409,
    "cheque_too_large": 409,
    "bonus_limit_reached": 409,
    "association_not_chosen": 422,
    "more_than_sent": 409,
    "cheque_not_credited": 409,
    "cheque_too_recent": 409,
    "more_than_owed": 409,
    "dues_apart": 409,
    "receipt_unknown": 404,
    "receipt_used": 409,
    "receipt_day_over": 409,
    "group_cash_limit_reached": 409,
    "territory_not_open": 403,
    "strong_approval_needed": 403,
    "signature_invalid": 403,
    "too_many_claims": 429,
    "claim_not_open": 409,
    "reply_not_open": 409,
    "slip_not_valid": 404,
    "personal_code_unknown": 404,
    "too_many_codes": 429,
    "card_paused": 429,
    "pin_refused": 422,
    "staff_code_wrong": 403,
    "till_opens_by_code": 403,
    "staff_code_locked": 429,
    "account_pin_wrong": 403,
    "account_pin_locked": 429,
    "confirmation_needed": 401,
    "limit_too_high": 422,
    "identity_not_seen": 403,
    "count_not_understood": 422,
    "list_too_long": 422,
    "reason_needed": 422,
    "explanation_needed": 422,
    "till_day_elsewhere": 409,
    "asked_already": 409,
    "reversal_too_late": 409,
    "address_not_understood": 422,
    "address_code_wrong": 403,
    "too_many_addresses": 429,
    "not_served_by_them": 403,
    "relative_known": 409,
    "second_person_needed": 403,
    "officer_key_needed": 403,
    "same_browser": 403,
    "invitation_not_valid": 404,
    "role_not_yet": 403,
    "not_for_them": 403,
    "identity_expired": 422,
    "identity_known": 409,
    "identified_already": 409,
    "guardian_needed": 422,
    "alike_known": 409,
    "contact_taken": 409,
    "organisation_alike": 409,
    "outside_perimeter": 422,
    "namesake_unexplained": 422,
    "freeze_list_match": 403,
    "freeze_list_unreadable": 422,
    "freeze_list_older": 409,
    "assets_frozen": 403,
    "agreement_dates_wrong": 422,
    "policy_beyond_law": 422,
    "policy_unchanged": 422,
    "policy_date_wrong": 422,
    "phase_not_decided": 409,
    "bank_account_unchanged": 409,
    "own_euros": 403,
    "redemption_in_batch": 409,
    "bank_account_not_ready": 409,
    "nothing_to_pay": 409,
    "batch_not_sent": 409,
    "exit_not_possible": 409,
    "treasury_needed": 403,
    "balance_remains": 409,
    "units_to_redeem": 409,
    "euros_on_their_way": 409,
    "cheque_waits": 409,
    "debt_owed": 409,
    "decision_waits": 409,
    "guards_somebody": 409,
    "not_alike": 409,
    "accounts_still_open": 409,
    "held_by_law": 409,
    "pairing_not_open": 409,
    "till_not_paired": 403,
    "label_taken": 409,
    "terms_not_accepted": 422,
    "freeze_code_unknown": 404,
    "not_allowed": 403,
    "code_unknown": 404,
    "not_found": 404,
    "sign_in_needed": 401,
    "amount_not_understood": 422,
    "request_not_understood": 422,
    "outcome_unknown": 503,
    "queue_full": 503,
    "unavailable": 503,
    "broken": 500,
}
"""One status for each refusal and failure; a test keeps the table whole."""


class Unreadable(Exception):
    """The request cannot be read; `where` names the part that is wrong."""

    def __init__(self, where: str) -> None:
        super().__init__(where)
        self.where = where


def code_of(error: Exception) -> str:
    """Name a refusal or failure."""
    if isinstance(error, Refused):
        return error.code
    if isinstance(error, Unreadable):
        return "request_not_understood"
    if isinstance(error, AmountNotUnderstood):
        return "amount_not_understood"
    if isinstance(error, OutcomeUnknown):
        return "outcome_unknown"
    if isinstance(error, QueueFull):
        return "queue_full"
    return "unavailable" if isinstance(error, Unavailable) else "broken"
