"""What payers told the tills that asked."""

from pathlib import Path

from ledger.storage.migrations.statements import run_file

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    run_file(Path(__file__).with_suffix(".sql"))
