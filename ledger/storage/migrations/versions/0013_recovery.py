"""Which document a desk saw before it gave an account another phone."""

from pathlib import Path

from ledger.storage.migrations.statements import run_file

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    run_file(Path(__file__).with_suffix(".sql"))
