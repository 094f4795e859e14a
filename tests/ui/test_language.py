"""Which language a page speaks: what was chosen, else what the browser wishes, else French."""

import pytest
from starlette.requests import Request
from starlette.responses import Response

from ui.language import language_of, remember_language


def asked(*, accept: str | None = None, cookie: str | None = None) -> Request:
    headers = []
    if accept is not None:
        headers.append((b"accept-language", accept.encode("latin-1")))
    if cookie is not None:
        headers.append((b"cookie", f"mlc_lang={cookie}".encode("latin-1")))
    return Request({"type": "http", "headers": headers})


@pytest.mark.parametrize(
    ("accept", "language"),
    [
        (None, "fr"),
        ("", "fr"),
        ("en", "en"),
        ("en-GB,en;q=0.9", "en"),
        ("EN-us", "en"),
        ("fr-FR,fr;q=0.9,en;q=0.8", "fr"),
        ("en;q=0.8,fr;q=0.9", "fr"),
        ("fr;q=0.1, en;q=0.2", "en"),
        ("de,nl;q=0.9", "fr"),
        ("de, en;q=0.1", "en"),
        ("en,fr", "en"),
        ("fr,en", "fr"),
        ("en;q=0", "fr"),
        ("*", "fr"),
        ("english", "fr"),
        ("en;q=abc", "fr"),
        ("en;q=9", "fr"),
        ("en;q=nan", "fr"),
        ("en;q=-1", "fr"),
        ("en;level=1", "fr"),
        (";;,,=;q", "fr"),
        ("en\xe9", "fr"),
    ],
)
def test_a_browser_is_answered_in_the_best_of_our_languages(
    accept: str | None, language: str
) -> None:
    assert language_of(asked(accept=accept)) == language


@pytest.mark.parametrize(("cookie", "language"), [("en", "en"), ("fr", "fr")])
def test_what_a_person_chose_comes_before_what_the_browser_wishes(
    cookie: str, language: str
) -> None:
    for accept in ("en", "fr"):
        assert language_of(asked(accept=accept, cookie=cookie)) == language


@pytest.mark.parametrize("cookie", ["de", "EN", "../en", "<b>", "", "en en", "e" * 4000])
def test_a_choice_that_is_none_of_ours_is_as_none(cookie: str) -> None:
    assert language_of(asked(accept="en", cookie=cookie)) == "en"
    assert language_of(asked(cookie=cookie)) == "fr"


def test_a_choice_is_kept_from_scripts_and_from_other_sites() -> None:
    response = Response()
    remember_language(response, "en", secure=True)
    cookie = response.headers["set-cookie"]
    assert cookie.startswith("mlc_lang=en;")
    for part in ("HttpOnly", "SameSite=lax", "Secure", "Path=/", "Max-Age=31536000"):
        assert part in cookie
