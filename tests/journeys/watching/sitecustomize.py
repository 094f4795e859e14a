"""Note the templates that the house opens and the secrets that it hands out.

Python imports this where PYTHONPATH leads here.
"""

import os
import sys

import noted_secrets

noted_secrets.begin()
_NOTED = os.environ.get("MLC_TEMPLATES_NOTED_IN")


def _note(event: str, arguments: tuple[object, ...]) -> None:
    if event == "open" and str(arguments[0]).endswith(".html"):
        line = f"{arguments[0]}\n".encode()
        os.write(_FILE, line)


if _NOTED:
    # Opened once and kept: the hook itself must open nothing.
    _FILE = os.open(_NOTED, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    sys.addaudithook(_note)
