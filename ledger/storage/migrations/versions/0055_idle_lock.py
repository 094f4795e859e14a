"""A session of the console says when it was last used, and by which challenge it was unlocked."""

from pathlib import Path

from ledger.storage.migrations.statements import run_file

revision = "0055"
down_revision = "0054"


def upgrade() -> None:
    run_file(Path(__file__).with_suffix(".sql"))
