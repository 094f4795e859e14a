"""An account is closed: why, for a member who leaves, has died, ceased, or was enrolled twice."""

from enum import StrEnum


class ClosingReason(StrEnum):
    """Why an account is closed; `duplicate`: its holder goes on with another one."""

    ASKED = "asked"
    DEATH = "death"
    CEASED = "ceased"
    DUPLICATE = "duplicate"
