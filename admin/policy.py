"""The rules of the currency: the versions one after the other, and what is proposed of the next."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from admin.policy_terms import LABELLED, PHASES, SECTIONS, TypedPolicy, as_typed, read_policy_form
from admin.request import DOOR, LaunchReader, PolicyKeeper, keeper_of
from admin.signing import SignedForm, cosigner_of, signing
from ledger.core.countersignature import SignedAct
from ledger.core.policy import Policy
from ledger.core.policy_change import Difference, differences, document_of, with_terms
from ledger.core.refusal import Refused
from ledger.core.refusal_policy import PhaseNotDecided, PolicyBeyondLaw, PolicyDateWrong
from ledger.core.role import Act, may
from ledger.failures import STATUS
from ledger.fresh import paris_day, utc_now
from ledger.pages import read_uuid, render, say, see_other, services_of, words
from ledger.reports.access import Access
from ledger.reports.policy import (
    PolicyVersion,
    find_proposed_policy,
    list_policies,
    list_territories,
)
from ledger.use_cases.change_policy import Proposal, ask_policy, decide_policy, withdraw_policy

router = APIRouter()
PAGE = "/console/policy"
FORM = f"{PAGE}/change"


@router.get(PAGE)
async def show_policies(request: Request, reader: LaunchReader) -> Response:
    """Show the rules in force, those to come, those before, and what is proposed."""
    services, today = services_of(request), paris_day(utc_now())
    versions = await list_policies(services.reader)
    waiting = await find_proposed_policy(services.reader)
    may_keep = may(reader.role, Act.KEEP_POLICY)
    is_to_sign = may_keep and waiting is not None and waiting.asked_by != reader.principal
    to_sign = {SignedAct.POLICY: [waiting.id] if waiting and is_to_sign else []}
    return render(
        request,
        DOOR,
        "policy.html",
        access=reader,
        rules=next(each.policy for each in versions if each.policy.valid_from <= today),
        versions=_with_changes(versions),
        waiting=waiting,
        proposed=_changes(versions[0].policy, waiting.policy) if waiting else [],
        signing=await signing(request, reader, to_sign),
        may_keep=may_keep,
        today=today,
        **await _words(request),
    )


@router.get(FORM)
async def show_form(request: Request, keeper: PolicyKeeper) -> Response:
    """Show the latest rules as a form."""
    return await _form(request, keeper)


@router.post(FORM)
async def ask(request: Request, keeper: PolicyKeeper) -> Response:
    """Propose what was typed; nothing changes until another person signs."""
    services = services_of(request)
    known = {each.id for each in await list_territories(services.reader)}
    typed = read_policy_form(await request.form(), known)
    if typed.errors or typed.valid_from is None:
        return await _form(request, keeper, typed=typed)
    latest = (await list_policies(services.reader))[0].policy
    document = with_terms(document_of(latest), typed.values)
    proposal = Proposal(typed.valid_from, document, typed.reason)
    try:
        await ask_policy(services.clearing, proposal, by=keeper_of(keeper), now=utc_now())
    except Refused as refusal:
        return await _form(request, keeper, typed=typed, error=refusal)
    return see_other(PAGE)


@router.post(f"{PAGE}/changes/{{id}}")
async def decide(request: Request, keeper: PolicyKeeper, id: str, form: SignedForm) -> Response:
    """Sign what somebody else proposed, or refuse it."""
    await decide_policy(
        services_of(request).clearing,
        read_uuid(id),
        is_granted=form.is_granted,
        by=cosigner_of(keeper, form.signature),
        now=utc_now(),
    )
    return see_other(PAGE)


@router.post(f"{PAGE}/changes/{{id}}/withdrawal")
async def withdraw(request: Request, keeper: PolicyKeeper, id: str) -> Response:
    """Take back what one proposed."""
    clearing, by = services_of(request).clearing, keeper_of(keeper)
    await withdraw_policy(clearing, read_uuid(id), by=by, now=utc_now())
    return see_other(PAGE)


async def _form(
    request: Request,
    keeper: Access,
    *,
    typed: TypedPolicy | None = None,
    error: Refused | None = None,
) -> Response:
    latest = (await list_policies(services_of(request).reader))[0].policy
    first_day = max(paris_day(utc_now()) + timedelta(days=1), latest.valid_from)
    shown = typed.shown if typed else as_typed(document_of(latest), first_day)
    errors = dict(typed.errors) if typed else {}
    if error is not None:
        errors[_field_of(error)] = say(request, error)
    return render(
        request,
        DOOR,
        "policy_change.html",
        status=STATUS[error.code] if error else 422 if errors else 200,
        access=keeper,
        latest=latest,
        phase_choices=[(each.value, words(request, text)) for each, text in PHASES.items()],
        shown=shown,
        reason=typed.reason if typed else "",
        errors=errors,
        first_day=first_day,
        **await _words(request),
    )


def _field_of(error: Refused) -> str:
    if isinstance(error, PolicyBeyondLaw):
        return str(error.facts["term"])
    if isinstance(error, PolicyDateWrong):
        return "valid_from"
    return "phase" if isinstance(error, PhaseNotDecided) else "reason"


async def _words(request: Request) -> dict[str, Any]:
    territories = await list_territories(services_of(request).reader)
    return {
        "sections": SECTIONS,
        "phases": PHASES,
        "territories": {each.id: each.name for each in territories},
        "document_of": document_of,
    }


def _changes(before: Policy, after: Policy) -> list[tuple[str, str, Difference]]:
    """List what differs, each with its section and label."""
    labels = {each.term: (each.section, each.label) for each in LABELLED}
    found = differences(document_of(before), document_of(after))
    return [(*labels[each.term], each) for each in found]


def _with_changes(
    versions: Sequence[PolicyVersion],
) -> list[tuple[PolicyVersion, list[tuple[str, str, Difference]]]]:
    """Give each version with what it changed of the one before."""
    earlier = [*versions[1:], versions[-1]]
    return [
        (each, _changes(before.policy, each.policy))
        for each, before in zip(versions, earlier, strict=True)
    ]
