"""Who stands behind a shop, an association or a public cash office, and what was checked."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ledger.core.account import AccountKind
from ledger.core.bank_account import BankAccount
from ledger.core.identity import IdentityDocument


class FreezeListResult(StrEnum):
    """What the national register of asset freezes says of somebody (CMF, L562-4)."""

    NOBODY = "nobody"
    NAMESAKE = "namesake"
    MATCH = "match"


@dataclass(frozen=True, slots=True)
class FreezeListCheck:
    """A look-up in the register of asset freezes; a namesake is told apart by a note."""

    checked_on: date
    result: FreezeListResult
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Seat:
    """Where somebody sells: a commune of the perimeter, or another town and why it is taken in."""

    street: str
    town: str
    country: str
    insee: str | None = None
    territory: int | None = None
    derogation: str | None = None


@dataclass(frozen=True, slots=True)
class Representative:
    """Who acts for an organisation, and the document by which a desk knew them."""

    name: str
    birth_date: date
    document: IdentityDocument
    expires_on: date


@dataclass(frozen=True, slots=True)
class BeneficialOwner:
    """Who owns or controls an organisation in the end (CMF, L561-2-2)."""

    name: str
    birth_date: date


@dataclass(frozen=True, slots=True)
class NewProfessional:
    """An organisation that joins; without an `owner` its representative is the owner."""

    kind: AccountKind
    name: str
    siren: str
    activity: str
    seat: Seat
    representative: Representative
    bank: BankAccount
    check: FreezeListCheck
    owner: BeneficialOwner | None = None

    @property
    def beneficial_owner(self) -> BeneficialOwner | None:
        """Who owns it; a public body is nobody's."""
        if self.kind is AccountKind.PUBLIC_OFFICE:
            return None
        acts = self.representative
        return self.owner or BeneficialOwner(acts.name, acts.birth_date)
