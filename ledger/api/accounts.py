"""The wallet of the key: balance and statement."""

from starlette.requests import Request
from starlette.responses import Response

from ledger.api.answer import answer
from ledger.api.forms import AccountOut, LineOut, StatementOut
from ledger.api.request import account_id, asking, own_account, services_of
from ledger.core.identifier import IdentifierUnreadable, decode, encode
from ledger.core.refusal import NotFound
from ledger.core.role import Act
from ledger.failures import Unreadable
from ledger.reports.access import Access
from ledger.reports.wallet import END, list_statement, show_wallet

PAGE = 50
_CURSOR_LENGTH = 13


async def show_account(request: Request) -> Response:
    """Show the account of the path, `me` being the key's own."""
    access = await asking(request, Act.SEE_WALLET)
    services = services_of(request)
    wallet = await show_wallet(services.reader, _own(request, access))
    return answer(AccountOut.of(wallet, services.currency.code))


async def show_statement(request: Request) -> Response:
    """List the lines of the account, newest first; `after` continues a page."""
    access = await asking(request, Act.SEE_WALLET)
    services = services_of(request)
    page = await list_statement(
        services.reader, _own(request, access), before=_cursor(request), limit=PAGE
    )
    more = encode(page.next_before, _CURSOR_LENGTH) if page.next_before else None
    lines = [LineOut.of(line) for line in page.lines]
    return answer(StatementOut(services.currency.code, lines, more))


def _own(request: Request, access: Access) -> int:
    own = own_account(access)
    asked = request.path_params["id"]
    if asked == "me":
        return own
    try:
        found = account_id(asked, "id")
    except Unreadable:
        raise NotFound from None
    if found != own:
        raise NotFound
    return own


def _cursor(request: Request) -> int:
    cursor = request.query_params.get("after")
    if cursor is None:
        return END
    try:
        return min(decode(cursor), END)
    except IdentifierUnreadable:
        raise Unreadable("after") from None
