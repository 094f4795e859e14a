"""The register of asset freezes, whom it may name, and which publication was looked up."""

from pathlib import Path

from ledger.storage.migrations.statements import run_file

revision = "0033"
down_revision = "0031"


def upgrade() -> None:
    run_file(Path(__file__).with_suffix(".sql"))
