"""Who stands in the register of asset freezes, and which names are alike (CMF, L562-4)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from ledger.core.identity import folded

FEWEST_WORDS: Final = 2
"""A first name alone, or a surname alone, names nobody."""
Words = frozenset[str]


class Likeness(StrEnum):
    """How much of somebody stands in the register: name and birth date, or a name alone."""

    DATED = "dated"
    UNDATED = "undated"


class HitPart(StrEnum):
    """As what somebody stands behind a member."""

    MEMBER = "member"
    HOLDER = "holder"
    REPRESENTATIVE = "representative"
    OWNER = "owner"


class HitOutcome(StrEnum):
    """What those who compared say: another person, or the very one."""

    OTHER = "other"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A birth date as the register knows it; zero where it does not."""

    year: int
    month: int = 0
    day: int = 0

    def agrees(self, born: date) -> bool:
        """Say whether nothing that is known tells the two days apart."""
        known = ((self.year, born.year), (self.month, born.month), (self.day, born.day))
        return all(mine in {0, theirs} for mine, theirs in known)


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry of the register: its number, the words of each of its names, its birth dates."""

    number: int
    is_person: bool
    names: tuple[Words, ...]
    births: tuple[PartialDate, ...]


@dataclass(frozen=True, slots=True)
class FreezeRegister:
    """The whole register as it was published; `digest`: of the file."""

    published_at: datetime
    digest: bytes
    entries: tuple[Listed, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """Somebody to look up: an organisation, or a person whose birth date may be known."""

    name: str
    born: date | None
    is_person: bool


def words_of(name: str) -> Words:
    """Say what two spellings of a name have in common, in whichever order it is typed."""
    return frozenset(folded(name).split())


def likeness_to(listed: Listed, who: Compared) -> Likeness | None:
    """Compare somebody with an entry.

    A person is named by some of the words of another spelling; an organisation by all of them. Two
    birth dates that differ tell two people apart; where one is unknown, a human being has to.
    """
    if listed.is_person is not who.is_person:
        return None
    words = words_of(who.name)
    if not any(_is_same_name(words, each, is_person=who.is_person) for each in listed.names):
        return None
    if who.born is None or not listed.births:
        return Likeness.UNDATED
    return Likeness.DATED if any(each.agrees(who.born) for each in listed.births) else None


def _is_same_name(words: Words, listed: Words, *, is_person: bool) -> bool:
    if not is_person:
        return words == listed
    shorter, longer = sorted((words, listed), key=len)
    return len(shorter) >= FEWEST_WORDS and shorter <= longer


class RegisterIndex:
    """The entries of a register by the words of their names: a town is compared in one walk."""

    def __init__(self, entries: Iterable[Listed]) -> None:
        self._entries: list[Listed] = list(entries)
        self._by_word: dict[str, list[int]] = defaultdict(list)
        for n, entry in enumerate(self._entries):
            for word in frozenset().union(*entry.names):
                self._by_word[word].append(n)

    def find(self, who: Compared) -> Sequence[tuple[Listed, Likeness]]:
        """List the entries that somebody may be."""
        words = words_of(who.name)
        shared = Counter(n for word in words for n in self._by_word.get(word, ()))
        fewest = min(FEWEST_WORDS, len(words))
        alike = [
            (self._entries[n], likeness_to(self._entries[n], who))
            for n, count in shared.items()
            if count >= fewest
        ]
        return [(entry, likeness) for entry, likeness in alike if likeness is not None]
