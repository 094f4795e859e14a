"""The version of the perimeter in force today is read by name."""

from pathlib import Path

from ledger.storage.migrations.statements import run_file

revision = "0053"
down_revision = "0052"


def upgrade() -> None:
    run_file(Path(__file__).with_suffix(".sql"))
