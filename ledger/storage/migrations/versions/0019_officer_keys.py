"""Officers of the console sign in and countersign by passkeys of their own."""

from pathlib import Path

from ledger.storage.migrations.statements import run_file

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    run_file(Path(__file__).with_suffix(".sql"))
