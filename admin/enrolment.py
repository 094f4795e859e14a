"""The counter opens a wallet for somebody new: with an identity document, or with an address."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from admin.enrolment_form import Typed
from admin.enrolment_page import FIELD_OF, TOLD, desk_form, enrolment_page, opened
from admin.request import DOOR, Enroller, served_account
from ledger.core.identifier import account_id_text
from ledger.core.refusal_enrolment import AlikeKnown, FreezeListMatch
from ledger.fresh import paris_day, utc_now
from ledger.pages import render, services_of
from ledger.reports.access import Access
from ledger.reports.desk import DeskMember, search_members
from ledger.reports.enrolments import Alike, Commune, list_alike, list_communes
from ledger.reports.policy import show_policy
from ledger.use_cases.enrol_by_contact import NewHolder, ask_contact, enrol_by_contact
from ledger.use_cases.enrol_resident import NewResident, enrol_resident
from ledger.use_cases.seal_people import likeness_seal

router = APIRouter()
PAGE = "/console/enrolment"


@router.get(PAGE)
async def choose_kind(request: Request, teller: Enroller) -> Response:
    """Ask who joins."""
    policy = await show_policy(services_of(request).reader, paris_day(utc_now()))
    return render(request, DOOR, "enrolment.html", access=teller, policy=policy)


@router.get(f"{PAGE}/identified")
async def show_identified(request: Request, teller: Enroller) -> Response:
    """Ask for what an identity document says."""
    return await _identified_page(request, teller, Typed({}))


@router.post(f"{PAGE}/identified")
async def enrol_identified(request: Request, teller: Enroller) -> Response:
    """Open the wallet of a resident whose document was seen."""
    typed = Typed(await request.form())
    communes = await list_communes(services_of(request).reader)
    try:
        resident = await resident_of(request, teller, typed, communes)
        form = desk_form(teller, typed)
        account = await enrol_resident(services_of(request).clearing, resident, form)
    except TOLD as error:
        return await _identified_page(request, teller, typed, error)
    return opened(account)


@router.get(f"{PAGE}/contact")
async def show_contact(request: Request, teller: Enroller) -> Response:
    """Ask for a name and an address."""
    return await _contact_page(request, teller, Typed({}))


@router.post(f"{PAGE}/contact")
async def send_code(request: Request, teller: Enroller) -> Response:
    """Send a code to the address; the page then asks for it."""
    typed = Typed(await request.form())
    try:
        typed.text("name")
        address = typed.text("address")
        typed.check()
        await ask_contact(services_of(request).clearing, address, now=utc_now())
    except TOLD as error:
        return await _contact_page(request, teller, typed, error)
    return await _contact_page(request, teller, typed, is_sent=True)


@router.post(f"{PAGE}/contact/code")
async def enrol_unidentified(request: Request, teller: Enroller) -> Response:
    """Open the wallet of whoever read the code aloud."""
    typed = Typed(await request.form())
    clearing, form = services_of(request).clearing, desk_form(teller, typed)
    try:
        holder = NewHolder(typed.text("name"), typed.text("address"))
        code = typed.text("code").replace(" ", "")
        typed.check()
        account = await enrol_by_contact(clearing, holder, code, form)
    except TOLD as error:
        is_sent = FIELD_OF.get(type(error)) != "address" and not isinstance(error, FreezeListMatch)
        return await _contact_page(request, teller, typed, error, is_sent=is_sent)
    return opened(account)


async def resident_of(
    request: Request, teller: Access, typed: Typed, communes: Sequence[Commune]
) -> NewResident:
    """Read somebody with their document; before eighteen, with who answers for them.

    Raises:
        Mistyped: something cannot be read.
        NotServedByThem: the teller, or a relative of theirs, would answer.
    """
    resident = read_resident(typed, communes, paris_day(utc_now()))
    chosen = typed.words.get("guardian")
    if chosen in {account_id_text(each.account) for each in await _guardians(request, typed)}:
        return replace(resident, guardian=await served_account(request, teller, chosen))
    return resident


def read_resident(typed: Typed, communes: Sequence[Commune], today: date) -> NewResident:
    """Read somebody and the document that was seen; who answers for a minor is chosen apart.

    Raises:
        Mistyped: something cannot be read.
    """
    first, last = typed.text("first_name"), typed.text("last_name")
    born = typed.day("birth_date", latest=today)
    home = typed.commune("commune", communes)
    street, identity = typed.text("street"), typed.identity()
    per_week, note = typed.amount_or_none("per_week"), typed.words.get("note") or None
    typed.check()
    resident = NewResident(
        f"{first} {last}", born, street, home.insee, home.territory, identity, per_week=per_week
    )
    return replace(resident, freeze_note=note)


async def _identified_page(
    request: Request, teller: Access, typed: Typed, error: Exception | None = None
) -> Response:
    return await identity_page(request, teller, "enrol_identified.html", (typed, error))


async def identity_page(
    request: Request,
    teller: Access,
    template: str,
    told: tuple[Typed, Exception | None],
    **values: object,
) -> Response:
    """Render a form that asks for an identity document, with those who look alike."""
    typed, error = told
    services, today = services_of(request), paris_day(utc_now())
    alike: list[Alike] = []
    if isinstance(error, AlikeKnown):
        name = f"{typed.text('first_name')} {typed.text('last_name')}"
        seal = likeness_seal(services.clearing, name, typed.day("birth_date"))
        alike = await list_alike(services.reader, likeness=seal)
    return await enrolment_page(
        request,
        teller,
        template,
        told,
        stopped_at="last_name",
        alike=alike,
        guardians=await _guardians(request, typed),
        communes=await list_communes(services.reader),
        today=today,
        **values,
    )


async def _contact_page(
    request: Request,
    teller: Access,
    typed: Typed,
    error: Exception | None = None,
    *,
    is_sent: bool = False,
) -> Response:
    alike: list[Alike] = []
    if isinstance(error, AlikeKnown):
        reader = services_of(request).reader
        alike = await list_alike(reader, address=typed.words.get("address"))
    values = {"alike": alike, "is_sent": is_sent}
    return await enrolment_page(
        request, teller, "enrol_contact.html", (typed, error), stopped_at="name", **values
    )


async def _guardians(request: Request, typed: Typed) -> Sequence[DeskMember]:
    """Find who may answer for a minor by a part of their name."""
    name = typed.words.get("guardian_name")
    if not name:
        return ()
    reader, today = services_of(request).reader, paris_day(utc_now())
    found = await search_members(reader, name, day=today, limit=5)
    return [each for each in found if each.tier == "T1"]
