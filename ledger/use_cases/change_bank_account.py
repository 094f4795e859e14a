"""The euros of a shop go to another bank account: three days after a second person agreed."""

from datetime import datetime
from uuid import UUID

from ledger.core.bank_account import BankAccount, counts_from, iban_end, iban_from
from ledger.core.countersignature import SignedAct
from ledger.core.letter import LetterKind
from ledger.core.refusal import NotFound
from ledger.core.refusal_access import AskedAlready
from ledger.core.refusal_agreement import BankAccountUnchanged
from ledger.database import WriterConnection
from ledger.storage.agreements import find_acceptor
from ledger.storage.bank_accounts import (
    decide_bank_account,
    latest_bank_account,
    waiting_bank_account,
)
from ledger.storage.letters import notify_holders
from ledger.use_cases.bank_accounts import Asked, iban_seal, write_bank_account
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.sign import Cosigner, Decision, check_other, keep_signature


async def ask_bank_account(
    clearing: Clearing, account: int, bank: BankAccount, *, by: str, now: datetime
) -> None:
    """Ask that euros go elsewhere; the holder is told at once, and nothing changes yet.

    Raises:
        IbanUnreadable: no SEPA transfer reaches that IBAN.
        NotFound: that wallet is no acceptor's.
        BankAccountUnchanged: euros go there already.
        AskedAlready: another bank account waits for a second person.
    """
    iban_from(bank.iban)

    async def write(connection: WriterConnection) -> None:
        if await find_acceptor(connection, account) is None:
            raise NotFound
        latest = await latest_bank_account(connection, account)
        if latest is not None and latest["iban_seal"] == iban_seal(clearing, bank.iban):
            raise BankAccountUnchanged
        if not await write_bank_account(clearing, connection, account, bank, Asked(by, now)):
            raise AskedAlready
        kind, end = LetterKind.BANK_ACCOUNT_ASKED, iban_end(bank.iban)
        await notify_holders(connection, account, kind, now=now, iban=end)

    await clearing.change(write)


async def withdraw_bank_account(
    clearing: Clearing, account: int, *, by: str, now: datetime
) -> None:
    """Take back a bank account that was asked for and waits; any owner of the shop may.

    Raises:
        NotFound: none waits, or it is the one of the enrolment.
    """

    async def write(connection: WriterConnection) -> None:
        waiting = await waiting_bank_account(connection, account)
        if waiting is None or waiting["is_first"]:
            raise NotFound
        await decide_bank_account(connection, waiting["id"], by=by, now=now, counts_from=None)
        await notify_holders(connection, account, LetterKind.BANK_ACCOUNT_WITHDRAWN, now=now)

    await clearing.change(write)


async def decide_bank_account_change(
    clearing: Clearing, account: int, id: UUID, *, is_granted: bool, by: Cosigner, now: datetime
) -> None:
    """Agree, as somebody else who saw the bank's paper and signs, or turn it down.

    The holder is told. From the agreement on no euros leave for three days, then they go to the
    new account. The account of an enrolment is granted with the agreement, and can be turned down
    here.

    Raises:
        NotFound: it waits no more.
        SecondPersonNeeded: they brought it themselves.
        Refused: the signature does not count; see `keep_signature`.
    """

    async def write(connection: WriterConnection) -> None:
        waiting = await waiting_bank_account(connection, account)
        if waiting is None or waiting["id"] != id or (waiting["is_first"] and is_granted):
            raise NotFound
        await check_other(connection, waiting["asked_by"], by.principal)
        decision = Decision(SignedAct.BANK_ACCOUNT, id, is_granted)
        await keep_signature(connection, clearing, decision, by=by, now=now)
        since = counts_from(now, is_first=False) if is_granted else None
        await decide_bank_account(connection, id, by=by.principal, now=now, counts_from=since)
        if since is None:
            await notify_holders(connection, account, LetterKind.BANK_ACCOUNT_REFUSED, now=now)
            return
        valid_from, kind = since.isoformat(), LetterKind.BANK_ACCOUNT_GRANTED
        await notify_holders(connection, account, kind, now=now, valid_from=valid_from)

    await clearing.change(write)
