"""How a desk knows who stands before it."""

from enum import StrEnum
from typing import Final

ALONE_UP_TO: Final = 50_00
"""The largest balance, in minor units, to which one person of a desk gives access back alone."""


class IdentityDocument(StrEnum):
    """A document, with a photograph, that a desk accepts (CMF, R561-5-1)."""

    NATIONAL_CARD = "national_card"
    PASSPORT = "passport"
    RESIDENCE_PERMIT = "residence_permit"
    DRIVING_LICENCE = "driving_licence"
