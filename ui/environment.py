"""Make the Jinja environment of a door: its own templates, the kit under `ui/`, French formats."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from pathlib import Path

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

from ui import format as formats
from ui.chart import chart_heights, chart_top
from ui.format import Language
from ui.translation import EnglishEnvironment, in_language

KIT = Path(__file__).parent
TEMPLATES = KIT / "templates"
STATIC = KIT / "static"  # served at `kit_url`

_FORMATS = (
    formats.amount_figures,
    formats.amount_text,
    formats.number_text,
    formats.percent_text,
    formats.day_text,
    formats.month_text,
    formats.day_near,
    formats.day_short,
    formats.time_text,
    formats.instant_text,
    formats.instant_short,
)


class FrenchSpaces(Extension):
    """Set the no-break spaces of French in what templates say, so that authors type plain ones."""

    def filter_stream(self, stream: TokenStream) -> Iterable[Token]:
        """Pass on the tokens of a template, its sentences set."""
        return _set_sentences(stream)


def _set_sentences(stream: TokenStream) -> Iterator[Token]:
    for token in stream:
        if token.type in {"data", "string"}:
            yield Token(token.lineno, token.type, formats.french_spaces(token.value))
        else:
            yield token


def make_environment(
    *template_roots: Path, kit_url: str = "/ui", language: Language = "fr"
) -> Environment:
    """Make an environment that reads `template_roots` in order and the kit under `ui/`.

    An unknown variable is an error and every value is escaped; plain spaces before French signs
    in templates become no-break ones. Formats are both filters and functions. A page finds
    `kit_url` and `static_version`: `{{ kit_url }}/base.css?v={{ static_version }}`. In English the
    same templates say the sentences of the catalogue, and formats write as the English do.
    """
    roots = [FileSystemLoader(root) for root in template_roots]
    kit = PrefixLoader({"ui": FileSystemLoader(TEMPLATES)})
    is_french = language == "fr"
    environment = (Environment if is_french else EnglishEnvironment)(
        loader=ChoiceLoader([*roots, kit]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=[FrenchSpaces] if is_french else [],
    )
    named: dict[str, Callable[..., str]] = {
        each.__name__: partial(each, language=language) for each in _FORMATS
    }
    named |= {"french_spaces": formats.french_spaces if is_french else str}
    environment.filters.update(named)
    environment.globals.update(named)
    environment.globals.update(kit_url=kit_url, static_version=static_version())
    environment.globals.update(chart_top=chart_top, chart_heights=chart_heights)
    environment.globals.update(language=language, _=partial(in_language, language=language))
    return environment


@cache
def static_version() -> str:
    """Name the present contents of the kit's static files, so that a browser never mixes two."""
    digest = hashlib.sha256()
    for path in sorted(path for path in STATIC.rglob("*") if path.is_file()):
        if "test" not in path.parts:
            digest.update(path.relative_to(STATIC).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
