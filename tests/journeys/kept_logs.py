"""The logs of a run, kept in one folder: no secret that the run handed out may stand in any.

Python's own logging, what each running house says, and the log of each PostgreSQL. Whoever starts a
process gives it a file of this folder, or keeps a copy of its log before its folder goes.
"""

import logging
import os
import re
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import BinaryIO

from watching.noted_secrets import NOTED_IN, SHORTEST, begin, note, own_file

FOLDER = "TESTS_LOGS_KEPT_IN"
SECRETS = "secrets"
PINS = ("2580", "0852", "258013", "258014", "310852", "852013")
"""What people of the tests type, right or wrong."""
PIN_ALONE = r"(?<![\w.:,%+-])(?:{})(?![\w.:,%-])"
SPOKEN = "(?<=[0-9A-Z])[ -](?=[0-9A-Z])"
FIXED = ("the server key of the tests, 32 b",)
"""The secrets that no process draws."""
_numbers = count(1)


def open_folder() -> None:
    """Make the folder of a run, for it and for the processes that it starts."""
    folder = Path(tempfile.mkdtemp(prefix="mlc-logs-"))
    os.environ |= {FOLDER: str(folder), NOTED_IN: str(folder / SECRETS)}
    note(*FIXED, FIXED[0].encode().hex())


def keep_own_log() -> logging.Handler:
    """Keep what this process logs, and note what it hands out."""
    begin()
    handler = logging.FileHandler(Path(os.environ[FOLDER]) / f"python-{os.getpid()}.log")
    handler.setFormatter(logging.Formatter("%(name)s %(message)s"))
    logging.getLogger().addHandler(handler)
    logging.getLogger().setLevel(logging.INFO)
    logging.getLogger("sqlalchemy").setLevel(logging.WARNING)  # the direct test hears it
    return handler


@contextmanager
def open_log(name: str) -> Iterator[BinaryIO | None]:
    """Give a file for what a process says while it is started; None outside a run of tests."""
    if FOLDER not in os.environ:
        yield None
        return
    with _path(name).open("wb") as log:
        yield log


def keep(log: Path) -> None:
    """Keep a copy of a log, if there is one."""
    if FOLDER in os.environ and log.exists():
        shutil.copyfile(log, _path(log.name))


def close_folder() -> list[str]:
    """Search all logs of the run, and answer with what they tell; if nothing, they are removed."""
    folder = Path(os.environ.pop(FOLDER))
    noted = [file.read_text() for file in folder.glob(f"{SECRETS}-*")]
    secrets = "".join(noted).splitlines()
    leaks = [
        f"{log}: {leak}"
        for log in sorted(folder.glob("*.*"))
        for leak in find_secrets(log.read_text(errors="replace"), secrets)
    ]
    if not leaks:
        shutil.rmtree(folder)
    return leaks


def noted() -> list[str]:
    """List what this process has handed out so far, in order."""
    file = Path(own_file())
    return file.read_text().splitlines() if file.exists() else []


def find_secrets(log: str, secrets: Iterable[str]) -> list[str]:
    """Find secrets in a log: noted ones by their first letters at each place, PINs as words.

    A code is found as it is carried and as it is read aloud, in groups.
    """
    pins = re.findall(PIN_ALONE.format("|".join(PINS)), log)
    log += re.sub(SPOKEN, "", log)
    by_head: dict[str, list[str]] = defaultdict(list)
    for secret in secrets:
        by_head[secret[:SHORTEST]].append(secret)
    found = {
        secret
        for at in range(len(log))
        for secret in by_head.get(log[at : at + SHORTEST], ())
        if log.startswith(secret, at)
    }
    return [*sorted(found), *pins]


def _path(name: str) -> Path:
    stem, _, ending = name.partition(".")
    return Path(os.environ[FOLDER]) / f"{stem}-{os.getpid()}-{next(_numbers)}.{ending or 'log'}"
