"""The French chart of accounts used here (plan comptable général, adapted to a local currency).

463400 holds the members' wallets as sub-accounts, 4671xx and 4672xx the debts of the two Crédits
Municipaux by till and by slip. 463409 has two sides, received-not-yet-issued and payable, so that
no item hides another.
"""

from dataclasses import dataclass

from ledger.core.account import AccountKind


@dataclass(frozen=True, slots=True)
class ChartEntry:
    """The number and French label of a kind of account."""

    number: str
    label: str


CHART: dict[AccountKind, ChartEntry] = {
    AccountKind.RESIDENT: ChartEntry("463400", "Unités en circulation"),
    AccountKind.MERCHANT: ChartEntry("463400", "Unités en circulation"),
    AccountKind.ASSOCIATION: ChartEntry("463400", "Unités en circulation"),
    AccountKind.PUBLIC_OFFICE: ChartEntry("463400", "Unités en circulation"),
    AccountKind.TILL: ChartEntry("467000", "Comptoir mandataire, caisse"),
    AccountKind.SLIP: ChartEntry("467000", "Comptoir mandataire, bordereau"),
    AccountKind.RESERVE: ChartEntry("512100", "Banque, compte dédié"),
    AccountKind.OPERATING: ChartEntry("512200", "Banque, compte de gestion"),
    AccountKind.CLEARING_IN: ChartEntry("463409", "Virements reçus à émettre"),
    AccountKind.CLEARING_OUT: ChartEntry("463409", "Reconversions à payer"),
    AccountKind.TRANSIT: ChartEntry("580000", "Virements internes"),
    AccountKind.RECEIVABLE: ChartEntry("416000", "Créances sur adhérents"),
    AccountKind.FEE_INCOME: ChartEntry("708800", "Commissions de reconversion"),
    AccountKind.DUES_INCOME: ChartEntry("756100", "Cotisations"),
    AccountKind.MELT_INCOME: ChartEntry("758800", "Fonte"),
    AccountKind.DONATION_EXPENSE: ChartEntry("657100", "Dons aux associations"),
    AccountKind.BONUS_EXPENSE: ChartEntry("658000", "Bonifications"),
    AccountKind.TILL_SHORTAGE: ChartEntry("658100", "Écarts de caisse, manquants"),
    AccountKind.TILL_SURPLUS: ChartEntry("758100", "Écarts de caisse, excédents"),
}
