"""Open the shops' door."""

from pathlib import Path

from fastapi import APIRouter, FastAPI

from ledger.confirm_pages import confirm_pages
from ledger.core.role import Act, Role
from ledger.enrolment_pages import enrolment_pages
from ledger.key_sign_in import key_sign_in
from ledger.letter_pages import letter_pages
from ledger.offline import offline_pages
from merchant_app.again import router as again_router
from merchant_app.bank_account import router as bank_account_router
from merchant_app.card import router as card_router
from merchant_app.charge import router as charge_router
from merchant_app.codes import router as codes_router
from merchant_app.customer import router as customer_router
from merchant_app.devices import router as devices_router
from merchant_app.live import router as live_router
from merchant_app.open_till import router as open_till_router
from merchant_app.redeem import router as redeem_router
from merchant_app.request import DOOR
from merchant_app.staff import router as staff_router
from merchant_app.takings import router as takings_router
from merchant_app.till import router as till_router
from ui.files import KitFiles
from ui.translation import french


def open_door(app: FastAPI, *routers: APIRouter) -> None:
    """Serve the pages of shops, and those that the house adds to every door."""
    static = KitFiles(Path(__file__).parent / "static")
    app.mount("/pro/static", static, "merchant-static")
    own = (
        charge_router,
        again_router,
        card_router,
        codes_router,
        customer_router,
        live_router,
        takings_router,
        redeem_router,
        bank_account_router,
        devices_router,
        letter_pages(DOOR, Act.REDEEM, back=(french("Mes appareils"), "/pro/devices")),
        staff_router,
        open_till_router,
        till_router,
        confirm_pages(DOOR, Act.REDEEM, landing="/pro/devices"),
        enrolment_pages(DOOR, takes_pin=True),
        key_sign_in(DOOR, Role.SHOP_OWNER, landing="/pro/charge"),
        offline_pages(DOOR),
    )
    for router in (*own, *routers):
        app.include_router(router)


__all__ = ["DOOR", "open_door"]
