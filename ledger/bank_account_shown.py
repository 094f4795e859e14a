"""The bank accounts of a wallet, decrypted for whoever may read them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ledger.column_keys import ColumnKeys
from ledger.core.bank_account import BankAccount
from ledger.reports.acceptors import BankAccountLine
from ledger.reports.payouts import PayoutLine, list_payouts
from ledger.services import Services
from ledger.use_cases.bank_accounts import holder_place, iban_place
from ui.translation import french

NO_IBAN = french("Cet IBAN est mal recopié, ou ne reçoit pas de virement en euros. Relisez le RIB.")
"""What every form says of an IBAN that cannot be read."""


@dataclass(frozen=True, slots=True)
class ReadBankAccount:
    """A bank account in clear, and how it stands."""

    line: BankAccountLine
    bank: BankAccount


@dataclass(frozen=True, slots=True)
class BankAccountsShown:
    """The account that waits for a second person, and the last one that two people agreed to."""

    waiting: ReadBankAccount | None
    granted: ReadBankAccount | None


def read_bank_accounts(columns: ColumnKeys, lines: Sequence[BankAccountLine]) -> BankAccountsShown:
    """Decrypt what a page shows of a wallet's bank accounts, given the latest first."""
    waiting = next((line for line in lines if line.decided_at is None), None)
    granted = next((line for line in lines if line.is_granted), None)
    return BankAccountsShown(_read(columns, waiting), _read(columns, granted))


@dataclass(frozen=True, slots=True)
class ShownPayout:
    """Where the euros of a redemption go, once prepared; before, since when an account counts."""

    bank: BankAccount | None
    counts_from: datetime | None


def read_payout(columns: ColumnKeys, line: PayoutLine) -> ShownPayout:
    """Decrypt where the euros of a redemption go."""
    if line.bank_account is None or line.iban is None or line.holder is None:
        return ShownPayout(None, line.counts_from)
    bank = decrypted(columns, line.bank_account, line.iban, line.holder)
    return ShownPayout(bank, line.counts_from)


async def list_shown_payouts(
    services: Services, redemptions: Sequence[UUID]
) -> dict[UUID, ShownPayout]:
    """Show where the euros of each redemption go, in clear once they are frozen."""
    lines = await list_payouts(services.reader, redemptions)
    return {line.redemption: read_payout(services.clearing.columns, line) for line in lines}


def _read(columns: ColumnKeys, line: BankAccountLine | None) -> ReadBankAccount | None:
    if line is None:
        return None
    return ReadBankAccount(line, decrypted(columns, line.id, line.iban, line.holder))


def decrypted(columns: ColumnKeys, id: UUID, iban: bytes, holder: bytes) -> BankAccount:
    """Decrypt a bank account, its words written for the row of that id."""
    return BankAccount(
        columns.decrypt(iban, iban_place(id)), columns.decrypt(holder, holder_place(id))
    )
