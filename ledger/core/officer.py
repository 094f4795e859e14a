"""Who works at the console: which roles an institution may give, and when they begin to count."""

from datetime import datetime, timedelta
from typing import Final

from ledger.core.countersignature import SIGNED_BY
from ledger.core.role import Role, may

SIGNS_AFTER: Final = timedelta(hours=24)
"""How long a role that countersigns waits once granted: time enough to see it, and to end it."""
INVITATION_LIFE: Final = timedelta(hours=24)
IDLE_LOCK: Final = timedelta(minutes=5)
"""How long a session of the console may be unused before it is locked: what article 4(3)(d) of
delegated regulation (EU) 2018/389 leaves at most to a payer, kept for whoever sees everybody's."""
USE_NOTED_EVERY: Final = timedelta(seconds=30)
"""How often the use of a session is written down: reading pages does not write at each of them."""
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
