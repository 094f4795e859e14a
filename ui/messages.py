"""Refresh the catalogue from what templates and Python say: `python -m ui.messages`.

New sentences get an empty translation, those that nobody says any more disappear.
"""

import ast
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment

from ui.sentences import Sentences, said_on_paper
from ui.translation import CATALOGUE, plain

ROOT = Path(__file__).parents[1]
PACKAGES = ("ui", "ledger", "resident_app", "merchant_app", "admin")
MARKERS = {"french": 0, "in_language": 0, "words": 1}
"""Functions that take a sentence of the catalogue, and which argument it is."""
_NOT_PUBLIC = "ui/templates/gallery"


def list_sentences() -> Iterator[tuple[str, str]]:
    """List every sentence that pages say, with the file that says it."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("templates/*.html")):
            place = path.relative_to(ROOT).as_posix()
            if not place.startswith(_NOT_PUBLIC):
                yield from ((each, place) for each in sentences_of(path.read_text("utf-8")))
        for path in sorted((ROOT / package).rglob("templates/*.typ")):
            place = path.relative_to(ROOT).as_posix()
            said = said_on_paper(path.read_text("utf-8"))
            yield from ((plain(each), place) for each in said)
        for path in sorted((ROOT / package).rglob("*.py")):
            place = path.relative_to(ROOT).as_posix()
            yield from ((each, place) for each in _marked(path.read_text("utf-8")))


def sentences_of(source: str) -> list[str]:
    """List the sentences of a template."""
    found: list[str] = []

    def note(sentence: str) -> str:
        found.append(plain(sentence))
        return sentence

    Sentences(note).visit(Environment(autoescape=True).parse(source))
    return found


def refreshed(current: bytes) -> bytes:
    """Write the catalogue anew: what is said now, translated as before."""
    known = read_po(BytesIO(current), locale="en")
    catalogue = Catalog(locale="en", header_comment="# The English of every page.", charset="utf-8")
    for sentence, place in list_sentences():
        before = known.get(sentence)
        string = before.string if before else ""
        catalogue.add(sentence, string, locations=[(place, 0)])
    written = BytesIO()
    write_po(written, catalogue, width=0, omit_header=True, include_lineno=False)
    return HEADER + written.getvalue()


HEADER = b"""# The English of every page; the French beside it is the text of the templates.
msgid ""
msgstr ""
"Language: en\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def _marked(source: str) -> Iterator[str]:
    """List the sentences that Python gives to a marker."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        place = MARKERS.get(node.func.id, len(node.args))
        for part in ast.walk(node.args[place]) if place < len(node.args) else ():
            if isinstance(part, ast.Constant) and isinstance(part.value, str):
                yield plain(part.value)


if __name__ == "__main__":
    CATALOGUE.write_bytes(refreshed(CATALOGUE.read_bytes()))
