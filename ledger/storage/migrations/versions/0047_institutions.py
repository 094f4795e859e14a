"""Institutions by kind, their desks and tills as they open them, keys that sign a day later."""

from pathlib import Path

from ledger.storage.migrations.statements import run_file

revision = "0047"
down_revision = "0046"


def upgrade() -> None:
    run_file(Path(__file__).with_suffix(".sql"))
