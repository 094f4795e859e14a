"""`mlc retention`: what the retention table keeps no longer is removed by hand, or counted."""

import asyncio
from typing import Annotated

import typer

from ledger.command_house import house_of_command
from ledger.core.retention import Rule
from ledger.fresh import utc_now
from ledger.services import needed
from ledger.settings import Settings
from ledger.use_cases.clearing import Clearing, ClearingSettings
from ledger.use_cases.keep_retention import count_retention, run_retention

app = typer.Typer(help="The retention table.", no_args_is_help=True)


@app.callback()
def retention() -> None:
    """Keep no longer than is said."""


@app.command(name="run")
def run(
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Count, and remove nothing.")] = False,
    demo: Annotated[bool, typer.Option("--demo", help="The demonstration town.")] = False,
) -> None:
    """Remove what is due, as the service does every day by itself."""
    with house_of_command(Settings(demo=demo)) as led:
        counts = asyncio.run(_run(led, is_dry=dry_run))
    for rule, count in counts.items():
        typer.echo(f"{rule}: {count}")
    typer.echo(f"{sum(counts.values())} {'due, nothing removed' if dry_run else 'removed'}")


async def _run(settings: Settings, *, is_dry: bool) -> dict[Rule, int]:
    dsn, key, columns = needed(settings)
    clearing = await Clearing.open(ClearingSettings(dsn, key, settings.currency_code, columns))
    try:
        return await (count_retention if is_dry else run_retention)(clearing, now=utc_now())
    finally:
        await clearing.close()
