"""The trail of what staff did, and the key that makes it forget somebody."""

from pathlib import Path

from ledger.storage.migrations.statements import run_file

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    run_file(Path(__file__).with_suffix(".sql"))
