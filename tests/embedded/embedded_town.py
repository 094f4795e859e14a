"""What the tests of the embedded PostgreSQL share: programs to start and kill, and ways to look."""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import asyncpg
import psutil

from ledger.embedded import EmbeddedPostgres

ROOT = Path(__file__).parents[2]
IS_ROOT = os.geteuid() == 0
NOBODY = 65534
PATIENCE_S = 20.0

# The program gives up being root only once all is imported: the interpreter and the tree may lie
# where an ordinary user has no access.
PROGRAM = """
import encodings.idna, os, signal, sys
from pathlib import Path
from ledger.embedded import EmbeddedPostgres
directory, binaries, uid, ending = sys.argv[1:]
if int(uid) != os.geteuid():
    os.setgroups([]); os.setgid(int(uid)); os.setuid(int(uid))
server = EmbeddedPostgres(Path(directory), binaries=Path(binaries) if binaries else None)
server.start()
print(server.url("postgres"), flush=True)
sys.stdin.readline()
if ending == "stop":
    server.stop()
"""


def starter(
    directory: Path, *, binaries: Path | None = None, uid: int | None = None, ending: str = "leave"
) -> subprocess.Popen[str]:
    """Launch a program that starts the server, says its address and waits for a line."""
    words = [str(directory), str(binaries or ""), str(os.geteuid() if uid is None else uid), ending]
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *words],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, sys.path)])},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


async def ask(url: str, question: str) -> object:
    """Put one question to a server."""
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(question)
    finally:
        await connection.close()


async def tell(server: EmbeddedPostgres, statement: str) -> None:
    """Have the superuser run a statement."""
    connection = await asyncpg.connect(server.url("postgres"))
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


def postmaster_of(directory: Path) -> int:
    """Read the number of the server's first process."""
    noted = (directory / "cluster" / "postmaster.pid").read_text()
    return int(noted.splitlines()[0])


def servers_of(directory: Path) -> list[psutil.Process]:
    """List every living process whose work is in `directory`: postmasters and their children."""
    found = []
    for candidate in psutil.process_iter():
        try:
            where = candidate.cwd()
        except (psutil.Error, OSError):
            continue
        if where and Path(where).is_relative_to(directory):
            found.append(candidate)
    return found


def end_servers_of(directory: Path) -> None:
    """End what a test, failed or not, has left behind."""
    left = servers_of(directory)
    for server in left:
        with contextlib.suppress(psutil.NoSuchProcess):
            server.kill()
    psutil.wait_procs(left, timeout=PATIENCE_S)


def until(condition: Callable[[], bool]) -> None:
    """Wait, within reason, for something that another process brings about."""
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.01)


def open_to_the_world(directory: Path) -> Iterator[Path]:
    """Find every file that any account of the machine could read, and how it would get there."""
    for path in directory.iterdir():
        mode = path.lstat().st_mode
        if path.is_symlink() or path.is_socket():
            continue
        if path.is_dir():
            if mode & 0o004:
                yield path
            if mode & 0o001:
                yield from open_to_the_world(path)
        elif mode & 0o007:
            yield path


def modes_above(directory: Path) -> dict[Path, int]:
    """Note the modes of all the folders above one."""
    return {parent: parent.stat().st_mode for parent in directory.parents}


def said_by(program: subprocess.Popen[str]) -> str:
    """Read what a program says first: the address of its server."""
    assert program.stdout is not None
    said = program.stdout.readline().strip()
    assert said, "the program ended without a word"
    return said
