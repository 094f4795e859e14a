"""Where euros of a wallet are sent: asked by one person, granted by another, paid after a wait."""

from datetime import datetime
from uuid import UUID

from ledger.core.bank_account import BankAccount, counts_from, iban_content
from ledger.database import WriterConnection
from ledger.fresh import new_id
from ledger.storage.bank_accounts import (
    NewBankAccount,
    decide_bank_account,
    insert_bank_account,
    waiting_bank_account,
)
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.till_day import Keeper, check_other


def iban_place(id: UUID) -> str:
    """Name the place of an encrypted IBAN."""
    return f"people.bank_account.iban {id}"


def holder_place(id: UUID) -> str:
    """Name the place of the encrypted name of a bank account's holder."""
    return f"people.bank_account.holder {id}"


def iban_seal(clearing: Clearing, iban: str) -> bytes:
    """Seal an IBAN, so that it is known when another member brings it."""
    return clearing.seal(iban_content(iban))


async def write_bank_account(
    clearing: Clearing,
    connection: WriterConnection,
    account: int,
    bank: BankAccount,
    *,
    by: str,
    now: datetime,
) -> None:
    """Write a bank account that waits for a second person."""
    id = new_id()
    wanted = NewBankAccount(
        id=id,
        account=account,
        iban=clearing.columns.encrypt(bank.iban, iban_place(id)),
        iban_seal=iban_seal(clearing, bank.iban),
        holder=clearing.columns.encrypt(bank.holder, holder_place(id)),
        asked_by=by,
        asked_at=now,
    )
    await insert_bank_account(connection, wanted)


async def grant_first_bank_account(
    connection: WriterConnection, account: int, *, by: Keeper, now: datetime
) -> None:
    """Grant the bank account that an acceptor was enrolled with, if it still waits.

    Raises:
        SecondPersonNeeded: they enrolled it themselves.
    """
    waiting = await waiting_bank_account(connection, account)
    if waiting is None or not waiting["is_first"]:
        return
    check_other(waiting["asked_by"], by)
    since = counts_from(now, is_first=True)
    await decide_bank_account(
        connection, waiting["id"], by=by.principal, now=now, counts_from=since
    )
