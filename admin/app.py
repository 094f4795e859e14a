"""Open the console."""

from pathlib import Path

from fastapi import APIRouter, FastAPI

from admin.acceptors import router as acceptors_router
from admin.alerts import router as alerts_router
from admin.association import router as association_router
from admin.bank import router as bank_router
from admin.batches import router as batches_router
from admin.books import router as books_router
from admin.cards import router as cards_router
from admin.ceilings import router as ceilings_router
from admin.checks import router as checks_router
from admin.cheques import router as cheques_router
from admin.closing import router as closing_router
from admin.covers import router as covers_router
from admin.desk import router as desk_router
from admin.desk_search import router as desk_search_router
from admin.desks import router as desks_router
from admin.devices import router as devices_router
from admin.dues import router as dues_router
from admin.enrolment import router as enrolment_router
from admin.erasure import router as erasure_router
from admin.exits import router as exits_router
from admin.figures import router as figures_router
from admin.freeze import router as freeze_router
from admin.freeze_list import router as freeze_list_router
from admin.household import router as household_router
from admin.identifying import router as identifying_router
from admin.launch import router as launch_router
from admin.locking import router as locking_router
from admin.member_data import router as member_data_router
from admin.members import router as members_router
from admin.merging import router as merging_router
from admin.meters import router as meters_router
from admin.officers import router as officers_router
from admin.own_access import router as own_access_router
from admin.paper_receipts import router as paper_receipts_router
from admin.paper_slips import router as paper_slips_router
from admin.policy import router as policy_router
from admin.professionals import router as professionals_router
from admin.receipts import router as receipts_router
from admin.redemptions import router as redemptions_router
from admin.reopening import router as reopening_router
from admin.request import DOOR
from admin.retention import router as retention_router
from admin.reversals import router as reversals_router
from admin.search import router as search_router
from admin.sign_in import router as sign_in_router
from admin.slips import router as slips_router
from admin.till import router as till_router
from admin.top_ups import router as top_ups_router
from admin.trail import router as trail_router
from admin.unusual import router as unusual_router
from ui.files import KitFiles

OWN = (
    desk_router,
    desk_search_router,
    till_router,
    checks_router,
    reversals_router,
    receipts_router,
    paper_receipts_router,
    devices_router,
    paper_slips_router,
    cards_router,
    freeze_router,
    reopening_router,
    ceilings_router,
    household_router,
    closing_router,
    identifying_router,
    merging_router,
    association_router,
    covers_router,
    dues_router,
    erasure_router,
    member_data_router,
    enrolment_router,
    professionals_router,
    acceptors_router,
    redemptions_router,
    batches_router,
    exits_router,
    bank_router,
    top_ups_router,
    freeze_list_router,
    alerts_router,
    unusual_router,
    trail_router,
    retention_router,
    slips_router,
    cheques_router,
    books_router,
    members_router,
    search_router,
    launch_router,
    figures_router,
    meters_router,
    policy_router,
    officers_router,
    desks_router,
    own_access_router,
    sign_in_router,
    locking_router,
)


def open_door(app: FastAPI, *routers: APIRouter) -> None:
    """Serve the pages of the console, and those that the house adds to every door."""
    static = KitFiles(Path(__file__).parent / "static")
    app.mount("/console/static", static, "console-static")
    for router in (*OWN, *routers):
        app.include_router(router)


__all__ = ["DOOR", "open_door"]
