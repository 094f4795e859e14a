"""The grid of the 106 criteria: each once, with a verdict and a proof, and the sum that it says."""

import re
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[2]
GRID = (ROOT / "docs/fr/rgaa.md").read_text(encoding="utf-8")
CRITERIA = (9, 2, 3, 13, 8, 2, 5, 10, 4, 14, 13, 11, 12)
"""How many criteria each theme of RGAA 4.1 has."""
VERDICTS = {"conforme", "non conforme", "non applicable"}
ROWS = [
    tuple(cell.strip() for cell in line.strip("| ").split(" | "))
    for line in GRID.splitlines()
    if re.match(r"\| \d+\.\d+ \|", line)
]


def test_each_criterion_stands_once_in_the_order_of_the_reference() -> None:
    expected = [f"{i}.{j}" for i, n in enumerate(CRITERIA, 1) for j in range(1, n + 1)]
    assert len(expected) == 106
    assert [row[0] for row in ROWS] == expected


def test_each_criterion_has_a_subject_a_verdict_and_a_proof() -> None:
    assert {len(row) for row in ROWS} == {4}
    assert {verdict for _, _, verdict, _ in ROWS} <= VERDICTS
    assert [row[0] for row in ROWS if not row[1] or not row[3]] == []


def test_every_file_that_a_proof_names_exists() -> None:
    for page in ("rgaa.md", "plateformes.md"):
        text = (ROOT / "docs/fr" / page).read_text(encoding="utf-8")
        named = set(re.findall(r"`((?:tests|ui|ledger|\w+_app)/[\w/.-]+\.\w+)`", text))
        assert len(named) > 10
        assert [path for path in sorted(named) if not (ROOT / path).is_file()] == []


def test_the_result_is_the_sum_of_the_grid() -> None:
    count = Counter(verdict for _, _, verdict, _ in ROWS)
    met, missed, absent = (count[each] for each in ("conforme", "non conforme", "non applicable"))
    applicable = met + missed
    rate = f"{100 * met / applicable:.1f}".replace(".", ",")
    said = " ".join(GRID.split())
    assert f"{met} critères conformes, {missed} non conformes, {absent} non applicables" in said
    assert f"{rate} % des {applicable} critères applicables" in said
