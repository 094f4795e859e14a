"""`mlc staff`: the first two managers of an institution, who then appoint everybody else."""

import asyncio
from datetime import date
from typing import Annotated

import typer

from ledger.command_house import house_of_command, refuse
from ledger.core.refusal import NotAllowed
from ledger.fresh import utc_now
from ledger.services import needed
from ledger.settings import Settings
from ledger.use_cases.clearing import Clearing, ClearingSettings
from ledger.use_cases.keep_officers import Invitation, Newcomer, invite_managers

app = typer.Typer(help="The people of institutions.", no_args_is_help=True)
TWO_ONCE = (
    "An institution begins with two different people, once: it has, or had, managers already, or "
    "the two are one person."
)


@app.command(name="init")
def begin(
    institution: Annotated[str, typer.Argument(help="Name of the institution, as tills bear it.")],
    manager: Annotated[
        list[str], typer.Option(help='Name and birth date: "Nadia Lefebvre 1980-05-21"; twice.')
    ],
) -> None:
    """Invite the first two managers of an institution; each code makes one passkey in a day."""
    settings = Settings()
    people = [_newcomer(text) for text in manager]
    try:
        with house_of_command(settings) as led:
            invitations = asyncio.run(_invite(led, institution, people))
    except NotAllowed:
        raise refuse(TWO_ONCE) from None
    for person, invitation in zip(people, invitations, strict=True):
        typer.echo(f"{person.name}: {settings.base_url}/console/join#{invitation.code}")


def _newcomer(text: str) -> Newcomer:
    name, _, born = text.strip().rpartition(" ")
    try:
        birth_date = date.fromisoformat(born)
    except ValueError:
        raise refuse(f"{text!r} is not a name and a birth date (YYYY-MM-DD).") from None
    if not name:
        raise refuse(f"{text!r} names nobody.")
    return Newcomer(name, birth_date)


async def _invite(settings: Settings, institution: str, people: list[Newcomer]) -> list[Invitation]:
    dsn, key, columns = needed(settings)
    clearing = await Clearing.open(ClearingSettings(dsn, key, settings.currency_code, columns))
    try:
        return await invite_managers(clearing, institution, people, now=utc_now())
    finally:
        await clearing.close()
