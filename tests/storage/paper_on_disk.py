"""The town on paper, in a real database: the same accounts and requests, in a book of its own."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from asyncpg import Connection
from core.paper_town import PaperJournal

from ledger.core.account import Account
from ledger.core.book import Outcome, Request
from ledger.core.chart import CHART
from ledger.core.posting import Draft
from ledger.database import connect_writer
from ledger.storage.accounts import NewAccount, open_account
from ledger.storage.journal import Clock
from ledger.storage.journal_shelf import PolicyShelf
from ledger.storage.queue import post_once
from ledger.storage.requests import NewRequest, insert_request, withdraw_request

_ASKED_AT = datetime(2026, 1, 1, tzinfo=UTC)


class DiskJournal:
    """Posts batches as the queue does, one connection, one transaction each."""

    def __init__(self, connection: Connection, clock: Clock) -> None:
        self.connection = connection
        self._clock = clock
        self._shelf = PolicyShelf()

    async def post(self, *drafts: Draft) -> list[Outcome]:
        """Post a batch and commit it."""
        decisions = await post_once(self.connection, drafts, self._shelf, self._clock)
        return [decision.outcome for decision in decisions]


@asynccontextmanager
async def moved_in(dsn: str, paper: PaperJournal) -> AsyncIterator[DiskJournal]:
    """Give the journal of a paper town in a database, with all that was sent to the paper one."""
    connection = await connect_writer(dsn)
    try:
        yield await _move_in(connection, paper)
    finally:
        await connection.close()


async def _move_in(connection: Connection, paper: PaperJournal) -> DiskJournal:
    for account in paper.accounts.values():
        await open_account(connection, _described(account))
    for request in paper.requests.values():
        await _ask(connection, request)
    journal = DiskJournal(connection, lambda: paper.now)
    if paper.sent:
        await journal.post(*paper.sent)
    return journal


def _described(account: Account) -> NewAccount:
    return NewAccount(
        id=account.id,
        book="PAPER" if account.book == "DLE" else account.book,
        kind=account.kind,
        chart=CHART[account.kind].number,
        label=CHART[account.kind].label,
        limit_group=account.limit_group,
        tier=account.tier,
        territory=account.territory,
        agreed_from=account.agreed_from,
        floor=account.floor,
        ceiling=account.ceiling,
    )


async def _ask(connection: Connection, request: Request) -> None:
    await insert_request(
        connection,
        NewRequest(
            id=request.id,
            code=str(request.id),
            account_id=request.payee,
            amount=request.amount,
            reference=None,
            place=None,
            created_at=_ASKED_AT,
            expires_at=request.expires_at,
        ),
    )
    if request.is_withdrawn:
        await withdraw_request(connection, request.id, request.payee, _ASKED_AT)
