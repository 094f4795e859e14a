"""The PostgreSQL of the house survives what real machines do: kills, races, closed doors."""

import asyncio
import contextlib
import os
import signal
import subprocess
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import asyncpg
import psutil
import pytest
from embedded_town import (
    IS_ROOT,
    ask,
    postmaster_of,
    said_by,
    servers_of,
    starter,
    tell,
    until,
)

from ledger.embedded import (
    EmbeddedPostgres,
    PostgresDidNotStart,
    PostgresNotFound,
    PostgresVersionMismatch,
    find_binaries,
)
from ledger.embedded_account import server_account
from ledger.embedded_binaries import Binaries

pytestmark = pytest.mark.faults
# Long enough to outlive its postmaster: a child that computes does not see at once that it died.
LONG_QUESTION = "select count(*) from generate_series(1, 12000) a, generate_series(1, 12000) b"
CUT_OFF = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)
DEBIAN = sorted(Path("/usr/lib/postgresql").glob("*/bin"))


@pytest.fixture
def stranger() -> Iterator[subprocess.Popen[bytes]]:
    """Give a living process of the server's own account that is not a server."""
    uid = server_account(Path("/nowhere")).uid if IS_ROOT else None
    process = subprocess.Popen(["sleep", "60"], user=uid)
    yield process
    process.kill()
    process.wait()


async def test_a_first_start_makes_a_server_that_answers_in_french(folder: Path) -> None:
    with EmbeddedPostgres(folder / "var" / "house") as server:
        url = server.url("postgres")
        assert await ask(url, "select lower('ÉCOLE Œ')") == "école œ"
        assert await ask(url, "select 'é' ~* 'É'") is True
        assert await ask(url, "show server_encoding") == "UTF8"
        assert await ask(url, "show data_checksums") == "on"
        assert await ask(url, "show timezone") in {"UTC", "Etc/UTC"}
        assert await ask(url, "select current_user") == "mlc_superuser"


async def test_a_later_start_finds_what_was_written(house: Path) -> None:
    with EmbeddedPostgres(house) as server:
        await tell(server, "create table receipt as select 1250 as amount")
    with EmbeddedPostgres(house) as server:
        assert await ask(server.url("postgres"), "select amount from receipt") == 1250


async def test_a_server_outlives_the_killed_program_that_started_it_and_is_joined(
    house: Path,
) -> None:
    program = starter(house)
    url = said_by(program)
    before = await ask(url, "select pg_postmaster_start_time()")
    program.kill()
    program.communicate()

    joined = EmbeddedPostgres(house).start()

    assert await ask(joined.url("postgres"), "select pg_postmaster_start_time()") == before
    joined.stop()
    assert servers_of(house) == []


async def test_a_killed_postmaster_is_started_again_with_every_acknowledged_row(
    server: EmbeddedPostgres, house: Path
) -> None:
    await tell(server, "create table row (id int primary key)")
    numbers, acknowledged = count(1), []
    enough = asyncio.Event()

    async def write(connection: asyncpg.Connection) -> None:
        while True:
            number = next(numbers)
            try:
                await connection.execute("insert into row values ($1)", number)
            except CUT_OFF:
                return  # not known, so not acknowledged
            acknowledged.append(number)
            if len(acknowledged) == 400:
                enough.set()

    connections = [await asyncpg.connect(server.url("postgres")) for _ in range(4)]
    writers = [asyncio.create_task(write(each)) for each in connections]
    await enough.wait()
    os.kill(postmaster_of(house), signal.SIGKILL)  # nobody buries it: it stays as a zombie
    # Its children end by themselves, writers in mid-sentence included.
    await asyncio.wait_for(asyncio.gather(*writers), timeout=20)

    again = EmbeddedPostgres(house).start()

    connection = await asyncpg.connect(again.url("postgres"))
    kept = {row["id"] for row in await connection.fetch("select id from row")}
    await connection.close()
    again.stop()
    assert len(acknowledged) >= 400
    assert set(acknowledged) <= kept


