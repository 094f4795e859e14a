"""What a second person signs on a page, and the signature as the page sends it."""

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

import msgspec
from fastapi import Depends, Form
from starlette.requests import Request

from admin.request import keeper_of
from ledger.approval_form import LARGEST_BODY, ApprovalIn
from ledger.core.approval import base64url
from ledger.core.countersignature import SignedAct
from ledger.core.refusal_access import OfficerKeyNeeded
from ledger.failures import Unreadable
from ledger.fresh import utc_now
from ledger.pages import read_uuid, services_of
from ledger.reports.access import Access
from ledger.reports.officers import list_living_keys
from ledger.use_cases.countersign import countersign
from ledger.use_cases.sign import Cosigner, read_statements


@dataclass(frozen=True, slots=True)
class DecisionForm:
    """Which of two buttons was pressed, and what a passkey signed of it."""

    decision: Annotated[str, Form()] = ""
    signature: Annotated[str, Form()] = ""

    @property
    def is_granted(self) -> bool:
        """Read the button.

        Raises:
            Unreadable: it was neither.
        """
        if self.decision not in {"grant", "refuse"}:
            raise Unreadable("decision")
        return self.decision == "grant"


SignedForm = Annotated[DecisionForm, Depends()]
Decide = Callable[..., Awaitable[None]]
"""A use case that one person asked for and another decides, signed."""


async def signing(
    request: Request, access: Access, waiting: Mapping[SignedAct, Sequence[UUID]]
) -> dict[UUID, str]:
    """Write, for each request that waits, what the page's script has the passkey sign, as JSON."""
    services = services_of(request)
    asked = [(act, id) for act, ids in waiting.items() for id in ids]
    statements = await read_statements(services.clearing, asked, now=utc_now())
    keys = await list_living_keys(services.reader, access.principal)
    known = [{"key": str(key.id), "credential": base64url(key.credential_id)} for key in keys]
    return {
        statement.request: json.dumps(
            {
                "grant": statement.content(is_granted=True).decode(),
                "refuse": statement.content(is_granted=False).decode(),
                "keys": known,
                "demo": services.settings.demo,
            }
        )
        for statement in statements
    }


async def decide_signed(
    request: Request, access: Access, id: str, form: DecisionForm, decide: Decide = countersign
) -> None:
    """Decide what somebody else asked for, by what a page's form holds.

    Raises:
        Refused: what `decide` refuses.
    """
    await decide(
        services_of(request).clearing,
        read_uuid(id),
        is_granted=form.is_granted,
        by=cosigner_of(access, form.signature),
        now=utc_now(),
    )


def cosigner_of(access: Access, signature: str) -> Cosigner:
    """Read who decides, with what their passkey signed.

    Raises:
        OfficerKeyNeeded: nothing is signed.
        Unreadable: the signature is not of the shape that the page sends.
    """
    if not signature:
        raise OfficerKeyNeeded
    if len(signature) > LARGEST_BODY:
        raise Unreadable("signature")
    try:
        approval = msgspec.json.decode(signature, type=ApprovalIn).read()
    except (msgspec.DecodeError, UnicodeError):
        raise Unreadable("signature") from None
    keeper = keeper_of(access)
    return Cosigner(keeper.principal, keeper.institution, keeper.browser, approval=approval)
