"""A page in one state: who stands there, and how they got there."""

from dataclasses import dataclass

from arrivals import Arrive
from people import Visitor


@dataclass(frozen=True, slots=True)
class Scene:
    """A page in one state; `visitor` is None where nobody is signed in."""

    name: str
    visitor: Visitor | None
    arrive: Arrive
