"""What the house finds unusual, and every step of those who examine it."""

from pathlib import Path

from ledger.storage.migrations.statements import run_file

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    run_file(Path(__file__).with_suffix(".sql"))
