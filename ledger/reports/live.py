"""What has just been posted, for live screens: follows the journal, wakes on notice."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.database import Unavailable, reading

MOST = 1000
SINCE = text("""
select p.seq, p.id, p.kind, p.posted_at, p.settles, p.place, l.credit_account as payee,
       l.debit_account as payer, l.amount, r.reference, r.place as asked_at
  from ledger.posting as p
       join ledger.leg as l on l.posting_seq = p.seq and l.n = 0
       left join ledger.payment_request as r on r.id = p.settles
 where p.seq > :after and l.credit_account = any(:accounts)
 order by p.seq
 limit :most
""").bindparams(most=MOST)
HEAD = text("select coalesce(max(seq), 0)::bigint from ledger.posting")
LISTEN_AGAIN_S = 5.0
"""How long a notice lost with its connection may delay a screen."""


@dataclass(frozen=True, slots=True)
class Event:
    """A posting as live screens need it."""

    seq: int
    id: UUID
    kind: str
    posted_at: datetime
    settles: UUID | None
    place: str | None
    payee: int
    payer: int
    amount: int
    reference: str | None
    asked_at: str | None


CLAIM = "claim"
_CLAIMED = Event(
    0, UUID(int=0), CLAIM, datetime.min.replace(tzinfo=UTC), None, None, 0, 0, 0, None, None
)
"""Nothing was posted; who waits is to be asked again."""


class JournalFeed:
    """Follows the journal for the live screens of a process: one query for all of them."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._after = 0
        self._news = asyncio.Event()
        self._screens: dict[int, set[asyncio.Queue[Event | None]]] = {}
        self._reads = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin after the last posting of now."""
        self._after = await self.head()
        self._task = asyncio.create_task(self._follow(), name="journal-feed")

    async def stop(self) -> None:
        """Stop following."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def wake(self) -> None:
        """Say that something was posted."""
        self._news.set()

    def tell_claim(self, account: int) -> None:
        """Tell the screens of an account that somebody came to a till, or went."""
        for queue in self._screens.get(account, ()):
            queue.put_nowait(_CLAIMED)

    def look_up(self) -> None:
        """Have every screen look up from its silence: whether its person may still hear it."""
        for queues in self._screens.values():
            for queue in queues:
                queue.put_nowait(None)

    async def head(self) -> int:
        """Read the number of the last posting: where a new screen begins."""
        async with reading(self._engine) as connection:
            return int(await connection.scalar(HEAD) or 0)

    async def events(
        self, account: int, *, after: int, beat_s: float
    ) -> AsyncIterator[Event | None]:
        """Yield what was credited to an account after a number; None where nothing was.

        That is when `beat_s` passed quietly, or when screens are to look up.
        A screen that comes back with the last number it saw is told first what it missed, from the
        journal.

        Raises:
            Unavailable: the journal cannot be read.
        """
        queue: asyncio.Queue[Event | None] = asyncio.Queue()
        # Not while `_follow` reads for those who were there before: what is posted between both
        # readings would be told to nobody.
        async with self._reads:
            for missed in await self._read([account], after):
                queue.put_nowait(missed)
            self._screens.setdefault(account, set()).add(queue)
        try:
            while True:
                event = await _next(queue, beat_s)
                if event is None:
                    yield None
                elif event.kind == CLAIM:
                    yield event
                elif event.seq > after:
                    after = event.seq
                    yield event
        finally:
            self._screens[account].discard(queue)
            if not self._screens[account]:
                del self._screens[account]

    async def _follow(self) -> None:
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(LISTEN_AGAIN_S):
                    await self._news.wait()
            self._news.clear()
            with suppress(Unavailable):
                while await self._hand_out_next():
                    pass

    async def _hand_out_next(self) -> bool:
        """Tell the screens what follows; say whether more may be waiting."""
        async with self._reads:
            found = await self._read(list(self._screens), self._after) if self._screens else []
            self._hand_out(found)
        return len(found) == MOST

    def _hand_out(self, events: list[Event]) -> None:
        for event in events:
            self._after = event.seq
            for queue in self._screens.get(event.payee, ()):
                queue.put_nowait(event)

    async def _read(self, accounts: list[int], after: int) -> list[Event]:
        async with reading(self._engine) as connection:
            found = await connection.execute(SINCE, {"after": after, "accounts": accounts})
            return [Event(**row) for row in found.mappings()]


async def _next(queue: asyncio.Queue[Event | None], beat_s: float) -> Event | None:
    try:
        async with asyncio.timeout(beat_s):
            return await queue.get()
    except TimeoutError:
        return None
