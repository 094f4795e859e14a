"""The choice of a language, at the foot of every page."""

from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import Response

from ledger.failures import Unreadable
from ledger.pages import LANGUAGE_ACTION, is_secure, see_other
from ui.language import LANGUAGES, remember_language

router = APIRouter()
Text = Annotated[str, Form()]
HOME = "/"


@router.post(LANGUAGE_ACTION)
async def choose_language(request: Request, language: Text = "", next: Text = HOME) -> Response:
    """Remember the language chosen, and show the same page in it.

    Raises:
        Unreadable: it is none of ours.
    """
    chosen = LANGUAGES.get(language)
    if chosen is None:
        raise Unreadable("language")
    response = see_other(_of_ours(next))
    remember_language(response, chosen, secure=is_secure(request))
    return response


def _of_ours(wanted: str) -> str:
    """Give the address of a page of this service; anything else leads to the first page."""
    is_plain = wanted.isprintable() and "\\" not in wanted
    if not is_plain or not wanted.startswith("/") or wanted.startswith("//"):
        return HOME
    try:
        parts = urlsplit(wanted)
    except ValueError:
        return HOME
    return HOME if parts.scheme or parts.netloc else wanted
