"""Professionals: who stands behind them, their bank account, their agreement."""

from pathlib import Path

from ledger.storage.migrations.statements import run_file

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    run_file(Path(__file__).with_suffix(".sql"))
