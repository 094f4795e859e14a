"""Refusals of euros that leave, in plain words."""

from collections.abc import Mapping

PAYOUT: Mapping[str, tuple[str, str]] = {
    "redemption_not_allowed": (
        "Un particulier ne peut pas rechanger ses unités en euros : c’est la règle des monnaies locales. "
        "Dépensez-les chez un professionnel ; en cas de départ ou de décès, le guichet vous renseigne.",
        "Private persons cannot turn units back into euros: this is the rule of local currencies. "
        "Spend them in a shop; if you move away, ask at the desk.",
    ),
    "own_euros": (
        "Ces euros sont les vôtres, ou ceux d’un commerce pour lequel vous agissez : une autre personne de la trésorerie doit décider.",
        "These euros are yours, or those of a shop that you act for: somebody else of the treasury must decide.",
    ),
    "redemption_in_batch": (
        "Le virement est déjà dans un lot pour la banque : la demande ne s’annule plus. Rien n’a changé.",
        "The transfer is already in a batch for the bank: the request can no longer be cancelled. Nothing changed.",
    ),
    "bank_account_not_ready": (
        "Aucun compte bancaire vérifié ne compte encore pour ce porte-monnaie : vérifiez-le, ou attendez les trois jours qui suivent un changement. Rien n’a été approuvé.",
        "No verified bank account counts yet for this wallet: verify it, or wait the three days after a change. Nothing was approved.",
    ),
    "nothing_to_pay": (
        "Aucun virement ne peut partir : rien n’est approuvé avec un compte bancaire vérifié, ou tout est déjà réglé.",
        "No transfer can leave: nothing is approved with a verified bank account, or everything is settled already.",
    ),
    "batch_not_sent": (
        "Ce lot n’a pas été envoyé à la banque. Signez d’abord son envoi, puis notez la ligne du relevé.",
        "This batch was not sent to the bank. Sign its sending first, then note the line of the statement.",
    ),
    "exit_not_possible": (
        "Ce porte-monnaie n’est pas celui d’un habitant identifié, ou il est vide. Rien n’a été demandé.",
        "This wallet is not that of an identified resident, or it is empty. Nothing was asked.",
    ),
    "treasury_needed": (
        "La première approbation n’est pas de la trésorerie : la seconde doit l’être. Rien n’a été remboursé.",
        "The first approval is not the treasury’s: the second must be. Nothing was paid out.",
    ),
}
