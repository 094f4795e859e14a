"""The way of a process to the journal: its posting queue, its desk lane, its server key."""

import hmac
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from uuid import UUID

import ledger.storage.journal_read as journal
from ledger.column_keys import ColumnKeys
from ledger.core.account import AccountKind
from ledger.core.approval import ApprovalKey
from ledger.core.content import content_digest
from ledger.core.house_accounts import HouseAccounts
from ledger.core.judgement import Decision
from ledger.core.location_code import accepted_keys, seal_of
from ledger.core.offline_proof import day_key
from ledger.core.posting import Draft, Envelope, Kind, Origin, Posted
from ledger.core.refusal import DeviceNotAccepted, NotFound, Refused
from ledger.database import WriterPool, open_writer_pool
from ledger.fresh import paris_day, utc_now
from ledger.storage.accounts import find_house_accounts
from ledger.storage.journal import Clock, server_clock
from ledger.storage.keys import find_key
from ledger.storage.lane import DeskLane, WriteAndDraft, WriteRows
from ledger.storage.provision import find_instance
from ledger.storage.queue import PostingQueue
from ledger.use_cases.keep_births import take_up_births

KEYS_REMEMBERED = 50_000
"""A key takes some 400 bytes of memory."""
OnBatch = Callable[[int, float], None]


@dataclass(frozen=True, slots=True)
class ClearingSettings:
    """What a clearing needs: server, keys, book, clock (a stand-in in tests and the demo)."""

    dsn: str
    server_key: bytes
    book: str
    columns: ColumnKeys
    clock: Clock = server_clock
    on_batch: OnBatch = lambda _size, _seconds: None


class Clearing:
    """Posts the drafts of one process and holds its writing connections."""

    def __init__(
        self, settings: ClearingSettings, pool: WriterPool, house: HouseAccounts, instance: str
    ) -> None:
        self._settings = settings
        self._queue = PostingQueue(settings.dsn, clock=settings.clock, on_batch=settings.on_batch)
        self._lane = DeskLane(pool, settings.clock)
        self.pool = pool
        self.house = house
        self.book = settings.book
        self.columns = settings.columns
        self.instance = instance
        self._keys: dict[UUID, ApprovalKey] = {}

    @classmethod
    async def open(cls, settings: ClearingSettings) -> "Clearing":
        """Connect to the journal and begin to post.

        Raises:
            Unavailable: the database cannot be reached.
        """
        pool = await open_writer_pool(settings.dsn)
        async with pool.acquire() as connection:
            kinds = [AccountKind(field.name) for field in fields(HouseAccounts)]
            found = await find_house_accounts(connection, settings.book, kinds)
            instance = await find_instance(connection)
            await take_up_births(connection, settings.columns)
        clearing = cls(settings, pool, HouseAccounts(**found), instance)
        await clearing._queue.start()
        return clearing

    async def close(self) -> None:
        """Take no more, post what waits, then leave."""
        await self._queue.stop()
        await self.pool.close()

    @property
    def is_ready(self) -> bool:
        """Say whether payments can be taken now."""
        return self._queue.is_ready

    @property
    def waiting(self) -> int:
        """How many drafts wait for the next batch."""
        return self._queue.waiting

    def envelope(
        self, id: UUID, origin: Origin, kind: Kind, *arguments: str | int | None
    ) -> Envelope:
        """Seal an id with the content of its order as sent."""
        digest = content_digest(self._settings.server_key, origin.principal, kind, *arguments)
        return Envelope(id, digest, origin)

    def seal(self, content: bytes) -> bytes:
        """Seal bytes with the key of the house: nobody else makes such a seal."""
        return hmac.digest(self._settings.server_key, b"mlc/seal/v1" + content, "sha256")

    def day_key(self, location: str, day: date, rotation: int) -> bytes:
        """Derive the day key of a location, by which its till knows a payment without network."""
        return day_key(self._settings.server_key, location=location, day=day, rotation=rotation)

    def location_seal(self, code: str, number: int) -> str:
        """Sign the code of a location with the key of a number, for its printed link."""
        return seal_of(self._settings.server_key, number, code)

    def location_keys(self, number: int) -> dict[str, str]:
        """List the public keys by which phones know printed codes."""
        return accepted_keys(self._settings.server_key, number)

    async def post(self, draft: Draft) -> Posted:
        """Post through the queue; see `PostingQueue.post` for what it raises."""
        return await self._queue.post(draft)

    async def post_all(self, drafts: Sequence[Draft]) -> list[Posted | Refused]:
        """Post a list through the queue, each draft with an outcome of its own."""
        return await self._queue.post_all(drafts)

    def today(self) -> date:
        """Tell the civil day that the journal would write now."""
        return paris_day(self.now())

    def now(self) -> datetime:
        """Tell the instant that the journal would write now."""
        return self._settings.clock() or utc_now()

    async def post_with_rows(
        self, draft: Draft, write_rows: WriteRows, write_after: WriteRows | None = None
    ) -> Posted:
        """Post through the desk lane, with rows of the use case in the same transaction."""
        if write_after is None:
            return await self._lane.post(draft, write_rows)
        return await self._lane.post(draft, write_rows, write_after)

    async def change(self, write_rows: WriteRows) -> None:
        """Change what the rules read, while nobody posts."""
        await self._lane.change(write_rows)

    async def post_together(
        self, write_rows: WriteAndDraft, check: Callable[[Sequence[Decision]], None]
    ) -> None:
        """Write rows and post what they call for, all or nothing; see `DeskLane.post_together`."""
        await self._lane.post_together(write_rows, check)

    async def key(self, id: UUID) -> ApprovalKey:
        """Find a key that approves payments; what is found here never changes, so it is kept.

        Raises:
            DeviceNotAccepted: there is none of that id.
        """
        known = self._keys.get(id)
        if known is not None:
            return known
        async with self.pool.acquire() as connection:
            found = await find_key(connection, id)
        if found is None:
            raise DeviceNotAccepted
        if len(self._keys) < KEYS_REMEMBERED:
            self._keys[id] = found
        return found

    async def find(self, id: UUID, *kinds: Kind) -> Posted:
        """Find a posting of one of these kinds.

        Raises:
            NotFound: there is none under that id.
        """
        async with self.pool.acquire() as connection:
            posted = await journal.find_posted(connection, id)
        if posted is None or (kinds and posted.kind not in kinds):
            raise NotFound
        return posted
