"""Small files with one subject: the sizes of the style guide, measured."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("ledger", "resident_app", "merchant_app", "admin", "ui")
MODULES = sorted(path for name in PACKAGES for path in (ROOT / name).rglob("*.py"))
TEMPLATES = sorted(path for name in PACKAGES for path in (ROOT / name).rglob("*.html"))
SCRIPTS = sorted(
    path for path in (ROOT / "ui" / "static").glob("*.js") if "vendor" not in path.parts
)
LONGEST_MODULE = 300
LONGEST_FUNCTION = 40
LONGEST_TEMPLATE = 120
LONGEST_SCRIPT = 80


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_a_module_has_one_subject_and_at_most_three_hundred_lines(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= LONGEST_MODULE


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_a_function_is_read_at_one_glance(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        body = node.body[1:] if ast.get_docstring(node) else node.body
        lines = (node.end_lineno or 0) - body[0].lineno + 1 if body else 0
        assert lines <= LONGEST_FUNCTION, f"{node.name} has a body of {lines} lines"


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_a_template_stays_short(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= LONGEST_TEMPLATE


@pytest.mark.parametrize("path", SCRIPTS, ids=_name)
def test_a_script_has_one_behaviour(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= LONGEST_SCRIPT
