"""Every page of the console that can be opened is measured by `./dev bench pages`."""

import re

from fastapi import APIRouter

from ledger.house import make_house
from ledger.settings import Settings
from loadtests.page_times import PAGES

ELSEWHERE = {
    "/console",
    "/console/sign-in",
    "/console/join",
    "/console/locked",
    "/console/slips/{id}",
    "/console/till/lines/{id}",
    "/console/alerts/{id}",
    "/console/launch/files/{id}",
}
"""Redirects, files, what stands before a session, what needs a slip or an alert, and what is
measured by the name of its posting."""
WALLET = re.compile(r"\{(resident|shop)\}")
SHEETS = (".csv", ".pdf")
_NONE = APIRouter()


def test_every_page_of_the_console_is_measured() -> None:
    routes = make_house(Settings(demo=False)).routes
    pages = [page for each in routes for page in getattr(each, "original_router", _NONE).routes]
    opened = {
        page.path
        for page in pages
        if page.path.startswith("/console") and "GET" in page.methods
        and not page.path.endswith(SHEETS)
    }  # fmt: skip
    measured = {WALLET.sub("{account}", page.path.split("?")[0]) for page in PAGES}

    assert opened - ELSEWHERE - measured == set()
