"""Birth dates of people are encrypted: keys live outside, so the service fills the column."""

from pathlib import Path

from ledger.storage.migrations.statements import run_file

revision = "0036"
down_revision = "0035"


def upgrade() -> None:
    run_file(Path(__file__).with_suffix(".sql"))
