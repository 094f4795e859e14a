"""Residents who leave: an exit takes three people."""

from pathlib import Path

from ledger.storage.migrations.statements import run_file

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    run_file(Path(__file__).with_suffix(".sql"))
