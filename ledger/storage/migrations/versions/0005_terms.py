"""The terms that a person accepted with the slip of a phone."""

from pathlib import Path

from ledger.storage.migrations.statements import run_file

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    run_file(Path(__file__).with_suffix(".sql"))
