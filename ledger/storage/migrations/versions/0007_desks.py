"""Desks with their streets and hours."""

from pathlib import Path

from ledger.storage.migrations.statements import run_file

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    run_file(Path(__file__).with_suffix(".sql"))
