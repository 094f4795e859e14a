"""What takes two people of an organisation."""

from enum import StrEnum


class SignedAct(StrEnum):
    """What one person asks and another grants."""

    SLIP_CREDIT = "slip_credit"
    REVERSAL = "reversal"