async def test_a_killed_server_is_started_again_while_its_children_still_die(
    server: EmbeddedPostgres, house: Path
) -> None:
    said_before = len(server.log.read_text())
    busy = await asyncpg.connect(server.url("postgres"))
    counting = asyncio.create_task(busy.execute(LONG_QUESTION))
    await asyncio.to_thread(until, lambda: any(_is_counting(child) for child in servers_of(house)))
    os.kill(postmaster_of(house), signal.SIGKILL)

    again = await asyncio.to_thread(EmbeddedPostgres(house).start)

    with contextlib.suppress(*CUT_OFF):
        await counting
    busy.terminate()
    assert await ask(again.url("postgres"), "select 1") == 1
    assert "pre-existing shared memory block" in again.log.read_text()[said_before:]
    again.stop()


async def test_a_stale_number_that_now_belongs_to_a_stranger_is_ignored(
    house: Path, stranger: subprocess.Popen[bytes]
) -> None:
    first = EmbeddedPostgres(house).start()
    os.kill(postmaster_of(house), signal.SIGKILL)
    until(lambda: servers_of(house) == [])
    _put_number(house / "cluster" / "postmaster.pid", stranger.pid)
    _put_number(house / "run" / ".s.PGSQL.5432.lock", stranger.pid)

    with EmbeddedPostgres(house) as server:
        assert await ask(server.url("postgres"), "select 1") == 1

    assert stranger.poll() is None
    first.stop()


async def test_stop_spares_the_stranger_named_by_a_stale_number(
    house: Path, stranger: subprocess.Popen[bytes]
) -> None:
    first = EmbeddedPostgres(house).start()
    os.kill(postmaster_of(house), signal.SIGKILL)
    until(lambda: servers_of(house) == [])
    _put_number(house / "cluster" / "postmaster.pid", stranger.pid)

    first.stop()
    EmbeddedPostgres(house).stop()

    assert stranger.poll() is None


async def test_starts_at_once_give_one_server(folder: Path) -> None:
    programs = [starter(folder / "house", ending="leave") for _ in range(3)]
    urls = [said_by(program) for program in programs]
    for program in programs:
        program.communicate("\n")

    starts = {await ask(url, "select pg_postmaster_start_time()") for url in urls}

    assert len(starts) == 1
    assert [program.returncode for program in programs] == [0, 0, 0]
    log = (folder / "house" / "server.log").read_text()
    assert log.count("database system is ready to accept connections") == 1


async def test_a_start_waits_for_a_server_that_is_leaving(
    server: EmbeddedPostgres, house: Path
) -> None:
    last_customer = await asyncpg.connect(server.url("postgres"))
    before = await last_customer.fetchval("select pg_postmaster_start_time()")
    os.kill(postmaster_of(house), signal.SIGTERM)  # a stop that waits for its customers
    await asyncio.to_thread(until, lambda: not server.is_alive())

    starting = asyncio.create_task(asyncio.to_thread(EmbeddedPostgres(house).start))
    log = house / "server.log"
    await asyncio.to_thread(until, lambda: "already exists" in log.read_text())
    await last_customer.close()
    again = await starting

    assert await ask(again.url("postgres"), "select pg_postmaster_start_time()") > before
    again.stop()


def test_files_of_another_major_version_are_refused_in_clear_words(house: Path) -> None:
    note = house / "cluster" / "PG_VERSION"
    ours = note.read_text().strip()
    note.write_text("14\n")

    try:
        with pytest.raises(PostgresVersionMismatch) as refused:
            EmbeddedPostgres(house).start()
        assert note.read_text() == "14\n"
    finally:
        note.write_text(f"{ours}\n")

    sentence = str(refused.value)
    assert "PostgreSQL 14" in sentence
    assert f"PostgreSQL {ours}" in sentence
    assert str(house) in sentence
    assert "MLC_PG_BIN" in sentence
    assert servers_of(house) == []


async def test_a_wrong_password_and_none_at_all_are_refused(server: EmbeddedPostgres) -> None:
    for url in (
        server.url("postgres", password="guess"),  # noqa: S106 - the point is that it is wrong
        server.url("postgres", user="mlc_superuser").replace(server.superuser_password, ""),
    ):
        with pytest.raises(asyncpg.InvalidPasswordError):
            await ask(url, "select 1")


def test_stop_leaves_no_process_no_socket_and_no_zombie(house: Path) -> None:
    server = EmbeddedPostgres(house).start()
    numbers = [process.pid for process in servers_of(house)]

    server.stop()

    assert len(numbers) > 1
    assert not any(psutil.pid_exists(number) for number in numbers)
    assert list((house / "run").iterdir()) == []
    assert not server.is_alive()
    server.stop()  # once more changes nothing


