"""Credits of the bank statement are noted by one person and signed by another."""

from pathlib import Path

from ledger.storage.migrations.statements import run_file

revision = "0046"
down_revision = "0045"


def upgrade() -> None:
    run_file(Path(__file__).with_suffix(".sql"))
