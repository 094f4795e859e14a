"""Accounts that end, and accounts of one person that become one."""

from pathlib import Path

from ledger.storage.migrations.statements import run_file

revision = "0031"
down_revision = "0028"


def upgrade() -> None:
    run_file(Path(__file__).with_suffix(".sql"))
