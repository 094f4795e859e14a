"""How long the house keeps what it knows of people, and what the last run removed."""

from collections.abc import Mapping

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from admin.request import DOOR, RetentionReader
from ledger.core.retention import RETENTION, CountedFrom, Rule
from ledger.pages import render, services_of
from ledger.reports.retention import last_runs
from ui.translation import french

router = APIRouter()
WHAT: Mapping[str, str] = {
    Rule.BOOKS: french("Livres : écritures, soldes, décisions signées"),
    Rule.VOUCHERS: french("Pièces des virements : compte bancaire payé, justificatif d’un départ"),
    Rule.IDENTITY: french("Identité d’un titulaire vérifié et d’un professionnel, piste d’audit"),
    Rule.UNIDENTIFIED: french("Titulaire non identifié : nom et contact"),
    Rule.ALERTS: french("Alertes de vigilance examinées"),
    Rule.FORMER_STAFF: french("Anciens agents, anciens employés d’un commerce"),
    Rule.UNFINISHED: french("Inscriptions et bons jamais terminés"),
    Rule.SIGN_INS: french("Connexions, invitations, clés de machines"),
    Rule.LETTERS: french("Messages envoyés"),
    Rule.CODES: french("Adresses qui attendent leur code"),
    Rule.RELATIVES: french("Proches déclarés par un agent"),
}
FROM: Mapping[str, str] = {
    CountedFrom.YEAR_END: french("la fin de l’exercice"),
    CountedFrom.ACCOUNT_CLOSED: french("la fermeture du compte"),
    CountedFrom.EXAMINED: french("la fin de l’examen"),
    CountedFrom.ROLE_ENDED: french("la fin du rôle"),
    CountedFrom.LAST_CONTACT: french("le dernier contact"),
    CountedFrom.ENDED: french("leur fin"),
    CountedFrom.WRITTEN: french("l’écriture du message"),
}


@router.get("/console/retention")
async def show_retention(request: Request, reader: RetentionReader) -> Response:
    """Show the table, line by line, with the last run of each."""
    return render(
        request,
        DOOR,
        "retention.html",
        access=reader,
        retention=RETENTION,
        what=WHAT,
        counted_from=FROM,
        runs=await last_runs(services_of(request).auditor),
    )
