"""Who works at the console: which roles an institution may give, and when they begin to count."""

from datetime import datetime, timedelta
from typing import Final

from ledger.core.countersignature import SIGNED_BY
from ledger.core.role import Role, may

SIGNS_AFTER: Final = timedelta(hours=24)
"""How long a role that countersigns waits once granted: time enough to see it, and to end it."""
INVITATION_LIFE: Final = timedelta(hours=24)
OFFICERS: Final = (
    Role.TELLER,
    Role.DESK_CONTROLLER,
    Role.INSTITUTION_MANAGER,
    Role.OPERATOR,
    Role.TREASURER,
    Role.LAUNCH_MANAGER,
    Role.COMPLIANCE_OFFICER,
    Role.AUDITOR,
    Role.ADMINISTRATOR,
)
"""The roles of the console."""


def countersigns(role: Role) -> bool:
    """Say whether a role gives second signatures of any kind."""
    return any(may(role, act) for act in SIGNED_BY.values())


def begins_at(role: Role, granted_at: datetime) -> datetime:
    """Say from when a role counts."""
    return granted_at + SIGNS_AFTER if countersigns(role) else granted_at