def test_a_first_start_that_was_cut_short_is_begun_again(folder: Path) -> None:
    house = folder / "house"
    (house / "cluster.partial").mkdir(parents=True)
    (house / "cluster.partial" / "PG_VERSION").write_text("18\n")
    (house / "superuser.password").touch()

    with EmbeddedPostgres(house) as server:
        assert server.is_alive()
        assert len(server.superuser_password) >= 32


def test_a_server_that_ends_at_once_is_reported_with_its_last_words(house: Path) -> None:
    server = EmbeddedPostgres(house, settings={"shared_buffers": "plenty"})

    with pytest.raises(PostgresDidNotStart, match="plenty") as reported:
        server.start()

    assert str(house / "server.log") in str(reported.value)


async def test_settings_are_passed_on_but_durability_is_not_for_sale(house: Path) -> None:
    asked = {"work_mem": "7MB", "fsync": "off", "synchronous_commit": "off"}

    with EmbeddedPostgres(house, settings=asked) as server:
        url = server.url("postgres")
        assert await ask(url, "show work_mem") == "7MB"
        assert await ask(url, "show max_connections") == "60"
        assert await ask(url, "show fsync") == "on"
        assert await ask(url, "show synchronous_commit") == "on"
        assert await ask(url, "show listen_addresses") == ""


async def test_the_variables_of_the_service_do_not_reach_the_server(
    house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGPORT", "5999")
    monkeypatch.setenv("PGDATA", "/nowhere")
    monkeypatch.setenv("MLC_SERVER_KEY", "do-not-tell")

    with EmbeddedPostgres(house) as server:
        assert await ask(server.url("postgres"), "select 1") == 1
        known = psutil.Process(postmaster_of(house)).environ()

    assert "do-not-tell" not in known.values()
    assert not {name for name in known if name.startswith("PG") and name != "PG_GRANDPARENT_PID"}


async def test_an_address_survives_odd_names_and_passwords(server: EmbeddedPostgres) -> None:
    await tell(server, "create role \"a:b@c/d\" login password 'p?&=%#é'")
    await tell(server, 'create database "caisse n°1/2"')

    url = server.url("caisse n°1/2", user="a:b@c/d", password="p?&=%#é")  # noqa: S106 - a test's

    assert await ask(url, "select current_user || ' ' || current_database()") == (
        "a:b@c/d caisse n°1/2"
    )


@pytest.mark.skipif(not DEBIAN, reason="this machine has no PostgreSQL of Debian")
async def test_the_postgresql_of_debian_serves_as_well(folder: Path) -> None:
    with EmbeddedPostgres(folder / "house", binaries=DEBIAN[-1]) as server:
        url = server.url("postgres")
        assert await ask(url, "select lower('ÉCOLE Œ')") == "école œ"
        assert await ask(url, "select 'é' ~* 'É'") is True
        os.kill(postmaster_of(folder / "house"), signal.SIGKILL)
        again = EmbeddedPostgres(folder / "house", binaries=DEBIAN[-1]).start()
        assert await ask(url, "select 1") == 1
        again.stop()


def test_the_binaries_asked_for_are_the_ones_taken(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _pretend(folder, version="17.4")
    monkeypatch.setenv("MLC_PG_BIN", str(folder))
    assert find_binaries() == folder
    assert Binaries.at(folder).major == "17"


def test_binaries_asked_for_that_are_too_old_or_absent_are_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MLC_PG_BIN", str(folder))
    with pytest.raises(PostgresNotFound, match="There is no PostgreSQL in"):
        find_binaries()
    _pretend(folder, version="14.20")
    with pytest.raises(PostgresNotFound, match=r"is version 14\.20, 15 is needed"):
        find_binaries()


def _pretend(directory: Path, *, version: str) -> None:
    (directory / "initdb").touch()
    program = directory / "postgres"
    program.write_text(f"#!/bin/sh\necho 'postgres (PostgreSQL) {version}'\n")
    program.chmod(0o755)


def _is_counting(child: psutil.Process) -> bool:
    with contextlib.suppress(psutil.Error):
        return child.name() == "postgres" and "SELECT" in child.cmdline()[0]
    return False


def _put_number(lock: Path, number: int) -> None:
    _, *others = lock.read_text().splitlines()
    lock.write_text("\n".join([str(number), *others]) + "\n")
