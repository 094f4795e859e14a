"""Files of members, imported once each."""

from pathlib import Path

from ledger.storage.migrations.statements import run_file

revision = "0034"
down_revision = "0033"


def upgrade() -> None:
    run_file(Path(__file__).with_suffix(".sql"))
