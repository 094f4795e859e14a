"""Lists of the console: what an address asks of them, the page they fill, the sheet they make."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Generic, TypeVar

from starlette.requests import Request
from starlette.responses import Response

from ledger.core.refusal_listing import ListTooLong
from ledger.database import ReaderEngine
from ledger.documents.sheet import CSV, csv_bytes
from ledger.fresh import paris_day, utc_now
from ledger.pages import attachment, read_words, services_of
from ledger.reports.listing import Listing, Wish
from ledger.reports.lists import bounds
from ui.language import language_of
from ui.translation import in_language

Row = TypeVar("Row")
SHOWN = 40
PERIOD, LONGEST_PERIOD = timedelta(days=31), timedelta(days=366)
LONGEST_WORDS = 80
MOST_EXPORTED = 10_000
FIRST_YEAR, LAST_YEAR = 2000, 2200
Cells = Sequence[str | int]


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks of a list; whatever it does not say is the list's own choice."""

    sort: str = ""
    q: str = ""
    since: str = ""
    until: str = ""
    state: str = ""
    after: str = ""


NOTHING_ASKED = Asked()
NOTHING_MORE: Mapping[str, object] = {}


@dataclass(frozen=True, slots=True)
class Period:
    """The days of a list, both ends included."""

    since: date
    until: date


@dataclass(frozen=True, slots=True)
class ListShown(Generic[Row]):
    """A page of a list with all that its address says, so that it can be sent to a colleague."""

    path: str
    rows: tuple[Row, ...]
    params: dict[str, str]
    sort: str
    after: str


@dataclass(frozen=True, slots=True)
class ConsoleList(Generic[Row]):
    """A list at an address: how it stands by itself, and the states that narrow it."""

    path: str
    listing: Listing[Row]
    sort: str
    states: tuple[str, ...] = ()
    has_period: bool = True
    usual: timedelta = PERIOD
    most_exported: int = MOST_EXPORTED
    is_audit: bool = False
    """Whether it is read with the auditor's own role, which sees no person."""

    async def show(
        self, request: Request, asked: Asked, also: Mapping[str, object] = NOTHING_MORE
    ) -> ListShown[Row]:
        """Read the page that an address asks for; `also` is bound to the list's question.

        Raises:
            NotFound: no such column sorts the list, or its cursor cannot be read.
        """
        bound, params = self._read(asked)
        wish, sort = self._wish(asked)
        page = await self.listing.page(self._reader(request), wish, {**bound, **also}, limit=SHOWN)
        return ListShown(self.path, page.rows, params, sort, page.after)

    async def sheet(
        self,
        request: Request,
        asked: Asked,
        columns: Sequence[str],
        cells: Callable[[Row], Cells],
        *,
        also: Mapping[str, object] = NOTHING_MORE,
    ) -> Response:
        """Give the whole list, narrowed and sorted alike, as a sheet.

        Raises:
            ListTooLong: it has more lines than a sheet may take away.
        """
        bound, _ = self._read(asked)
        wish, _ = self._wish(asked)
        rows: list[Cells] = []
        bound = {**bound, **also}
        async for row in self.listing.every(self._reader(request), wish, bound):
            rows.append(cells(row))
            if len(rows) > self.most_exported:
                raise ListTooLong(most=self.most_exported)
        return give_sheet(request, columns, rows, self.path.rsplit("/", 1)[1])

    def _reader(self, request: Request) -> ReaderEngine:
        services = services_of(request)
        return services.auditor if self.is_audit else services.reader

    def _wish(self, asked: Asked) -> tuple[Wish, str]:
        sort = asked.sort or self.sort
        return Wish(sort.removeprefix("-"), sort.startswith("-"), asked.after), sort

    def _read(self, asked: Asked) -> tuple[dict[str, object], dict[str, str]]:
        words = read_words(asked.q, longest=LONGEST_WORDS)
        state = asked.state if asked.state in self.states else ""
        period = read_period(asked, usual=self.usual)
        params = {"q": words, "state": state}
        if self.has_period:
            params |= {"since": period.since.isoformat(), "until": period.until.isoformat()}
        bound = bounds(period.since, period.until, words, state)
        return bound, {name: said for name, said in params.items() if said}


def read_period(asked: Asked, *, usual: timedelta = PERIOD) -> Period:
    """Read the days of a list: the usual ones where none are said, at most a year."""
    until = read_day(asked.until) or paris_day(utc_now())
    since = read_day(asked.since) or until - usual
    return Period(max(since, until - LONGEST_PERIOD), until)


def read_day(text: str) -> date | None:
    """Read a day of an address, of the years that a journal may have."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


def day_cell(instant: datetime) -> str:
    """Write the day of an instant for a spreadsheet."""
    return f"{paris_day(instant):%d/%m/%Y}"


def sheet_day(day: date | None) -> str:
    """Write a day for a spreadsheet; where there is none, nothing."""
    return f"{day:%d/%m/%Y}" if day else ""


def give_sheet(
    request: Request, columns: Sequence[str], rows: Sequence[Cells], name: str
) -> Response:
    """Give lines as a sheet, its columns named in the language of the page."""
    named = [in_language(column, language_of(request)) for column in columns]
    return attachment(csv_bytes(named, rows), CSV, f"{name}-{paris_day(utc_now())}.csv")
