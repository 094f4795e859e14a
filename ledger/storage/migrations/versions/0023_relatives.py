"""Relatives whom officers declared, and do not serve."""

from pathlib import Path

from ledger.storage.migrations.statements import run_file

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    run_file(Path(__file__).with_suffix(".sql"))
