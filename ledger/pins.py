"""PINs, hashed and compared off the event loop, a few at a time: each takes memory on purpose.

What is hashed is the PIN sealed with the key of the house: the database alone does not tell four
digits, however few they are.
"""

import asyncio
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

AT_ONCE: Final = 2
_HASHER: Final = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
"""Argon2id with 19 MiB and two passes: the least that OWASP's cheat sheet on passwords asks."""
NOBODYS: Final = _HASHER.hash(b"")
"""Compared where there is no PIN, so that the answer takes as long."""
_turns = asyncio.Semaphore(AT_ONCE)


async def hash_pin(sealed: bytes) -> str:
    """Hash a sealed PIN for keeping."""
    async with _turns:
        return await asyncio.to_thread(_HASHER.hash, sealed)


async def is_the_pin(pin_hash: str, sealed: bytes) -> bool:
    """Say whether a sealed PIN is the one that was kept."""
    async with _turns:
        return await asyncio.to_thread(_matches, pin_hash, sealed)


def _matches(pin_hash: str, sealed: bytes) -> bool:
    try:
        return _HASHER.verify(pin_hash, sealed)
    except VerifyMismatchError:
        return False
