"""What a holder is told by e-mail, whoever did it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID


class LetterKind(StrEnum):
    """What a letter tells."""

    PHONE_ADDED = "phone_added"
    PASSKEY_ADDED = "passkey_added"
    DEVICE_REMOVED = "device_removed"
    RECOVERY_BEGUN = "recovery_begun"
    PIN_SET = "pin_set"
    LIMIT_RAISED = "limit_raised"
    IDENTIFIED = "identified"
    FROZEN = "frozen"
    REOPENED = "reopened"
    CEILING_SET = "ceiling_set"
    CEILING_UNTIL = "ceiling_until"
    CEILING_OF_ALL = "ceiling_of_all"
    HOUSEHOLD_JOINED = "household_joined"
    HOUSEHOLD_LEFT = "household_left"
    CARD_ISSUED = "card_issued"
    ADDRESS_CODE = "address_code"
    CONTACT_CODE = "contact_code"
    ADDRESS_ENDED = "address_ended"
    BANK_ACCOUNT_ASKED = "bank_account_asked"
    BANK_ACCOUNT_GRANTED = "bank_account_granted"
    BANK_ACCOUNT_REFUSED = "bank_account_refused"
    BANK_ACCOUNT_WITHDRAWN = "bank_account_withdrawn"
    REDEMPTION_APPROVED = "redemption_approved"
    REDEMPTION_REFUSED = "redemption_refused"
    CHEQUE_UNPAID = "cheque_unpaid"
    DUES_DUE = "dues_due"
    DUES_LATE = "dues_late"
    DESK_RECEIPT = "desk_receipt"
    CLOSED = "closed"
    MOVEMENT = "movement"


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter that is due; `tries` counts this one."""

    id: UUID
    address: str
    kind: LetterKind
    facts: dict[str, Any]
    tries: int
    written_at: datetime
