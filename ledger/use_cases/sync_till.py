"""A paired till takes the keys of its next days, and knows payments without network by them."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from ledger.core.offline_proof import HELD_DAYS, minute_of
from ledger.core.refusal import TillNotPaired
from ledger.fresh import PARIS, paris_day
from ledger.storage.tills import sync_pairing
from ledger.use_cases.clearing import Clearing


@dataclass(frozen=True, slots=True)
class HeldKey:
    """The key of a day, and the minutes from which and before which it counts."""

    first: int
    until: int
    key: bytes


@dataclass(frozen=True, slots=True)
class HeldKeys:
    """What a till takes along: its location, and a key for each of its days."""

    label: str
    rotation: int
    keys: tuple[HeldKey, ...]


async def take_keys(
    clearing: Clearing, device: UUID | None, *, account: int, now: datetime
) -> HeldKeys:
    """Give a paired device the day keys of its location, and of no other.

    Raises:
        TillNotPaired: the device answers for no location of this shop, or no more.
    """
    paired = None
    if device is not None:
        async with clearing.pool.acquire() as connection:
            paired = await sync_pairing(connection, device, account=account, now=now)
    if paired is None:
        raise TillNotPaired
    location, label, rotation = paired
    today = paris_day(now)
    days = [today + timedelta(days=ahead) for ahead in range(HELD_DAYS + 1)]
    begins = [minute_of(datetime.combine(day, time(), PARIS)) for day in days]
    keys = tuple(
        HeldKey(first, until, clearing.day_key(location, day, rotation))
        for day, first, until in zip(days, begins, begins[1:], strict=False)
    )
    return HeldKeys(label, rotation, keys)
