"""Whoever leaves a household is let go by a second person."""

from pathlib import Path

from ledger.storage.migrations.statements import run_file

revision = "0052"
down_revision = "0051"


def upgrade() -> None:
    run_file(Path(__file__).with_suffix(".sql"))
