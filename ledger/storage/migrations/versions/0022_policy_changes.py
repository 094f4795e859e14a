"""Policies proposed by one person and signed by another; reviews that let a phase begin."""

from pathlib import Path

from ledger.storage.migrations.statements import run_file

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    run_file(Path(__file__).with_suffix(".sql"))
