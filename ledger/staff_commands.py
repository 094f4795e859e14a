"""`mlc institution` and `mlc staff`: an institution with its first two managers.

They then appoint everybody else.
"""

import asyncio
from datetime import date
from typing import Annotated

import typer

from ledger.command_house import house_of_command, refuse
from ledger.core.institution import Institution, institution_of
from ledger.core.refusal import NotAllowed
from ledger.core.refusal_institution import KindTaken, SlipCodeTaken, WorksAlready
from ledger.core.role import InstitutionKind
from ledger.fresh import utc_now
from ledger.services import needed
from ledger.settings import Settings
from ledger.use_cases.clearing import Clearing, ClearingSettings
from ledger.use_cases.keep_officers import Invitation, Newcomer, invite_managers
from ui.wording import sentence

app = typer.Typer(help="The people of institutions.", no_args_is_help=True)
institution_app = typer.Typer(help="The institutions of the house.", no_args_is_help=True)
TWO_ONCE = (
    "An institution begins with two different people, once: it has, or had, managers already, is "
    "of another kind, or the two are one person."
)
NOT_A_CODE = "Slips begin with two to six letters and figures: name another --code."
KINDS = {
    InstitutionKind.ISSUER: "the issuer of the house",
    InstitutionKind.DESK: "a desk, whose slips begin with {code}",
    InstitutionKind.AUDITOR: "the auditor of the house",
}


Name = Annotated[str, typer.Argument(help="Name of the institution, as receipts bear it.")]
Managers = Annotated[
    list[str], typer.Option(help='Name and birth date: "Nadia Lefebvre 1980-05-21"; twice.')
]
Kind = Annotated[
    InstitutionKind, typer.Option(help="What it is, for ever: it decides which roles it gives.")
]
Code = Annotated[
    str, typer.Option(help="How its slips begin; the initials of its name unless told.")
]


@app.command(name="init")
def begin(
    institution: Name,
    manager: Managers,
    kind: Kind = InstitutionKind.DESK,
    code: Code = "",
) -> None:
    """Invite the first two managers of an institution; each code makes one passkey in a day.

    An institution that the house does not know is added, as a desk unless told.
    """
    _begin(_institution(institution, kind, code), manager)


@institution_app.command(name="add")
def add(institution: Name, kind: Kind, manager: Managers, code: Code = "") -> None:
    """Add an institution and invite its first two managers; one issuer and one auditor at most."""
    _begin(_institution(institution, kind, code), manager)


def _begin(institution: Institution, managers: list[str]) -> None:
    settings = Settings()
    people = [_newcomer(text) for text in managers]
    try:
        with house_of_command(settings) as led:
            invitations = asyncio.run(_invite(led, institution, people))
    except NotAllowed:
        raise refuse(TWO_ONCE) from None
    except (KindTaken, SlipCodeTaken, WorksAlready) as refusal:
        raise refuse(sentence(refusal.code, refusal.facts, symbol="", language="en")) from None
    typer.echo(f"{institution.name}: {KINDS[institution.kind].format(code=institution.code)}")
    for person, invitation in zip(people, invitations, strict=True):
        typer.echo(f"{person.name}: {settings.base_url}/console/join#{invitation.code}")


def _institution(name: str, kind: InstitutionKind, code: str) -> Institution:
    try:
        return institution_of(name, kind, code=code)
    except ValueError:
        raise refuse(NOT_A_CODE) from None


def _newcomer(text: str) -> Newcomer:
    name, _, born = text.strip().rpartition(" ")
    try:
        birth_date = date.fromisoformat(born)
    except ValueError:
        raise refuse(f"{text!r} is not a name and a birth date (YYYY-MM-DD).") from None
    if not name:
        raise refuse(f"{text!r} names nobody.")
    return Newcomer(name, birth_date)


async def _invite(
    settings: Settings, institution: Institution, people: list[Newcomer]
) -> list[Invitation]:
    dsn, key, columns = needed(settings)
    clearing = await Clearing.open(ClearingSettings(dsn, key, settings.currency_code, columns))
    try:
        return await invite_managers(clearing, institution, people, now=utc_now())
    finally:
        await clearing.close()
