"""What a line of a statement is called, on screens and in files."""

from ledger.reports.wallet import Line
from ui.format import Language
from ui.translation import french, in_language

NAMES = {
    "payment": french("Paiement"),
    "transfer": french("Virement"),
    "merger": french("Comptes réunis"),
    "refund": french("Remboursement"),
    "issuance": french("Comptoir de change"),
    "topup_issued": french("Rechargement par virement"),
    "redemption_requested": french("Reconversion"),
    "exit_requested": french("Départ, remboursement en euros"),
    "redemption_returned": french("Reconversion annulée"),
    "dues": french("Cotisation"),
    "donation": french("Don"),
    "bonus": french("Bonification"),
    "reversal": french("Contre-passation"),
    "melt": french("Fonte"),
    "receivable": french("Créance régularisée"),
}


def kind_name(line: Line, *, language: Language = "fr") -> str:
    """Name the kind of a line."""
    return in_language(NAMES.get(line.kind, line.kind), language)


def line_name(line: Line, *, language: Language = "fr") -> str:
    """Name a line by whom it was with, else by its kind."""
    return line.other_name or kind_name(line, language=language)
