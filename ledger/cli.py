"""The command `mlc`: open the house, migrate, look, check."""

import asyncio
import os
import shutil
from typing import Annotated

import typer

from ledger.column_keys import new_column_key
from ledger.command_house import house_of_command, house_to_look_at, refuse
from ledger.database import Unavailable, open_reader
from ledger.demo_town import open_demo_town
from ledger.embedded import EmbeddedPostgres, EmbeddedPostgresError
from ledger.list_commands import freeze_list_app, members_app
from ledger.own_house import house_folder
from ledger.perimeter_commands import app as perimeter_app
from ledger.reports.check import Audit, check_books
from ledger.reports.coverage import Coverage, show_coverage
from ledger.retention_commands import app as retention_app
from ledger.services import needed
from ledger.settings import Settings
from ledger.staff_commands import app as staff_app
from ledger.staff_commands import institution_app
from ledger.use_cases.prepare_database import is_demo_database, prepare_database
from ledger.use_cases.rotate_columns import rotate_columns
from ui.format import amount_text

app = typer.Typer(
    help="The ledger of a local complementary currency.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
demo_app = typer.Typer(help="The demonstration town.", no_args_is_help=True)
app.add_typer(demo_app, name="demo")
app.add_typer(staff_app, name="staff")
app.add_typer(institution_app, name="institution")
app.add_typer(freeze_list_app, name="freeze-list")
app.add_typer(members_app, name="members")
app.add_typer(perimeter_app, name="perimeter")
app.add_typer(retention_app, name="retention")
data_app = typer.Typer(help="The encrypted columns.", no_args_is_help=True)
app.add_typer(data_app, name="data")

Demo = Annotated[bool, typer.Option("--demo", help="The demonstration town, on this machine only.")]
HERE = ("127.0.0.1", "localhost", "::1")
WRONG_DATABASE = {
    True: "This database is not a demonstration's: --demo never opens it.",
    False: "This database is a demonstration's: it opens with --demo alone.",
}


@app.command()
def up(
    *,
    demo: Demo = False,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.")] = None,
    workers: Annotated[int | None, typer.Option(help="Service processes.")] = None,
) -> None:
    """Open the house: its own database if it names none, its doors, until told to stop."""
    settings = _settings(demo=demo, host=host, port=port, workers=workers)
    if demo and settings.host not in HERE:
        raise refuse("A demonstration listens on this machine only: leave --host out.")
    with house_of_command(settings) as led:
        asyncio.run(_make_ready(led))
        typer.echo(f"{led.currency_name}: {led.base_url}")
        _serve(led)


@app.command(name="migrate")
def bring_up_to_date() -> None:
    """Bring the database to the schema of this version, and open the house's accounts."""
    with house_of_command(Settings()) as led:
        asyncio.run(_migrate(led))
    typer.echo("The schema is up to date.")


@app.command()
def status(*, demo: Demo = False) -> None:
    """Say how many postings there are and whether every unit is covered."""
    with house_to_look_at(_settings(demo=demo)) as led:
        coverage = asyncio.run(_coverage(led))
    word = "covered" if coverage.is_covered else "NOT COVERED"
    typer.echo(
        f"{coverage.at_seq} postings; {amount_text(coverage.owed, led.currency_symbol)} owed, "
        f"{amount_text(coverage.covered, '€')} held: {word}"
    )


@app.command()
def check(*, demo: Demo = False) -> None:
    """Recompute the books from the journal and compare; exit with 1 when anything differs."""
    with house_to_look_at(_settings(demo=demo)) as led:
        audit = asyncio.run(_audit(led))
    for finding in audit.findings:
        typer.echo(finding, err=True)
    typer.echo(f"{audit.postings} postings, {audit.legs} legs, {len(audit.findings)} findings")
    if not audit.is_sound:
        raise typer.Exit(1)


@demo_app.command()
def reset() -> None:
    """Forget the demonstration town; the next `mlc up --demo` builds it anew."""
    folder = house_folder(_settings(demo=True))
    if folder.exists():
        try:
            EmbeddedPostgres(folder).stop()
        except EmbeddedPostgresError as error:
            raise refuse(str(error)) from None
        shutil.rmtree(folder)
    typer.echo("The demonstration town is gone.")


@data_app.command()
def rotate(*, demo: Demo = False) -> None:
    """Encrypt every column anew under the first key of MLC_DATA_KEYS; the others can then go."""
    with house_of_command(_settings(demo=demo)) as led:
        dsn, _, columns = needed(led)
        renewed = asyncio.run(rotate_columns(dsn, columns))
    typer.echo(f"{renewed} rows are now under the newest key.")


@data_app.command()
def new_key() -> None:
    """Draw a key: put it first in MLC_DATA_KEYS, start the house again, then `mlc data rotate`."""
    typer.echo(new_column_key())


def _settings(*, demo: bool, **given: object) -> Settings:
    chosen = {name: value for name, value in given.items() if value is not None}
    return Settings(demo=demo, **chosen)  # type: ignore[arg-type] # checked by pydantic


async def _make_ready(settings: Settings) -> None:
    """Refuse the wrong kind of database, then prepare it where this process may."""
    app_url = settings.database_url
    marked = await is_demo_database(app_url.get_secret_value()) if app_url else None
    if marked is not None and marked is not settings.demo:
        raise Unavailable(WRONG_DATABASE[settings.demo])
    if settings.owner_database_url is not None:
        await _migrate(settings)
    if settings.demo:
        await open_demo_town(settings)


async def _migrate(settings: Settings) -> None:
    owner = settings.owner_database_url
    if owner is None:
        raise Unavailable("MLC_OWNER_DATABASE_URL is needed to migrate.")
    await prepare_database(owner.get_secret_value(), book=settings.currency_code)


async def _coverage(settings: Settings) -> Coverage:
    engine = open_reader(_url(settings))
    try:
        return await show_coverage(engine, settings.currency_code)
    finally:
        await engine.dispose()


async def _audit(settings: Settings) -> Audit:
    engine = open_reader(_url(settings))
    try:
        return await check_books(engine)
    finally:
        await engine.dispose()


def _url(settings: Settings) -> str:
    if settings.database_url is None:
        raise Unavailable("MLC_DATABASE_URL is needed.")
    return settings.database_url.get_secret_value()


def _serve(settings: Settings) -> None:
    from ledger.serve import serve  # noqa: PLC0415 # the other commands do without the doors

    if settings.workers > 1:
        os.environ.update(_as_environment(settings))
    serve(settings)


def _as_environment(settings: Settings) -> dict[str, str]:
    """Hand the settings on to worker processes, which read them anew."""
    secret = (
        "database_url",
        "owner_database_url",
        "auditor_database_url",
        "server_key",
        "data_keys",
    )
    values = {name: getattr(settings, name) for name in secret}
    handed = {name: value.get_secret_value() for name, value in values.items() if value}
    handed |= {"port": str(settings.port), "demo": str(settings.demo).lower()}
    return {f"MLC_{name.upper()}": value for name, value in handed.items()}
