"""Open the residents' door."""

from pathlib import Path

from fastapi import APIRouter, FastAPI

from ledger.confirm_pages import confirm_pages
from ledger.core.role import Act, Role
from ledger.enrolment_pages import enrolment_pages
from ledger.key_sign_in import key_sign_in
from ledger.letter_pages import letter_pages
from ledger.offline import offline_pages
from resident_app.account import router as account_router
from resident_app.association import router as association_router
from resident_app.claims import router as claims_router
from resident_app.devices import router as devices_router
from resident_app.found_card import router as found_card_router
from resident_app.freeze import router as freeze_router
from resident_app.law import router as law_router
from resident_app.offer import router as offer_router
from resident_app.own_code import router as own_code_router
from resident_app.pay import router as pay_router
from resident_app.request import DOOR
from resident_app.statement import router as statement_router
from resident_app.top_up import router as top_up_router
from resident_app.wallet import router as wallet_router
from ui.files import KitFiles
from ui.translation import french


def open_door(app: FastAPI, *routers: APIRouter) -> None:
    """Serve the pages of residents, and those that the house adds to every door."""
    app.mount("/static", KitFiles(Path(__file__).parent / "static"), "resident-static")
    own = (
        wallet_router,
        statement_router,
        top_up_router,
        pay_router,
        offer_router,
        claims_router,
        own_code_router,
        devices_router,
        account_router,
        association_router,
        letter_pages(DOOR, Act.PAY, back=(french("Mon compte"), "/account"), tells_movements=True),
        confirm_pages(DOOR, Act.PAY, landing="/account"),
        enrolment_pages(DOOR, takes_pin=True),
        freeze_router,
        found_card_router,
        key_sign_in(DOOR, Role.RESIDENT, landing="/wallet"),
        law_router,
        offline_pages(DOOR),
    )
    for router in (*own, *routers):
        app.include_router(router)


__all__ = ["DOOR", "open_door"]
