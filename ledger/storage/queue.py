"""The posting queue: while one batch commits, the next one gathers (group commit).

Failures are told apart, because money hangs on it:

- certainly not committed (lock or statement timeout, deadlock, connection lost before COMMIT):
  tried again inside,
  then `Unavailable`;
- COMMIT sent and not answered: `OutcomeUnknown`, and only the same id sent again tells the truth;
- anything else: the batch is halved until the one draft that cannot be written is alone, and only
  that one fails.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import NamedTuple

import asyncpg

from ledger.core.judgement import Decision
from ledger.core.law import InvariantBroken
from ledger.core.posting import Draft, Posted
from ledger.core.refusal import Refused
from ledger.database import QueueFull, Unavailable, connect_writer
from ledger.storage.commit import Lost, commit, is_away, is_passing, roll_back
from ledger.storage.journal import Clock, lock_journal, server_clock
from ledger.storage.journal_shelf import PolicyShelf

ATTEMPTS = 5
FIRST_PAUSE_S = 0.02


class _Waiting(NamedTuple):
    draft: Draft
    answer: "asyncio.Future[Posted | Refused]"


@dataclass(frozen=True, slots=True)
class QueueSettings:
    """Bounds of the queue: what may wait, and how much one transaction takes."""

    may_wait: int = 8192
    batch: int = 2048


class PostingQueue:
    """Gathers the drafts of a process and posts them in batches, on a connection of its own."""

    def __init__(
        self,
        dsn: str,
        *,
        settings: QueueSettings | None = None,
        clock: Clock = server_clock,
        on_batch: Callable[[int, float], None] = lambda _size, _seconds: None,
    ) -> None:
        self._dsn = dsn
        self._settings = settings or QueueSettings()
        self._clock = clock
        self._on_batch = on_batch
        self._waiting: deque[_Waiting] = deque()
        self._wake = asyncio.Event()
        self._is_stopping = False
        self._connection: asyncpg.Connection | None = None
        self._shelf = PolicyShelf()
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Connect and begin to post.

        Raises:
            Unavailable: the server cannot be reached.
        """
        await self._connected()
        self._task = asyncio.create_task(self._run(), name="posting-queue")

    async def stop(self) -> None:
        """Take no more, post what waits, then close."""
        self._is_stopping = True
        self._wake.set()
        if self._task is not None:
            await self._task
        if self._connection is not None:
            await self._connection.close(timeout=2)

    @property
    def is_ready(self) -> bool:
        """Say whether payments can be taken now."""
        is_running = self._task is not None and not self._task.done() and not self._is_stopping
        is_connected = self._connection is not None and not self._connection.is_closed()
        return is_running and is_connected

    @property
    def waiting(self) -> int:
        """How many drafts wait for the next batch."""
        return len(self._waiting)

    async def post(self, draft: Draft) -> Posted:
        """Post a draft and return what the journal holds under its id.

        A caller that goes away changes nothing: what was taken is posted all the same.

        Raises:
            Refused: the rules say no; the id is closed for ever.
            QueueFull: too much is waiting.
            OutcomeUnknown: the connection was lost while committing.
            Unavailable: the database is away or busy.
            InvariantBroken: this draft cannot be written.
        """
        outcome = await self._join(draft)
        if isinstance(outcome, Refused):
            raise outcome
        return outcome

    async def post_all(self, drafts: Sequence[Draft]) -> list[Posted | Refused]:
        """Post a list of drafts, each with an outcome of its own, in their order.

        Raises:
            QueueFull: not all of them may wait; none is taken.
            OutcomeUnknown, Unavailable, InvariantBroken: as for one draft, the first of them.
        """
        if len(self._waiting) + len(drafts) > self._settings.may_wait:
            raise QueueFull
        return await asyncio.gather(*[self._join(draft) for draft in drafts])

    def _join(self, draft: Draft) -> "asyncio.Future[Posted | Refused]":
        if self._is_stopping:
            raise Unavailable
        if len(self._waiting) >= self._settings.may_wait:
            raise QueueFull
        answer: asyncio.Future[Posted | Refused] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Waiting(draft, answer))
        self._wake.set()
        return answer

    async def _run(self) -> None:
        while self._waiting or not self._is_stopping:
            if not self._waiting:
                self._wake.clear()
                await self._wake.wait()
                continue
            size = min(len(self._waiting), self._settings.batch)
            batch = [self._waiting.popleft() for _ in range(size)]
            await self._post(batch)
            # Those just answered may come back at once: let them join the next batch.
            await asyncio.sleep(0)

    async def _post(self, batch: Sequence[_Waiting]) -> None:
        began = perf_counter()
        try:
            decisions = await self._post_with_patience([waiting.draft for waiting in batch])
        except Unavailable as unavailable:
            _tell(batch, unavailable)
        except Exception as cause:  # noqa: BLE001 # whatever it is, only its draft may suffer from it
            await self._post_halves(batch, cause)
        else:
            self._on_batch(len(batch), perf_counter() - began)
            for waiting, decision in zip(batch, decisions, strict=True):
                if not waiting.answer.done():
                    waiting.answer.set_result(decision.outcome)

    async def _post_halves(self, batch: Sequence[_Waiting], cause: Exception) -> None:
        if len(batch) == 1:
            broken = InvariantBroken("this draft cannot be written")
            broken.__cause__ = cause
            _tell(batch, broken)
            return
        middle = len(batch) // 2
        await self._post(batch[:middle])
        await self._post(batch[middle:])

    async def _post_with_patience(self, drafts: Sequence[Draft]) -> Sequence[Decision]:
        pause_s = FIRST_PAUSE_S
        for _ in range(ATTEMPTS):
            try:
                return await post_once(await self._connected(), drafts, self._shelf, self._clock)
            except Lost:
                self._disconnect()
            except asyncpg.PostgresError as error:
                if not is_passing(error):
                    raise
            await asyncio.sleep(pause_s)
            pause_s *= 3
        raise Unavailable

    async def _connected(self) -> asyncpg.Connection:
        if self._connection is None or self._connection.is_closed():
            self._connection = await connect_writer(self._dsn)
        return self._connection

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.terminate()
        self._connection = None


async def post_once(
    connection: asyncpg.Connection, drafts: Sequence[Draft], shelf: PolicyShelf, clock: Clock
) -> Sequence[Decision]:
    """Post drafts in one transaction.

    Raises:
        Lost: nothing was committed, and the connection is of no more use.
        OutcomeUnknown: the answer to COMMIT was lost.
    """
    try:
        journal = await lock_journal(connection, shelf, clock)
        decisions = await journal.append(drafts)
    except asyncpg.PostgresError as error:
        if is_away(error):
            raise Lost from error
        await roll_back(connection)
        raise
    except Exception as error:
        if connection.is_closed() or isinstance(error, asyncpg.InternalClientError):
            raise Lost from error
        await roll_back(connection)
        raise
    await commit(connection)
    return decisions


def _tell(batch: Sequence[_Waiting], error: Exception) -> None:
    for waiting in batch:
        if not waiting.answer.done():
            waiting.answer.set_exception(error)
