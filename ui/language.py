"""Choose the language of a page: what the person chose here, else what the browser asks for."""

from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from ui.format import Language

LANGUAGES: Final[dict[str, Language]] = {"fr": "fr", "en": "en"}
NAMES: Final[dict[Language, str]] = {"fr": "Français", "en": "English"}
"""Each language in its own words."""
COOKIE: Final = "mlc_lang"
_KEPT_S: Final = 365 * 24 * 3600


def language_of(request: Request) -> Language:
    """Choose the language of an answer: the cookie, else the browser's wish, else French."""
    chosen = LANGUAGES.get(request.cookies.get(COOKIE, ""))
    return chosen or _wished(request.headers.get("accept-language", ""))


def other_than(language: Language) -> Language:
    """Give the language that a page offers beside its own."""
    return "fr" if language == "en" else "en"


def remember_language(response: Response, language: Language, *, secure: bool) -> None:
    """Remember for a year what a person chose."""
    response.set_cookie(
        COOKIE, language, _KEPT_S, path="/", secure=secure, httponly=True, samesite="lax"
    )


def _wished(header: str) -> Language:
    """Read `Accept-Language`: the best of ours, the first of equals; French where none is."""
    best: Language = "fr"
    best_weight = 0.0
    for wish in header.split(","):
        tag, _, parameter = wish.strip().partition(";")
        language = LANGUAGES.get(tag.partition("-")[0].strip().lower())
        weight = _weight(parameter)
        if language and weight > best_weight:
            best, best_weight = language, weight
    return best


def _weight(parameter: str) -> float:
    """Read `q=0.8`; what cannot be read weighs nothing."""
    if not parameter.strip():
        return 1.0
    name, _, value = parameter.partition("=")
    try:
        weight = float(value) if name.strip().lower() == "q" else 0.0
    except ValueError:
        return 0.0
    return weight if 0 <= weight <= 1 else 0.0
