"""`mlc perimeter`: the communes and territories of the metropolis, from a day on."""

import asyncio
import csv
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from ledger.command_house import house_to_look_at, refuse
from ledger.core.perimeter import Commune, PerimeterChange, read_perimeter
from ledger.core.refusal import Refused
from ledger.core.refusal_perimeter import PerimeterMistaken
from ledger.fresh import paris_day, utc_now
from ledger.settings import Settings
from ledger.use_cases.change_perimeter import change_perimeter
from ui.wording import sentence

app = typer.Typer(help="The communes and territories.", no_args_is_help=True)
OWNER_NEEDED = "MLC_OWNER_DATABASE_URL is needed to change the perimeter."


@app.callback()
def perimeter() -> None:
    """Keep the communes and territories."""


@app.command(name="import")
def import_perimeter(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True)],
    *,
    first_day: Annotated[
        datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="Its first day.")
    ],
    apply: Annotated[bool, typer.Option("--apply", help="Write; else it is a trial.")] = False,
) -> None:
    """Begin a version of the perimeter, from a file like ledger/data/mel_communes.csv."""
    settings, day = Settings(), first_day.date()
    try:
        communes = _read(file)
        with house_to_look_at(settings) as led:
            if led.owner_database_url is None:
                raise refuse(OWNER_NEEDED)
            owner = led.owner_database_url.get_secret_value()
            change, standing = asyncio.run(
                change_perimeter(
                    owner,
                    communes,
                    first_day=day,
                    today=paris_day(utc_now()),
                    is_trial=not apply,
                )
            )
    except Refused as refusal:
        raise refuse(sentence(refusal.code, refusal.facts, symbol="", language="en")) from None
    typer.echo("\n".join(_told(change, standing)))
    typer.echo(f"From {day}: written." if apply else f"From {day}: a trial, nothing is written.")


def _read(file: Path) -> tuple[Commune, ...]:
    try:
        with file.open(newline="", encoding="utf-8-sig") as lines:
            return read_perimeter(csv.DictReader(lines))
    except (UnicodeDecodeError, csv.Error):
        raise PerimeterMistaken(line=1) from None


def _told(change: PerimeterChange, standing: dict[str, Commune]) -> list[str]:
    told = [_difference(each, standing.get(each.insee)) for each in change.begins]
    told += [f"{insee} {standing[insee].name}: leaves the perimeter" for insee in change.ends]
    return told or ["Nothing changes."]


def _difference(now: Commune, before: Commune | None) -> str:
    if before is None:
        return f"{now.insee} {now.name}: joins, territory {now.territory} ({now.territory_name})"
    changed = ", ".join(
        f"{field.replace('_', ' ')} {getattr(before, field)} → {getattr(now, field)}"
        for field in ("name", "postal_codes", "territory", "territory_name", "population")
        if getattr(before, field) != getattr(now, field)
    )
    return f"{now.insee} {now.name}: {changed}"
