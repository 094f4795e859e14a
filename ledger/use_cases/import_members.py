"""Members of a former system join at once, with the euros that it held for them: all or none.

Each line is judged by what judges a form of the desk; each opening balance is a transfer received
and made units, so that caps, tiers and coverage are what they are for anybody.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from ledger.core.exchange import plan_topup_received
from ledger.core.judgement import Decision
from ledger.core.money import Money
from ledger.core.organisation import NewProfessional
from ledger.core.posting import Draft, Evidence, Kind, Origin, move
from ledger.core.refusal import Refused
from ledger.database import WriterConnection
from ledger.storage.enrolments import insert_enrolment
from ledger.storage.member_imports import insert_import, is_imported
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.enrol_at_desk import DeskForm, seal_of_form
from ledger.use_cases.enrol_professional import write_professional
from ledger.use_cases.enrol_resident import NewResident, write_resident

_NAMESPACE = UUID("5b0c1d4e-6f0b-4c57-9a68-2f6d3e9b7a10")


@dataclass(frozen=True, slots=True)
class MemberLine:
    """Who joins by a line of a file; `balance`: the minor units that the former system owes."""

    number: int
    joins: NewResident | NewProfessional
    is_another: bool = False
    balance: int = 0


@dataclass(frozen=True, slots=True)
class MemberFile:
    """A whole file; `digest`: of its bytes, by which it is imported once."""

    digest: bytes
    lines: Sequence[MemberLine]

    @property
    def amount(self) -> int:
        """The sum of the balances, in minor units."""
        return sum(line.balance for line in self.lines)


@dataclass(frozen=True, slots=True)
class Import:
    """Who imports, when; `piece`: the bank's line of the euros; a trial leaves nothing behind."""

    by: str
    now: datetime
    piece: str = ""
    is_trial: bool = True


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """What is refused, by line; `was_imported`: the same file was, and nothing is done again."""

    refused: Sequence[tuple[int, Refused]]
    was_imported: bool = False


class _Undone(Exception):
    """Nothing stays of what was written."""


async def import_members(clearing: Clearing, file: MemberFile, asked: Import) -> ImportOutcome:
    """Enrol everybody of a file and post their balances, or nobody.

    The journal waits meanwhile: it is done before the doors open.
    """
    attempt = _Attempt(clearing, file, asked)
    with suppress(_Undone):
        await clearing.post_together(attempt.write, attempt.check)
    refused = sorted(attempt.refused, key=lambda each: each[0])
    return ImportOutcome(refused, attempt.was_imported)


class _Attempt:
    """One transaction of an import: what it writes, what is refused, whether it stays."""

    def __init__(self, clearing: Clearing, file: MemberFile, asked: Import) -> None:
        self._clearing = clearing
        self._file = file
        self._asked = asked
        self.refused: list[tuple[int, Refused]] = []
        self.was_imported = False

    async def write(self, connection: WriterConnection) -> Sequence[Draft]:
        """Enrol each line, and plan its balance."""
        clearing, file, asked = self._clearing, self._file, self._asked
        self.refused.clear()
        self.was_imported = await is_imported(connection, file.digest)
        if self.was_imported:
            raise _Undone
        drafts: list[Draft] = []
        for line in file.lines:
            try:
                wallet = await _enrol(clearing, connection, line, _id(file, line, "form"), asked)
            except Refused as refusal:
                self.refused.append((line.number, refusal))
                continue
            if line.balance:
                drafts += _balance(clearing, file, line, wallet, asked)
        brought = (len(file.lines), file.amount)
        await insert_import(connection, file.digest, brought, by=asked.by, now=asked.now)
        return drafts

    def check(self, decisions: Sequence[Decision]) -> None:
        """Undo everything where a line is refused, or where it was a trial."""
        lines = {_id(self._file, line, "issued"): line.number for line in self._file.lines}
        self.refused += [
            (lines[each.draft.id], each.outcome)
            for each in decisions
            if isinstance(each.outcome, Refused)
        ]
        if self.refused or self._asked.is_trial:
            raise _Undone


async def _enrol(
    clearing: Clearing, connection: WriterConnection, line: MemberLine, id: UUID, asked: Import
) -> int:
    form = DeskForm(id, asked.by, line.is_another, asked.now)
    if isinstance(line.joins, NewResident):
        wallet = await write_resident(clearing, connection, line.joins, form)
    else:
        wallet = await write_professional(clearing, connection, line.joins, form)
    sealed = seal_of_form(clearing, form, repr(line.joins))
    await insert_enrolment(connection, id, sealed, wallet, by=asked.by, now=asked.now)
    return wallet


def _balance(
    clearing: Clearing, file: MemberFile, line: MemberLine, wallet: int, asked: Import
) -> list[Draft]:
    """Plan the euros that the bank shows for a line, then their units."""
    origin = Origin(asked.by, "import", Evidence.MANDATE, file.digest)
    received, issued = _id(file, line, "received"), _id(file, line, "issued")
    piece, amount = f"{asked.piece} / {line.number}", Money(line.balance)
    seal = clearing.envelope(received, origin, Kind.TOPUP_RECEIVED, amount.minor, piece)
    euros = plan_topup_received(amount, seal, house=clearing.house, piece=piece)
    seal = clearing.envelope(issued, origin, Kind.TOPUP_ISSUED, str(received), wallet)
    legs = (move(clearing.house.clearing_in, wallet, amount),)
    return [euros, Draft(seal, Kind.TOPUP_ISSUED, legs, settles=received)]


def _id(file: MemberFile, line: MemberLine, what: str) -> UUID:
    return uuid5(_NAMESPACE, f"{file.digest.hex()} {line.number} {what}")
