"""A resident leaves: why, and which paper shows it. Nobody else turns their units into euros."""

from dataclasses import dataclass
from enum import StrEnum

from ledger.core.bank_account import BankAccount


class ExitReason(StrEnum):
    """Why a resident is paid out, which no rule but an exception allows."""

    DEPARTURE = "departure"
    DEATH = "death"
    CLOSURE = "closure"


@dataclass(frozen=True, slots=True)
class Exit:
    """What is asked: a wallet emptied for a reason, to a bank account; `proof` names a document."""

    account: int
    reason: ExitReason
    proof: str
    bank: BankAccount
