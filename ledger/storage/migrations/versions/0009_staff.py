"""People of a shop open its tills by a code of their own."""

from pathlib import Path

from ledger.storage.migrations.statements import run_file

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    run_file(Path(__file__).with_suffix(".sql"))
