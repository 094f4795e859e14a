"""`mlc freeze-list`, `mlc members`: lists from outside, imported whole or not at all."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from ledger.command_house import house_of_command, refuse
from ledger.core.freeze_list import FreezeRegister
from ledger.core.refusal import Refused
from ledger.database import open_reader
from ledger.fresh import paris_day, utc_now
from ledger.import_report import LONGEST_PIECE, NO_PIECE, Report, mistaken, told
from ledger.reports.enrolments import list_communes
from ledger.services import needed
from ledger.settings import Settings
from ledger.use_cases.clearing import Clearing, ClearingSettings
from ledger.use_cases.import_freeze_list import Imported, import_freeze_list
from ledger.use_cases.import_members import Import, import_members
from ledger.use_cases.read_freeze_register import read_register
from ui.wording import sentence

freeze_list_app = typer.Typer(help="The register of asset freezes.", no_args_is_help=True)
members_app = typer.Typer(help="The members.", no_args_is_help=True)
COMMAND = "command"
File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True)]


@freeze_list_app.callback()
def freeze_list() -> None:
    """Keep the register of asset freezes."""


@freeze_list_app.command(name="import")
def import_register(file: File) -> None:
    """Replace the register by a published file, in JSON, and compare every member with it."""
    settings = Settings()
    try:
        register = read_register(file.read_bytes())
        with house_of_command(settings) as led:
            imported = asyncio.run(_import(led, register))
    except Refused as refusal:
        raise refuse(
            sentence(refusal.code, refusal.facts, symbol=settings.currency_symbol, language="en")
        ) from None
    typer.echo(
        f"Version {imported.version}, published {paris_day(imported.published_at)}: "
        f"{imported.entries} entries; {imported.hits} to compare at /console/freeze-list."
    )


@members_app.callback()
def members() -> None:
    """Keep the members."""


@members_app.command(name="import")
def import_file(
    file: File,
    *,
    apply: Annotated[bool, typer.Option("--apply", help="Write; else it is a trial.")] = False,
    piece: Annotated[str, typer.Option(help="The bank's line of the euros brought.")] = "",
) -> None:
    """Enrol the members of a file with their balances, all or none."""
    with house_of_command(Settings()) as led:
        report = asyncio.run(_members(led, file.read_bytes(), piece.strip(), is_trial=not apply))
    typer.echo("\n".join(report.lines))
    if not report.is_accepted:
        raise typer.Exit(1)


async def _members(settings: Settings, content: bytes, piece: str, *, is_trial: bool) -> Report:
    from admin.member_file import read_member_file  # noqa: PLC0415 # other commands need no door

    dsn, key, columns = needed(settings)
    reader, now = open_reader(dsn), utc_now()
    clearing = await Clearing.open(ClearingSettings(dsn, key, settings.currency_code, columns))
    try:
        read = read_member_file(content, await list_communes(reader), paris_day(now))
        if read.mistakes:
            return mistaken(read.mistakes)
        if read.file.amount and not piece and not is_trial:
            return Report((NO_PIECE,), is_accepted=False)
        asked = Import(COMMAND, now, piece[:LONGEST_PIECE], is_trial)
        outcome = await import_members(clearing, read.file, asked)
        return told(read.file, outcome, settings.currency_symbol, is_trial=is_trial)
    finally:
        await clearing.close()
        await reader.dispose()


async def _import(settings: Settings, register: FreezeRegister) -> Imported:
    dsn, key, columns = needed(settings)
    clearing = await Clearing.open(ClearingSettings(dsn, key, settings.currency_code, columns))
    try:
        return await import_freeze_list(clearing, register, by=COMMAND, now=utc_now())
    finally:
        await clearing.close()
