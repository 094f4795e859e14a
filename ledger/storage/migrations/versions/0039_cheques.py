"""Cheques received at desks, and what members owe for those sent back."""

from pathlib import Path

from ledger.storage.migrations.statements import run_file

revision = "0039"
down_revision = "0036"


def upgrade() -> None:
    run_file(Path(__file__).with_suffix(".sql"))
