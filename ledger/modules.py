"""The script of a page with all that it imports, named at once: no import waits for another.

On a slow line each level of imports costs a journey to the server and back; named ahead, all come
together. The imports are read from the scripts themselves.
"""

import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from urllib.parse import urljoin

from markupsafe import Markup

from ui.environment import STATIC, static_version

_SHARED = Path(__file__).parent / "static"
_IMPORT = re.compile(r"""^import [^"]*"([^"]+)";""", re.MULTILINE)
_AHEAD = Markup('<link rel="modulepreload" href="{}">')
_SCRIPT = Markup('<script type="module" src="{}"></script>')


def make_module(prefix: str, folder: Path) -> Callable[[str], Markup]:
    """Make what writes the script of a page, for a door whose own scripts lie in `folder`."""
    folders = {f"{prefix}/static/": folder, "/shared/": _SHARED, "/ui/": STATIC}

    @cache
    def module(address: str) -> Markup:
        version = f"?v={static_version()}" if address.startswith("/ui/") else ""
        ahead = [_AHEAD.format(each) for each in imports_of(address, folders)]
        return Markup("").join([*ahead, _SCRIPT.format(address + version)])

    return module


def imports_of(address: str, folders: Mapping[str, Path]) -> list[str]:
    """List the addresses of all that a script imports, and that these import, once each."""
    found: list[str] = []
    waiting = [address]
    while waiting:
        at = waiting.pop(0)
        prefix = next(each for each in folders if at.startswith(each))
        text = (folders[prefix] / at.removeprefix(prefix)).read_text(encoding="utf-8")
        new = [urljoin(at, named) for named in _IMPORT.findall(text)]
        waiting += [each for each in new if each not in found]
        found += [each for each in dict.fromkeys(new) if each not in found]
    return found
