"""What the commands of `mlc` share: the house they open, and how they say that they cannot."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer

from ledger.database import Unavailable
from ledger.embedded import EmbeddedPostgresError
from ledger.own_house import has_own_house, opened_house
from ledger.settings import Settings

UNREACHABLE = "The database cannot be reached."
NOTHING_HERE = {
    True: "There is no demonstration town here yet: `mlc up --demo` builds one.",
    False: "There is no house here yet: `mlc up` or `mlc migrate` makes one.",
}


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


@contextmanager
def house_to_look_at(settings: Settings) -> Iterator[Settings]:
    """Open a house that a command only reads: where there is none, none is made."""
    if settings.database_url is None and not has_own_house(settings):
        raise refuse(NOTHING_HERE[settings.demo])
    with house_of_command(settings) as led:
        yield led
