"""Refusals of the console, in plain words."""

from collections.abc import Mapping

from ui.wording_access import ACCESS
from ui.wording_attached import ATTACHED
from ui.wording_ceiling import CEILING
from ui.wording_cheque import CHEQUE
from ui.wording_closing import CLOSING
from ui.wording_desk import DESK
from ui.wording_dues import DUES
from ui.wording_enrolment import ENROLMENT
from ui.wording_giving import GIVING
from ui.wording_household import HOUSEHOLD
from ui.wording_institution import INSTITUTION
from ui.wording_payout import PAYOUT
from ui.wording_perimeter import PERIMETER
from ui.wording_policy import POLICY
from ui.wording_receipt import RECEIPT

CONSOLE: Mapping[str, tuple[str, str]] = {
    **ACCESS,
    **ATTACHED,
    **CEILING,
    **CHEQUE,
    **CLOSING,
    **DESK,
    **DUES,
    **ENROLMENT,
    **GIVING,
    **HOUSEHOLD,
    **INSTITUTION,
    **PAYOUT,
    **PERIMETER,
    **POLICY,
    **RECEIPT,
}
