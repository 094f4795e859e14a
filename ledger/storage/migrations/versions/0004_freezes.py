"""Accounts frozen by a code or a desk, and who lifted it."""

from pathlib import Path

from ledger.storage.migrations.statements import run_file

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    run_file(Path(__file__).with_suffix(".sql"))
