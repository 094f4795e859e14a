"""The English of what pages say: one catalogue, read once, looked up by the French sentence."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po
from jinja2 import Environment, nodes

from ui.format import Language
from ui.sentences import Sentences

CATALOGUE = Path(__file__).parent / "locale/en/LC_MESSAGES/mlc.po"

_PLAIN_SPACES = str.maketrans("\u00a0\u202f", "  ")
_DOUBLED = re.compile(" {2,}")


def french(text: str) -> str:
    """Mark a sentence written in Python, so that the catalogue holds its English."""
    return text


def in_language(text: str, language: Language, **values: object) -> str:
    """Say a French sentence of the catalogue in a language, its holes filled.

    A sentence that the catalogue does not hold stays French: words of people pass unchanged.
    """
    said = _english().get(plain(text), text) if language == "en" else text
    return said.format(**values) if values else said


def plain(text: str) -> str:
    """Write a sentence as the catalogue does: the no-break spaces of French are not part of it."""
    return _DOUBLED.sub(" ", text.translate(_PLAIN_SPACES))


class EnglishEnvironment(Environment):
    """An environment whose French templates are compiled in English."""

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        template = super()._parse(source, name, filename)
        Sentences(lambda sentence: in_language(sentence, "en")).visit(template)
        template.set_environment(self)
        return template


@cache
def _english() -> Mapping[str, str]:
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file, locale="en")
    return {
        message.id: str(message.string)
        for message in catalogue
        if isinstance(message.id, str) and message.id and message.string and not message.fuzzy
    }
