"""The PostgreSQL of the house takes no more rights than it needs, and opens no folder to others."""

import os
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from embedded_town import (
    IS_ROOT,
    NOBODY,
    PROGRAM,
    ROOT,
    ask,
    modes_above,
    open_to_the_world,
    postmaster_of,
    said_by,
    servers_of,
    starter,
    until,
)

from ledger.embedded import (
    EmbeddedPostgres,
    PostgresOutOfReach,
    find_binaries,
)
from ledger.embedded_account import Account
from ledger.embedded_binaries import Binaries, within_reach

pytestmark = pytest.mark.faults
only_root = pytest.mark.skipif(not IS_ROOT, reason="only root can give up its rights")


async def test_an_ordinary_user_runs_a_server_of_its_own(folder: Path) -> None:
    uid = NOBODY if IS_ROOT else os.geteuid()
    home, binaries = folder / "home", find_binaries()
    home.mkdir(mode=0o755)
    if IS_ROOT:
        nobody = Account("nobody", NOBODY, NOBODY)
        binaries = within_reach(Binaries.at(binaries), account=nobody, directory=folder).directory
        os.chown(home, NOBODY, NOBODY)

    program = starter(home / "house", binaries=binaries, uid=uid, ending="stop")
    url = said_by(program)

    assert await ask(url, "select 1") == 1
    assert {process.uids().real for process in servers_of(home)} == {uid}
    program.communicate("\n")
    assert program.returncode == 0
    assert servers_of(home) == []
    assert list(open_to_the_world(home / "house")) == []


@only_root
def test_a_server_started_by_root_runs_under_an_account_without_rights(
    server: EmbeddedPostgres,
) -> None:
    seen = 0
    for process in servers_of(server.directory):
        with suppress(psutil.NoSuchProcess):  # a worker may end at any time
            assert process.uids().real not in {0, os.getuid()}
            assert set(process.gids()) != {0}
            seen += 1
    assert seen


@only_root
async def test_binaries_closed_to_the_account_are_copied_once_and_stay_closed(
    folder: Path,
) -> None:
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    installation = find_binaries().parent
    package = closed / installation.parent.name
    shutil.copytree(installation, package / "pginstall", symlinks=True)
    libraries = installation.parent.with_name(installation.parent.name + ".libs")
    if libraries.exists():
        shutil.copytree(libraries, closed / libraries.name, symlinks=True)
    binaries = package / "pginstall" / "bin"

    with EmbeddedPostgres(folder / "house", binaries=binaries) as server:
        assert await ask(server.url("postgres"), "select 1") == 1
    copies = list((folder / "house").glob("binaries-*"))
    made_at = copies[0].stat().st_ctime_ns
    with EmbeddedPostgres(folder / "house", binaries=binaries) as server:
        assert server.is_alive()

    assert len(copies) == 1
    assert copies[0].stat().st_ctime_ns == made_at
    assert closed.stat().st_mode & 0o777 == 0o700
    assert list(open_to_the_world(folder / "house")) == []


@only_root
def test_a_folder_behind_a_closed_door_is_refused_and_the_door_stays_closed(folder: Path) -> None:
    home = folder / "home"
    home.mkdir(mode=0o700)

    with pytest.raises(PostgresOutOfReach, match="has no access to") as refused:
        EmbeddedPostgres(home / "house").start()

    assert f"{home / 'house'}, because {home} is closed to it" in str(refused.value)
    assert home.stat().st_mode & 0o777 == 0o700


@only_root
@pytest.mark.skipif(shutil.which("setpriv") is None, reason="setpriv is not installed")
def test_root_of_a_bare_container_can_start_join_and_stop(house: Path) -> None:
    kept = "chown,dac_override,fowner,fsetid,kill,setgid,setuid,setpcap,net_bind_service"
    sets = "-all," + ",".join(f"+{name}" for name in kept.split(","))
    end_of_first = PROGRAM.replace("sys.stdin.readline()", "")
    for ending in ("leave", "stop"):
        done = subprocess.run(
            ["setpriv", f"--bounding-set={sets}", f"--inh-caps={sets}",
             sys.executable, "-c", end_of_first, str(house), "", "0", ending],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert bool(servers_of(house)) is (ending == "leave")


async def test_a_long_path_has_its_socket_in_a_short_folder_of_the_server(folder: Path) -> None:
    deep = folder / ("a-very-long-name-" * 4) / ("of-a-folder-of-a-town-" * 3)

    with EmbeddedPostgres(deep / "house") as server:
        short = server.socket_directory
        assert await ask(server.url("postgres"), "select 1") == 1
        assert len(str(short)) < 40
        assert short.stat().st_uid == (deep / "house" / "cluster").stat().st_uid
        assert short.stat().st_mode & 0o777 == 0o711
        assert EmbeddedPostgres(deep / "house").start().socket_directory == short

    assert not short.exists()


async def test_a_short_folder_in_which_others_may_write_is_left_alone(folder: Path) -> None:
    house = folder / "a folder, with a comma"
    first = EmbeddedPostgres(house).start()
    trap = first.socket_directory
    os.kill(postmaster_of(house), signal.SIGKILL)
    until(lambda: servers_of(house) == [])
    trap.chmod(0o777)

    with EmbeddedPostgres(house) as server:
        assert server.socket_directory != trap
        assert await ask(server.url("postgres"), "select 1") == 1

    first.stop()
    shutil.rmtree(trap)


def test_nothing_that_is_made_can_be_read_by_others_and_no_parent_is_touched(folder: Path) -> None:
    above = modes_above(folder)
    careless = os.umask(0)
    try:
        with EmbeddedPostgres(folder / "house") as server:
            assert list(open_to_the_world(folder / "house")) == []
            assert (folder / "house").stat().st_mode & 0o777 == 0o711
            assert server.socket_directory.stat().st_mode & 0o777 == 0o711
            password = folder / "house" / "superuser.password"
            assert password.stat().st_mode & 0o777 == 0o600
            assert (folder / "house" / "cluster").stat().st_mode & 0o777 == 0o700
    finally:
        os.umask(careless)
    assert modes_above(folder) == above
