"""Receipts printed for a till beforehand, and what became of each."""

from pathlib import Path

from ledger.storage.migrations.statements import run_file

revision = "0044"
down_revision = "0042"


def upgrade() -> None:
    run_file(Path(__file__).with_suffix(".sql"))
