"""What the project may and may not say about itself."""

import re
import subprocess
from pathlib import Path

import pytest

from ledger.core.posting import Kind
from ledger.settings import Settings

ROOT = Path(__file__).parents[2]
LISTED = subprocess.run(
    ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
    cwd=ROOT, capture_output=True, text=True, check=False,
).stdout.split()  # fmt: skip
TEXTS = [
    ROOT / name
    for name in LISTED
    if (ROOT / name).suffix
    in {".py", ".md", ".html", ".css", ".js", ".toml", ".yml", ".json", ".lock", ".sql"}
]
REGISTRIES = re.compile(
    "|".join(
        ["files.python" + "hosted", "pypi" + r"\.org/", "registry.npm" + "js", "deb.deb" + "ian"]
    )
)


def test_the_project_is_listed_by_git() -> None:
    assert len(TEXTS) > 100


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_file_names_a_package_registry(path: Path) -> None:
    if path.exists():
        assert not REGISTRIES.search(path.read_text(errors="replace"))


def test_the_lock_holds_hashes_and_no_address() -> None:
    lock = (ROOT / "requirements.lock").read_text()
    assert lock.count("--hash=sha256:") > 500
    assert "://" not in lock
    assert '"resolved"' not in (ROOT / "ui" / "build" / "package-lock.json").read_text()


def test_every_setting_is_documented_on_its_page() -> None:
    page = (ROOT / "docs" / "settings.md").read_text()
    for name, field in Settings.model_fields.items():
        assert f"`MLC_{name.upper()}`" in page
        assert field.description


def test_every_kind_of_posting_is_in_the_glossary_or_on_the_page_of_postings() -> None:
    page = (ROOT / "docs" / "postings.md").read_text()
    assert not [kind for kind in Kind if f"`{kind}`" not in page]


def test_the_newcomer_s_pages_exist_and_their_links_lead_somewhere() -> None:
    for name in (
        "README.md",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "SECURITY.md",
        "docs/architecture.md",
        "docs/glossary.md",
    ):
        page = ROOT / name
        for link in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", page.read_text()):
            assert (page.parent / link).exists(), f"{name} leads to {link}"
