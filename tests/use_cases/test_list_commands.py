"""`mlc freeze-list`, `mlc members` and `mlc retention`, as a person runs them."""

from pathlib import Path

import pytest
from registered import SAMPLE
from test_command import _mlc, folder
from test_member_import import CHLOE, resident, written

__all__ = ["folder"]


@pytest.fixture
def house(folder: Path) -> Path:
    """Give a house that is ready."""
    assert _mlc(folder, "migrate").returncode == 0
    return folder


def test_lists_are_taken_in_once_and_wrong_ones_are_told(house: Path) -> None:
    broken, members, wrong = (house / name for name in ("broken.json", "members.csv", "wrong.csv"))
    broken.write_bytes(b"{")
    members.write_bytes(written({**CHLOE, "piece_expire": "01/01/2099"}))
    wrong.write_bytes(written(resident(1, commune="Paris")))

    refused = _mlc(house, "freeze-list", "import", str(broken))
    taken = _mlc(house, "freeze-list", "import", str(SAMPLE))
    mistaken = _mlc(house, "members", "import", str(wrong), "--apply")
    trial = _mlc(house, "members", "import", str(members))
    silent = _mlc(house, "members", "import", str(members), "--apply")
    done, again = (
        _mlc(house, "members", "import", str(members), "--apply", "--piece", "VIR 1") for _ in "12"
    )

    assert (refused.returncode, taken.returncode) == (1, 0)
    assert "Nothing changed" in refused.stderr
    assert "4 entries; 0 to compare" in taken.stdout
    assert mistaken.returncode == silent.returncode == 1
    assert "Ligne 2 : commune : Choisissez une commune de la liste." in mistaken.stdout
    assert "--piece" in silent.stdout
    assert trial.stdout.startswith("Essai réussi, rien n’est écrit : 1 adhérent, 120,50")
    assert done.stdout.startswith("Importé")
    assert "déjà été importé" in again.stdout


def test_what_is_due_is_counted_then_removed_by_hand(house: Path) -> None:
    counted = _mlc(house, "retention", "run", "--dry-run")
    removed = _mlc(house, "retention", "run")

    assert counted.stdout.endswith("0 due, nothing removed\n")
    assert "sign_ins: 0" in removed.stdout
    assert removed.stdout.endswith("0 removed\n")
