"""Note every secret that a process hands out, in a file of its own beside those of the run.

It holds on to the two places that draw them: codes of people, slips, cards and requests come from
`ledger.fresh._code`, tokens, passwords and server keys from `secrets.token_urlsafe`.
"""

import os
import secrets
from collections.abc import Callable
from typing import Any

from ledger import fresh

NOTED_IN = "TESTS_SECRETS_NOTED_IN"
SHORTEST = 8
"""What is shorter is public, as the code of a location, or too short to be told from a number."""


def own_file() -> str:
    """Where this process notes: one that looks for its latest secret finds nobody else's."""
    return f"{os.environ[NOTED_IN]}-{os.getpid()}"


def note(*texts: str) -> None:
    """Note secrets, each on a line."""
    file = os.open(own_file(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.write(file, "".join(f"{text}\n" for text in texts if len(text) >= SHORTEST).encode())
    os.close(file)


def begin() -> None:
    """Note from now on what this process draws, if anybody wants to know."""
    if NOTED_IN in os.environ:
        fresh._code = _noting(fresh._code)  # type: ignore[attr-defined]
        secrets.token_urlsafe = _noting(secrets.token_urlsafe)


def _noting(draw: Callable[..., str]) -> Callable[..., str]:
    def drawn(*given: Any) -> str:
        secret = draw(*given)
        note(secret)
        return secret

    return drawn
