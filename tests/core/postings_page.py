"""Read `docs/postings.md` as a treasurer would: accounts, examples, balances at the end."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from ledger.core.posting import Draft, Envelope, Evidence, Kind, Leg, Origin, Part

PAGE = Path(__file__).parents[2] / "docs" / "postings.md"
HEADING = re.compile(r"### (\d+)\. (.+) · \*(.+)\* · `(\w+)`")
OUTCOME = re.compile(r"Coverage: (\S+)(?: · (Settles|Refunds|Reverses) (\d+))?")


@dataclass(frozen=True, slots=True)
class Role:
    """An account of the story."""

    name: str
    number: str
    kind: str
    label: str
    side: str


@dataclass(frozen=True, slots=True)
class PageLeg:
    """A leg as the page writes it: numbers and roles."""

    part: str
    debit: tuple[str, str]
    credit: tuple[str, str]
    amount: int


@dataclass(frozen=True, slots=True)
class Example:
    """One example: its words, its legs, what it does to coverage and what it refers to."""

    number: int
    title: str
    french: str
    kind: str
    sentence: str
    legs: tuple[PageLeg, ...]
    effect: int
    link: str | None
    linked: int | None

    def draft(self, accounts: Mapping[str, int], seal: Callable[[UUID], Envelope]) -> Draft:
        """Draft the example for accounts found by their roles."""
        legs = tuple(
            Leg(Part(leg.part), accounts[leg.debit[1]], accounts[leg.credit[1]], leg.amount)
            for leg in self.legs
        )
        links = {self.link: example_id(self.linked)} if self.link and self.linked else {}
        piece = f"pièce {self.number}"
        return Draft(seal(example_id(self.number)), Kind(self.kind), legs, piece=piece, **links)


def example_id(number: int) -> UUID:
    """Give the id of an example's posting."""
    return UUID(int=0xE0000 + number)


def sealed(id: UUID) -> Envelope:
    """Seal an example with a content of its own."""
    return Envelope(id, id.bytes * 2, Origin("treasurer", evidence_kind=Evidence.API_KEY))


def read_roles() -> list[Role]:
    """Read the accounts of the story."""
    return [Role(*cells) for cells in _table("## The accounts of the story")]


def read_events() -> list[tuple[str, str, list[int]]]:
    """Read which event is which example."""
    rows = _table("## Which event is which example")
    return [
        (event, french, [int(n) for n in numbers.split(", ")]) for event, french, numbers in rows
    ]


def read_examples() -> list[Example]:
    """Read the examples in their order."""
    return [_example(part) for part in PAGE.read_text().split("\n### ")[1:]]


def read_trial_balance() -> tuple[dict[tuple[str, str], int], tuple[int, int]]:
    """Read the balances at the end, credits positive, and the totals of both columns."""
    *rows, total = _table("## The balances at the end")
    balances = {
        (role, number): -cents(debit) if debit else cents(credit)
        for role, number, debit, credit in rows
    }
    return balances, (cents(total[2]), cents(total[3]))


def read_explanation() -> list[int]:
    """Read the last row of the page: what coverage at the end is made of."""
    last = [line for line in PAGE.read_text().splitlines() if line.startswith("|")][-1]
    return [cents(cell) for cell in _cells(last)]


def coverage(balances: Mapping[tuple[str, str], int]) -> int:
    """Work out bank + desks − circulation − clearing from stored balances by role and number."""

    def stored(*beginnings: str) -> int:
        return sum(b for (_, number), b in balances.items() if number.startswith(beginnings))

    return -stored("512100", "467") - stored("463400", "463409")


def cents(text: str) -> int:
    """Read an amount as the page writes it."""
    sign = -1 if text.startswith("−") else 1
    units, _, hundredths = text.lstrip("−+").partition(".")
    assert len(hundredths) == 2, text
    return sign * (int(units) * 100 + int(hundredths))


def _example(part: str) -> Example:
    heading = HEADING.match("### " + part)
    outcome = OUTCOME.search(part)
    assert heading, part
    assert outcome, part
    number, title, french, kind = heading.groups()
    effect, link, linked = outcome.groups()
    return Example(
        number=int(number),
        title=title,
        french=french,
        kind=kind,
        sentence=part.splitlines()[2],
        legs=tuple(_legs(part)),
        effect=cents(effect),
        link=link and link.lower(),
        linked=int(linked) if linked else None,
    )


def _legs(part: str) -> Iterator[PageLeg]:
    rows = [
        line
        for line in part.split("\nCoverage", maxsplit=1)[0].splitlines()
        if line.startswith("|")
    ]
    for row in rows[2:]:
        kind, debit, credit, amount = _cells(row)
        yield PageLeg(kind, _account(debit), _account(credit), cents(amount))


def _account(cell: str) -> tuple[str, str]:
    number, role = cell.split(" ")
    return number, role


def _table(heading: str) -> list[list[str]]:
    below = PAGE.read_text().split(f"\n{heading}", 1)[1].split("\n##", 1)[0]
    tables = below.strip().split("\n\n")
    rows = next(table for table in tables if table.startswith("|")).splitlines()
    return [_cells(row) for row in rows[2:]]


def _cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.strip("|").split("|")]
