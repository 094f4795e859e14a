"""Whoever asked for another bank account may withdraw it while it waits."""

from pathlib import Path

from ledger.storage.migrations.statements import run_file

revision = "0045"
down_revision = "0044"


def upgrade() -> None:
    run_file(Path(__file__).with_suffix(".sql"))
