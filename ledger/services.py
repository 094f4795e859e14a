"""What a process holds: its way to the journal, its readers, its ear, its gate."""

import asyncio
import gc
from contextlib import suppress
from dataclasses import dataclass

from ledger.bookkeeper import keep_books
from ledger.column_keys import ColumnKeys
from ledger.core.money import Currency
from ledger.database import Ear, ReaderEngine, Unavailable, open_reader
from ledger.gate import Gate
from ledger.post_office import keep_post
from ledger.reports.live import JournalFeed
from ledger.settings import Settings
from ledger.use_cases.clearing import Clearing, ClearingSettings, OnBatch

LISTEN_AGAIN_S = 1.0


@dataclass(frozen=True, slots=True)
class Services:
    """Everything a door may call on."""

    settings: Settings
    currency: Currency
    clearing: Clearing
    reader: ReaderEngine
    auditor: ReaderEngine
    gate: Gate
    feed: JournalFeed
    tasks: tuple[asyncio.Task[None], ...]
    stopping: asyncio.Event


async def open_services(settings: Settings, on_batch: OnBatch) -> Services:
    """Connect a process to its database.

    Raises:
        Unavailable: the database cannot be reached.
    """
    dsn, key, columns = needed(settings)
    auditor_url = settings.auditor_database_url
    reader = open_reader(dsn)
    clearing = await Clearing.open(
        ClearingSettings(dsn, key, settings.currency_code, columns, on_batch=on_batch)
    )
    gate, feed = Gate(reader, clearing), JournalFeed(reader)
    await feed.start()
    tasks = [
        asyncio.create_task(_listen(dsn, gate, feed), name="ear"),
        asyncio.create_task(keep_books(clearing), name="bookkeeper"),
    ]
    if settings.smtp_host:
        tasks.append(asyncio.create_task(keep_post(clearing, settings), name="post office"))
    settle_memory()
    return Services(
        settings=settings,
        currency=Currency(settings.currency_code, settings.currency_symbol, settings.currency_name),
        clearing=clearing,
        reader=reader,
        auditor=open_reader(auditor_url.get_secret_value() if auditor_url else dsn, size=2),
        gate=gate,
        feed=feed,
        tasks=tuple(tasks),
        stopping=asyncio.Event(),
    )


def settle_memory() -> None:
    """Spare the collector what lives as long as the process, and let it come by more rarely."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


async def close_services(services: Services) -> None:
    """End what works behind the payments, refuse new ones, finish what is being committed."""
    services.stopping.set()
    for task in services.tasks:
        task.cancel()
    await asyncio.gather(*services.tasks, return_exceptions=True)
    await services.clearing.close()
    await services.feed.stop()
    await services.reader.dispose()
    await services.auditor.dispose()


def needed(settings: Settings) -> tuple[str, bytes, ColumnKeys]:
    """Read what no process works without: the database, the server key, the keys of columns.

    Raises:
        Unavailable: one of them is not set, or cannot be read.
    """
    url, key, columns = settings.database_url, settings.server_key, settings.data_keys
    if url is None or key is None or columns is None:
        raise Unavailable(
            "MLC_DATABASE_URL, MLC_SERVER_KEY and MLC_DATA_KEYS are needed; "
            "`mlc up` alone makes its own."
        )
    try:
        keys = ColumnKeys.from_text(columns.get_secret_value())
    except ValueError:
        raise Unavailable("MLC_DATA_KEYS holds no key: `mlc data new-key` draws one.") from None
    return url.get_secret_value(), key.get_secret_value().encode(), keys


async def _listen(dsn: str, gate: Gate, feed: JournalFeed) -> None:
    """Keep an ear on the notices of PostgreSQL; while there is none, nothing is remembered."""

    def heard(channel: str, payload: str) -> None:
        if channel == "journal":
            feed.wake()
        elif channel == "claim":
            feed.tell_claim(int(payload))
        else:
            gate.forget()
            feed.look_up()

    while True:
        lost = asyncio.Event()
        ear = Ear(dsn, ("journal", "access", "claim"), heard)
        try:
            with suppress(Unavailable):
                await ear.listen(on_lost=lost.set)
                gate.hear()
                await lost.wait()
        finally:
            gate.deafen()
            await ear.close()
        await asyncio.sleep(LISTEN_AGAIN_S)
