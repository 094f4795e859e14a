"""The counter opens a wallet for a shop, an association or a public cash office."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from admin.enrolment_form import NO_DOCUMENT, Typed
from admin.enrolment_page import TOLD, desk_form, enrolment_page, opened
from admin.request import Enroller
from ledger.core.account import AccountKind
from ledger.core.bank_account import BankAccount
from ledger.core.identity import IdentityDocument
from ledger.core.organisation import (
    BeneficialOwner,
    FreezeListCheck,
    FreezeListResult,
    NewProfessional,
    Representative,
    Seat,
)
from ledger.core.refusal_enrolment import OrganisationAlike
from ledger.fresh import paris_day, utc_now
from ledger.pages import services_of
from ledger.reports.access import Access
from ledger.reports.enrolments import (
    Alike,
    Commune,
    list_alike_organisations,
    list_communes,
)
from ledger.use_cases.bank_accounts import iban_seal
from ledger.use_cases.enrol_professional import enrol_professional
from ui.translation import french

router = APIRouter()
PAGE = "/console/enrolment/professional"
NO_KIND = french("Dites qui s’inscrit.")
NO_COUNTRY = french("Choisissez un pays de la liste.")
NO_RESULT = french("Dites ce que le registre des gels a répondu.")
OLDEST_CHECK_DAYS = 30
OLD_CHECK = french("Le registre est à consulter à nouveau : trente jours au plus.")


class Joins(StrEnum):
    """Who may join as an acceptor."""

    MERCHANT = AccountKind.MERCHANT
    ASSOCIATION = AccountKind.ASSOCIATION
    PUBLIC_OFFICE = AccountKind.PUBLIC_OFFICE


class Country(StrEnum):
    """Where an establishment may be: around here."""

    FRANCE = "FR"
    BELGIUM = "BE"
    LUXEMBOURG = "LU"
    NETHERLANDS = "NL"
    GERMANY = "DE"


@router.get(PAGE)
async def show_form(request: Request, teller: Enroller) -> Response:
    """Ask for what the papers of an organisation say."""
    return await _page(request, teller, Typed({"checked_on": paris_day(utc_now()).isoformat()}))


@router.post(PAGE)
async def enrol(request: Request, teller: Enroller) -> Response:
    """Open the wallet of an organisation; it accepts nothing before its agreement."""
    typed = Typed(await request.form())
    communes = await list_communes(services_of(request).reader)
    try:
        joins = read_professional(typed, communes, paris_day(utc_now()))
        form = desk_form(teller, typed)
        account = await enrol_professional(services_of(request).clearing, joins, form)
    except TOLD as error:
        return await _page(request, teller, typed, error)
    return opened(account)


def read_professional(typed: Typed, communes: Sequence[Commune], today: date) -> NewProfessional:
    """Read the whole form.

    Raises:
        Mistyped: something cannot be read.
    """
    kind = typed.choice("kind", Joins, NO_KIND)
    name, siren, activity = typed.text("name"), typed.siren("siren"), typed.text("activity")
    seat, acts = _seat(typed, communes), _representative(typed, today)
    bank = BankAccount(typed.iban("iban"), typed.text("holder"))
    check, owner = _check(typed, today), _owner(typed, today)
    typed.check()
    return NewProfessional(AccountKind(kind), name, siren, activity, seat, acts, bank, check, owner)


def _seat(typed: Typed, communes: Sequence[Commune]) -> Seat:
    """Read where they sell: a commune of the list, or another town."""
    street = typed.text("street")
    if typed.words.get("town"):
        country = typed.choice("country", Country, NO_COUNTRY)
        derogation = typed.words.get("derogation") or None
        return Seat(street, typed.text("town"), country, derogation=derogation)
    home = typed.commune("commune", communes)
    return Seat(street, home.name, Country.FRANCE, home.insee, home.territory)


def _representative(typed: Typed, today: date) -> Representative:
    name = f"{typed.text('first_name')} {typed.text('last_name')}"
    born = typed.day("birth_date", latest=today)
    document = typed.choice("document", IdentityDocument, NO_DOCUMENT)
    return Representative(name, born, document, typed.day("expires_on"))


def _owner(typed: Typed, today: date) -> BeneficialOwner | None:
    if not (typed.words.get("owner_name") or typed.words.get("owner_birth_date")):
        return None
    return BeneficialOwner(typed.text("owner_name"), typed.day("owner_birth_date", latest=today))


def _check(typed: Typed, today: date) -> FreezeListCheck:
    day = typed.day("checked_on", latest=today)
    if "checked_on" not in typed.errors and (today - day).days > OLDEST_CHECK_DAYS:
        typed.errors["checked_on"] = OLD_CHECK
    result = typed.choice("result", FreezeListResult, NO_RESULT)
    return FreezeListCheck(day, result, typed.words.get("note") or None)


async def _page(
    request: Request, teller: Access, typed: Typed, error: Exception | None = None
) -> Response:
    services, today = services_of(request), paris_day(utc_now())
    alike: list[Alike] = []
    if isinstance(error, OrganisationAlike):
        seal = iban_seal(services.clearing, typed.iban("iban"))
        siren, name = typed.siren("siren"), typed.text("name")
        alike = await list_alike_organisations(
            services.reader, siren=siren, name=name, iban_seal=seal
        )
    return await enrolment_page(
        request,
        teller,
        "enrol_professional.html",
        (typed, error),
        alike=alike,
        communes=await list_communes(services.reader),
        today=today,
    )
