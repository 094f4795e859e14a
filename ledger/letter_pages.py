"""Messages by e-mail at a door: where they go, and what they tell."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import Response

from ledger.core.refusal import Refused
from ledger.core.refusal_access import AddressCodeWrong, AddressNotUnderstood, TooManyAddresses
from ledger.core.role import Act
from ledger.door import Door
from ledger.failures import STATUS
from ledger.fresh import utc_now
from ledger.letter_text import SUBJECTS
from ledger.pages import render, say, see_other, services_of, signed_in, with_account_session
from ledger.reports.access import Access
from ledger.reports.letters import show_letter_box
from ledger.use_cases.keep_address import (
    CODE_LIVES,
    ask_address,
    choose_movements,
    confirm_address,
    end_address,
)

Text = Annotated[str, Form()]
LISTED = 10


@dataclass(frozen=True, slots=True)
class LetterBox:
    """The page of a door: who may open it, where it leads back, whether it tells movements.

    A shop has hundreds of movements a day, and a page that lists them: none of them is a letter.
    """

    door: Door
    act: Act
    back: tuple[str, str]
    tells_movements: bool

    @property
    def page(self) -> str:
        """The address of the page."""
        return f"{self.door.home.rstrip('/')}/letters"

    async def holder(self, request: Request) -> Access:
        """Give whoever is signed in and has lately confirmed who they are."""
        access = await signed_in(request, self.door, self.act)
        with_account_session(request, self.door)
        return access

    async def show(
        self,
        request: Request,
        holder: Access,
        *,
        told: tuple[str, str] = ("", ""),
        refusal: Refused | None = None,
    ) -> Response:
        """Show where letters go, and the latest ones."""
        since = utc_now() - CODE_LIVES
        reader = services_of(request).reader
        return render(
            request,
            self.door,
            "letters.html",
            status=STATUS[refusal.code] if refusal else 200,
            access=holder,
            of=self,
            box=await show_letter_box(reader, holder.person_id, since=since, limit=LISTED),
            subjects=SUBJECTS,
            told=told,
            error=say(request, refusal) if refusal else "",
        )


def letter_pages(
    door: Door, act: Act, *, back: tuple[str, str], tells_movements: bool = False
) -> APIRouter:
    """Serve where the letters of whoever may do `act` at a door go."""
    router, of = APIRouter(), LetterBox(door, act, back, tells_movements)
    _address(router, of)
    if tells_movements:
        _movements(router, of)
    return router


def _address(router: APIRouter, of: LetterBox) -> None:
    @router.get(of.page)
    async def show_letters(request: Request) -> Response:
        """Show where letters go, and the latest ones."""
        return await of.show(request, await of.holder(request))

    @router.post(f"{of.page}/address")
    async def ask(request: Request, address: Text = "") -> Response:
        """Send a code to an address."""
        holder, clearing = await of.holder(request), services_of(request).clearing
        try:
            await ask_address(clearing, holder.person_id, address, now=utc_now())
        except (AddressNotUnderstood, TooManyAddresses) as refusal:
            return await of.show(request, holder, told=("address", address), refusal=refusal)
        return see_other(of.page)

    @router.post(f"{of.page}/code")
    async def confirm(request: Request, code: Text = "") -> Response:
        """Keep the address whose code came back."""
        holder, clearing = await of.holder(request), services_of(request).clearing
        try:
            digits = "".join(code.split())
            await confirm_address(clearing, holder.person_id, digits, now=utc_now())
        except AddressCodeWrong as refusal:
            return await of.show(request, holder, told=("code", ""), refusal=refusal)
        return see_other(of.page)

    @router.post(f"{of.page}/end")
    async def end(request: Request) -> Response:
        """Send no more letters."""
        holder = await of.holder(request)
        await end_address(services_of(request).clearing, holder.person_id, now=utc_now())
        return see_other(of.page)


def _movements(router: APIRouter, of: LetterBox) -> None:
    @router.post(f"{of.page}/movements")
    async def choose(request: Request, wished: Text = "") -> Response:
        """Tell each movement too, or no more."""
        holder, clearing = await of.holder(request), services_of(request).clearing
        await choose_movements(clearing, holder.person_id, wished=bool(wished))
        return see_other(of.page)
