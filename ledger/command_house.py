"""What the commands of `mlc` share: the house they open, and how they say that they cannot."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer

from ledger.database import Unavailable
from ledger.embedded import EmbeddedPostgresError
from ledger.own_house import opened_house
from ledger.settings import Settings

UNREACHABLE = "The database cannot be reached."


def refuse(sentence: str) -> typer.Exit:
    """Say why a command does nothing; what comes back ends it with status 1."""
    typer.echo(sentence, err=True)
    return typer.Exit(1)


@contextmanager
def house_of_command(settings: Settings) -> Iterator[Settings]:
    """Open a house for a command, which ends with a sentence where the database is out of reach."""
    try:
        with opened_house(settings) as led:
            yield led
    except (EmbeddedPostgresError, Unavailable) as error:
        raise refuse(str(error) or UNREACHABLE) from None
