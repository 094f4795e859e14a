"""Show every component on living pages: `python -m ui.gallery OUT_DIR`, then serve that folder.

The pages are what the kit promises to look like: look at screenshots of them before a release.
"""

import shutil
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ui.environment import STATIC, make_environment
from ui.qr import qr_svg

PAGES = tuple(f"gallery{page}" for page in ("", "_wallet", "_pay", "_till", "_desk", "_reserve"))
SOME_SATURDAY = datetime(2026, 11, 21, 10, 42, tzinfo=UTC)


def render(page: str) -> str:
    """Render one page of the gallery as a door would."""
    environment = make_environment(kit_url="ui")
    return environment.get_template(f"ui/{page}.html").render(
        now=SOME_SATURDAY,
        expires_at=datetime.now(UTC) + timedelta(minutes=9, seconds=40),
        code=qr_svg("https://payer.deule.example/c#7KQF-2M9X-HW"),
        demo=True,
    )


def write_gallery(folder: Path) -> None:
    """Write the pages and a copy of the static files into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for page in PAGES:
        (folder / f"{page}.html").write_text(render(page), encoding="utf-8")
    shutil.copytree(STATIC, folder / "ui", dirs_exist_ok=True)


if __name__ == "__main__":
    write_gallery(Path(sys.argv[1]))
