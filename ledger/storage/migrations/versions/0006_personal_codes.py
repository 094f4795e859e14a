"""Codes that residents show, and a halt to whoever guesses codes."""

from pathlib import Path

from ledger.storage.migrations.statements import run_file

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    run_file(Path(__file__).with_suffix(".sql"))
