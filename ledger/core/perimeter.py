"""The perimeter: the communes of the metropolis and the territory of each, by period."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ledger.core.refusal_perimeter import PerimeterMistaken, PerimeterPlanned, PerimeterTooSoon

INSEE_LENGTH = 5
LARGEST_TERRITORY = 99


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune as one version of the perimeter describes it; `postal_codes` as published."""

    insee: str
    name: str
    postal_codes: str
    territory: int
    territory_name: str
    population: int


@dataclass(frozen=True, slots=True)
class PerimeterChange:
    """What a new version begins and ends, by INSEE code; the rest goes on as it stands."""

    begins: tuple[Commune, ...]
    ends: tuple[str, ...]


def read_perimeter(rows: Iterable[Mapping[str, str | None]]) -> tuple[Commune, ...]:
    """Read the rows of a published list, with the columns of `ledger/data/mel_communes.csv`.

    Raises:
        PerimeterMistaken: a line lacks a column, repeats a commune, or holds what is no figure.
    """
    communes: dict[str, Commune] = {}
    for line, row in enumerate(rows, start=2):
        try:
            commune = _read(row)
        except (KeyError, TypeError, ValueError):
            raise PerimeterMistaken(line=line) from None
        if commune.insee in communes:
            raise PerimeterMistaken(line=line)
        communes[commune.insee] = commune
    if not communes:
        raise PerimeterMistaken(line=1)
    names = {each.territory: each.territory_name for each in communes.values()}
    for line, each in enumerate(communes.values(), start=2):
        if names[each.territory] != each.territory_name:
            raise PerimeterMistaken(line=line)
    return tuple(communes.values())


def compare_perimeters(standing: Sequence[Commune], wanted: Sequence[Commune]) -> PerimeterChange:
    """Say what a new version changes of the one that stands."""
    before = {each.insee: each for each in standing}
    after = {each.insee for each in wanted}
    begins = tuple(each for each in wanted if before.get(each.insee) != each)
    return PerimeterChange(begins, tuple(insee for insee in before if insee not in after))


def check_first_day(first_day: date, *, today: date, latest: date) -> None:
    """Refuse a version that would change the past, or one that is planned already.

    `latest`: the first day of the version that begins last.

    Raises:
        PerimeterTooSoon: it begins today or before.
        PerimeterPlanned: another version waits to begin.
    """
    if first_day <= today:
        raise PerimeterTooSoon
    if latest > today:
        raise PerimeterPlanned(day=latest.isoformat())


def _read(row: Mapping[str, str | None]) -> Commune:
    words = {name: (text or "").strip() for name, text in row.items() if name}
    commune = Commune(
        words["code_insee"],
        words["commune"],
        words["codes_postaux"],
        int(words["territoire_code"]),
        words["territoire"],
        int(words["population_municipale"]),
    )
    is_told = commune.name and commune.postal_codes and commune.territory_name
    is_code = len(commune.insee) == INSEE_LENGTH and commune.insee.isalnum()
    in_bounds = 1 <= commune.territory <= LARGEST_TERRITORY and commune.population >= 0
    if not (is_told and is_code and in_bounds):
        raise ValueError
    return commune
