"""A version of the perimeter begins on a day; the past stays, accounts follow their commune."""

import csv
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import asyncpg
import pytest
from personas import Member, Town
from storage.run_server import Database

from ledger.core.perimeter import Commune, compare_perimeters, read_perimeter
from ledger.core.refusal_perimeter import PerimeterMistaken, PerimeterPlanned, PerimeterTooSoon
from ledger.database import open_reader
from ledger.fresh import paris_day, utc_now
from ledger.reports.enrolments import list_communes
from ledger.use_cases.change_perimeter import change_perimeter, keep_territories

FILE = Path("ledger/data/mel_communes.csv")
LILLE, LOMPRET = "59350", "59356"
HEADER = "code_insee,commune,codes_postaux,territoire_code,territoire,population_municipale"


def published() -> tuple[Commune, ...]:
    with FILE.open(newline="") as lines:
        return read_perimeter(csv.DictReader(lines))


def with_lille_in(territory: int, *, but: str = "") -> list[Commune]:
    name = next(each.territory_name for each in published() if each.territory == territory)
    return [
        replace(each, territory=territory, territory_name=name) if each.insee == LILLE else each
        for each in published()
        if each.insee != but
    ]


async def begin(
    database: Database, communes: list[Commune], day: date, *, is_trial: bool = False
) -> tuple[list[str], list[str]]:
    change, _ = await change_perimeter(
        database.owner,
        communes,
        first_day=day,
        today=paris_day(utc_now()),
        is_trial=is_trial,
    )
    return [each.insee for each in change.begins], list(change.ends)


async def its_day_has_come(database: Database, first_day: date) -> None:
    """Move the version to where it has begun; nobody may, so the owner of the database does."""
    today, eve = paris_day(utc_now()), timedelta(days=1)
    owner = await asyncpg.connect(database.owner)
    move = "update ledger.commune set {0} = $2 where {0} = $1"
    await owner.execute(move.format("valid_from"), first_day, today)
    await owner.execute(move.format("valid_to"), first_day - eve, today - eve)
    await owner.close()


async def test_accounts_follow_their_commune_on_the_first_day_and_not_before(
    town: Town, database: Database, awa: Member
) -> None:
    async def territory() -> int:
        async with town.clearing.pool.acquire() as connection:
            found: int = await connection.fetchval(
                "select territory from ledger.account where id = $1", awa.wallet
            )
        return found

    before, day = await territory(), paris_day(utc_now()) + timedelta(days=30)
    other = 5 if before != 5 else 6
    assert await begin(database, with_lille_in(other, but=LOMPRET), day) == ([LILLE], [LOMPRET])
    await keep_territories(town.clearing)
    assert await territory() == before
    reader = open_reader(database.auditor)
    assert len(await list_communes(reader)) == 95

    await its_day_has_come(database, day)
    await keep_territories(town.clearing)
    assert await territory() == other
    assert len(await list_communes(reader)) == 94
    await reader.dispose()


async def test_a_trial_writes_nothing_and_the_past_never_changes(database: Database) -> None:
    today = paris_day(utc_now())
    tomorrow = today + timedelta(days=1)
    assert await begin(database, with_lille_in(5), tomorrow, is_trial=True) == ([LILLE], [])
    assert await begin(database, with_lille_in(5), tomorrow, is_trial=True) == ([LILLE], [])
    with pytest.raises(PerimeterTooSoon):
        await begin(database, with_lille_in(5), today)

    assert await begin(database, list(published()), tomorrow) == ([], [])
    await begin(database, with_lille_in(5), tomorrow + timedelta(days=1))
    with pytest.raises(PerimeterPlanned):
        await begin(database, with_lille_in(6), tomorrow + timedelta(days=9))


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        ("", 1),
        ("59350,Lille,59000,x,Lille,236234", 2),
        ("59350,Lille,59000,0,Lille,236234", 2),
        ("5935,Lille,59000,8,Lille,236234", 2),
        ("59350,,59000,8,Lille,236234", 2),
        ("59350,Lille,59000,8,Lille,-1", 2),
        ("59350,Lille,59000,8,Lille", 2),
        ("59350,Lille,59000,8,Lille,1\n59350,Lille,59000,8,Lille,1", 3),
        ("59350,Lille,59000,8,Lille,1\n59356,Lompret,59840,8,Nord,1", 2),
    ],
)
def test_a_line_that_cannot_be_read_is_named(rows: str, line: int) -> None:
    with pytest.raises(PerimeterMistaken) as refused:
        read_perimeter(csv.DictReader(f"{HEADER}\n{rows}".splitlines()))
    assert refused.value.facts == {"line": line}


def test_what_is_the_same_goes_on() -> None:
    change = compare_perimeters(published(), published())
    assert (change.begins, change.ends) == ((), ())
