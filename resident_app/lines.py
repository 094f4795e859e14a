"""What a line of a statement is called, on screens and in files."""

from ledger.reports.wallet import Line

NAMES = {
    "payment": "Paiement",
    "transfer": "Virement",
    "refund": "Remboursement",
    "issuance": "Comptoir de change",
    "topup_issued": "Rechargement par virement",
    "redemption_requested": "Reconversion",
    "redemption_returned": "Reconversion annulée",
    "dues": "Cotisation",
    "donation": "Don",
    "bonus": "Bonification",
    "reversal": "Contre-passation",
    "melt": "Fonte",
    "receivable": "Créance régularisée",
}


def kind_name(line: Line) -> str:
    """Name the kind of a line."""
    return NAMES.get(line.kind, line.kind)


def line_name(line: Line) -> str:
    """Name a line by whom it was with, else by its kind."""
    return line.other_name or kind_name(line)
