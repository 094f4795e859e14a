"""Acts of staff by the lines that they leave: who does them in the tests, and their register."""

from collections.abc import Awaitable, Callable
from datetime import date

from personas import Town

from ledger.core.staff_act import StaffAct
from ledger.fresh import new_id
from ledger.use_cases.enrol_at_desk import DeskForm
from ledger.use_cases.sign import Keeper

MINA, ISABELLE = Keeper(f"person:{new_id()}", "cml"), Keeper("person:isabelle", "cml")
"""Who acts, and who signs what Mina began."""
BORN = date(1984, 3, 9)
Act = Callable[[Town], Awaitable[object]]


def writer(acts: dict[StaffAct, Act]) -> Callable[[StaffAct], Callable[[Act], Act]]:
    """Give the decorator that says which line a function of a module should leave."""

    def writes(act: StaffAct) -> Callable[[Act], Act]:
        def keep(do: Act) -> Act:
            acts[act] = do
            return do

        return keep

    return writes


def form(town: Town) -> DeskForm:
    return DeskForm(new_id(), MINA.principal, is_another=False, now=town.clock.reading)
