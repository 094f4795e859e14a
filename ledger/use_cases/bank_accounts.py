"""Where euros of a wallet are sent: asked by one person, granted by another, paid after a wait."""

from dataclasses import dataclass
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
from ledger.use_cases.sign import Keeper, check_other


@dataclass(frozen=True, slots=True)
class Asked:
    """Who brings a bank account, when, and whether it comes with the enrolment at a desk."""

    by: str
    now: datetime
    is_first: bool = False


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
    asked: Asked,
) -> bool:
    """Write a bank account that waits for a second person; say whether none waited there."""
    id = new_id()
    wanted = NewBankAccount(
        id=id,
        account=account,
        iban=clearing.columns.encrypt(bank.iban, iban_place(id)),
        iban_seal=iban_seal(clearing, bank.iban),
        holder=clearing.columns.encrypt(bank.holder, holder_place(id)),
        is_first=asked.is_first,
        asked_by=asked.by,
        asked_at=asked.now,
    )
    return await insert_bank_account(connection, wanted)


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
    await check_other(connection, waiting["asked_by"], by.principal)
    since = counts_from(now, is_first=True)
    await decide_bank_account(
        connection, waiting["id"], by=by.principal, now=now, counts_from=since
    )


async def bring_bank_account(
    clearing: Clearing, account: int, bank: BankAccount, *, by: tuple[str, Keeper], now: datetime
) -> None:
    """Write the first bank account of a wallet, brought by one and granted by another at once."""

    async def write(connection: WriterConnection) -> None:
        asked = Asked(by[0], now, is_first=True)
        await write_bank_account(clearing, connection, account, bank, asked)
        await grant_first_bank_account(connection, account, by=by[1], now=now)

    await clearing.change(write)
