"""What holders are told by e-mail: the outbox, and addresses that wait for their code."""

from pathlib import Path

from ledger.storage.migrations.statements import run_file

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    run_file(Path(__file__).with_suffix(".sql"))
