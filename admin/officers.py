"""The managers of an institution: who works there, asked by one of them and signed by another."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Form
from starlette.requests import Request
from starlette.responses import Response

from admin.listing import NOTHING_ASKED, Asked, Cells, ConsoleList, day_cell
from admin.request import DOOR, Manager, keeper_of, read_reason
from admin.signing import SignedForm, cosigner_of, signing
from ledger.core.countersignature import SignedAct
from ledger.core.identity import is_of_age
from ledger.core.officer import OFFICERS, countersigns
from ledger.core.refusal import Refused
from ledger.core.refusal_access import ExplanationNeeded
from ledger.core.role import Role, may_hold
from ledger.failures import Unreadable
from ledger.fresh import paris_day, utc_now
from ledger.pages import read_uuid, read_words, render, say, see_other, services_of, words
from ledger.reports.access import Access
from ledger.reports.officers import (
    LISTED,
    Officer,
    list_officer_requests,
    list_till_choices,
    name_officer,
)
from ledger.use_cases.keep_officers import (
    Invitation,
    Newcomer,
    Post,
    ask_key,
    ask_role,
    decide_officer,
    end_role,
)
from ui.qr import qr_svg
from ui.translation import french

router = APIRouter()
Text = Annotated[str, Form()]
PAGE = "/console/officers"
LONGEST_NAME = 80
ROLE_NAMES = {
    Role.TELLER: french("Guichet"),
    Role.DESK_CONTROLLER: french("Contrôle du comptoir"),
    Role.INSTITUTION_MANAGER: french("Direction"),
    Role.OPERATOR: french("Émetteur, opérations"),
    Role.TREASURER: french("Trésorerie"),
    Role.LAUNCH_MANAGER: french("Lancement"),
    Role.COMPLIANCE_OFFICER: french("Vigilance"),
    Role.AUDITOR: french("Audit"),
    Role.ADMINISTRATOR: french("Administration technique"),
}


LIST = ConsoleList(PAGE, LISTED, "name", states=tuple(ROLE_NAMES), has_period=False)
COLUMNS = (
    french("Personne"), french("Rôle"), french("Caisse"), french("Compte depuis le"),
    french("Clé depuis le"),
)  # fmt: skip


@router.get(PAGE)
async def show_officers(
    request: Request, manager: Manager, asked: Annotated[Asked, Depends()]
) -> Response:
    """List who works for the institution, and what waits for a second manager."""
    return await _page(request, manager, asked=asked)


@router.get(f"{PAGE}.csv")
async def give_officers(
    request: Request, manager: Manager, asked: Annotated[Asked, Depends()]
) -> Response:
    """Give who works for the institution as a sheet."""

    def cells(each: Officer) -> Cells:
        key = day_cell(each.key_since) if each.key_since else ""
        role = words(request, ROLE_NAMES[each.role])
        return (each.name, role, each.till or "", day_cell(each.starts_at), key)

    return await LIST.sheet(request, asked, COLUMNS, cells, also=_of(manager))


@router.post(PAGE)
async def ask(
    request: Request,
    manager: Manager,
    name: Text = "",
    birth_date: Text = "",
    role: Text = "",
    till: Text = "",
) -> Response:
    """Ask that somebody be given a role."""
    typed = {"name": name, "birth_date": birth_date, "role": role, "till": till}
    by = keeper_of(manager)
    try:
        newcomer = Newcomer(read_words(name, longest=LONGEST_NAME), date.fromisoformat(birth_date))
    except ValueError:
        return await _page(request, manager, typed=typed, wrong=("birth_date", ""))
    if not newcomer.name or not is_of_age(newcomer.birth_date, paris_day(utc_now())):
        mistake = "birth_date" if newcomer.name else "name"
        return await _page(request, manager, typed=typed, wrong=(mistake, ""))
    chosen = _role(role)
    post = Post(chosen, by.institution, _till(till) if chosen is Role.TELLER else None)
    try:
        await ask_role(services_of(request).clearing, newcomer, post, by=by, now=utc_now())
    except Refused as refusal:
        return await _page(request, manager, typed=typed, wrong=("", say(request, refusal)))
    return see_other(PAGE)


@router.post(f"{PAGE}/{{person}}/key")
async def ask_new_key(request: Request, manager: Manager, person: str) -> Response:
    """Ask that somebody who lost theirs may make a new key."""
    clearing, by = services_of(request).clearing, keeper_of(manager)
    await ask_key(clearing, read_uuid(person), by=by, now=utc_now())
    return see_other(PAGE)


@router.post(f"{PAGE}/{{person}}/end")
async def end(
    request: Request, manager: Manager, person: str, role: Text = "", reason: Text = ""
) -> Response:
    """End a role at once, with the sessions of that person."""
    clearing, by, id = services_of(request).clearing, keeper_of(manager), read_uuid(person)
    try:
        await end_role(clearing, id, _role(role), read_reason(reason), by=by, now=utc_now())
    except ExplanationNeeded as refusal:
        mistake = f"reason-{id}-{role}"
        return await _page(request, manager, wrong=(mistake, say(request, refusal)))
    return see_other(PAGE)


@router.post(f"{PAGE}/requests/{{id}}")
async def decide(request: Request, manager: Manager, id: str, form: SignedForm) -> Response:
    """Grant or refuse what another manager asked for; show the invitation, once."""
    invitation = await decide_officer(
        services_of(request).clearing,
        read_uuid(id),
        is_granted=form.is_granted,
        by=cosigner_of(manager, form.signature),
        now=utc_now(),
    )
    return await _page(request, manager, invitation=invitation) if invitation else see_other(PAGE)


async def _page(
    request: Request,
    manager: Access,
    *,
    asked: Asked = NOTHING_ASKED,
    typed: dict[str, str] | None = None,
    wrong: tuple[str, str] = ("", ""),
    invitation: Invitation | None = None,
) -> Response:
    """Show the page; `wrong`: the field that is, and the sentence of a refusal."""
    services, institution = services_of(request), manager.institution or ""
    mistake, error = wrong
    named = role_names(request)
    waiting = await list_officer_requests(services.reader, institution)
    to_sign = [each.id for each in waiting if each.asked_by != manager.principal]
    link = f"{services.settings.base_url}/console/join#{invitation.code}" if invitation else ""
    tills = await list_till_choices(services.reader, institution)
    invited = await name_officer(services.reader, invitation.person) if invitation else ""
    return render(
        request,
        DOOR,
        "officers.html",
        status=422 if mistake else 409 if error else 200,
        access=manager,
        officers=await LIST.show(request, asked, _of(manager)),
        waiting=waiting,
        signing=await signing(request, manager, {SignedAct.OFFICER: to_sign}),
        till_choices=[("", "–")] + [(str(each.account), each.label) for each in tills],
        roles=[(role, name) for role, name in named.items() if _gives(manager, role)],
        role_names=named,
        waits_a_day=[role for role in OFFICERS if countersigns(role)],
        typed=typed or {"name": "", "birth_date": "", "role": "", "till": ""},
        mistake=mistake,
        error=error,
        now=utc_now(),
        invitation=invitation,
        invited=invited,
        invitation_qr=qr_svg(link) if link else "",
    )


def role_names(request: Request) -> dict[Role, str]:
    """Name the roles of the console in the language of the page."""
    return {role: words(request, name) for role, name in ROLE_NAMES.items()}


def _of(manager: Access) -> dict[str, object]:
    return {"institution": manager.institution or ""}


def _gives(manager: Access, role: Role) -> bool:
    return manager.kind is not None and may_hold(manager.kind, role)


def _role(text: str) -> Role:
    try:
        role = Role(text)
    except ValueError:
        raise Unreadable("role") from None
    if role not in OFFICERS:
        raise Unreadable("role")
    return role


def _till(text: str) -> int | None:
    return int(text) if text.isdecimal() else None
