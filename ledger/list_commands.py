"""`mlc freeze-list`: lists that come from outside, imported whole or not at all."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from ledger.command_house import house_of_command, refuse
from ledger.core.freeze_list import FreezeRegister
from ledger.core.refusal import Refused
from ledger.fresh import paris_day, utc_now
from ledger.services import needed
from ledger.settings import Settings
from ledger.use_cases.clearing import Clearing, ClearingSettings
from ledger.use_cases.import_freeze_list import Imported, import_freeze_list
from ledger.use_cases.read_freeze_register import read_register
from ui.wording import sentence

freeze_list_app = typer.Typer(help="The register of asset freezes.", no_args_is_help=True)
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


async def _import(settings: Settings, register: FreezeRegister) -> Imported:
    dsn, key, columns = needed(settings)
    clearing = await Clearing.open(ClearingSettings(dsn, key, settings.currency_code, columns))
    try:
        return await import_freeze_list(clearing, register, by=COMMAND, now=utc_now())
    finally:
        await clearing.close()
