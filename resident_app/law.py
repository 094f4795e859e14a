"""What everybody may read: who issues, on which terms, what is kept, who can use it and where."""

from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from ledger.core.terms import TERMS
from ledger.fresh import paris_day, utc_now
from ledger.pages import render, services_of
from ledger.reports.policy import show_policy
from resident_app.request import DOOR

router = APIRouter()
ACCESSIBILITY_STATED_ON = date(2026, 11, 25)
"""Law 2005-102, article 47: the statement is dated, and made again at least every three years."""


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who answers for the service (law 2004-575, article 6; L311-5 of the monetary code)."""

    name: str
    siren: str
    rna: str
    address: str
    email: str
    director: str
    host: str
    custodian: str
    exemption: str


@router.get("/legal")
async def show_legal_notice(request: Request) -> Response:
    """Say who issues the currency, publishes these pages and hosts them."""
    return render(request, DOOR, "legal.html", publisher=_publisher(request))


@router.get("/terms")
async def show_terms(request: Request) -> Response:
    """Show the terms in force; a phone is registered only once they are accepted."""
    policy = await show_policy(services_of(request).reader, paris_day(utc_now()))
    return render(
        request, DOOR, "terms.html", publisher=_publisher(request), terms=TERMS, policy=policy
    )


@router.get("/rules")
async def show_rules(request: Request) -> Response:
    """Show the policy in force in figures, and who bears what."""
    today = paris_day(utc_now())
    policy = await show_policy(services_of(request).reader, today)
    return render(
        request, DOOR, "rules.html", publisher=_publisher(request), policy=policy, today=today
    )


@router.get("/privacy")
async def show_privacy_notice(request: Request) -> Response:
    """Say what is kept of a person, why, for how long, and their rights."""
    return render(request, DOOR, "privacy.html", publisher=_publisher(request))


@router.get("/accessibility")
async def show_accessibility_statement(request: Request) -> Response:
    """State how far the pages are accessible, since when, and whom to tell."""
    return render(
        request,
        DOOR,
        "accessibility.html",
        publisher=_publisher(request),
        stated_on=ACCESSIBILITY_STATED_ON,
    )


@router.get("/platforms")
async def show_platforms(request: Request) -> Response:
    """Say on which phones the service works, and what it does where one lacks something."""
    return render(request, DOOR, "platforms.html")


def _publisher(request: Request) -> Publisher:
    settings = services_of(request).settings
    return Publisher(
        name=settings.issuer_name,
        siren=settings.issuer_siren,
        rna=settings.issuer_rna,
        address=settings.issuer_address,
        email=settings.issuer_email,
        director=settings.issuer_director,
        host=settings.hosting_provider,
        custodian=settings.custodian_name,
        exemption=settings.exemption,
    )
