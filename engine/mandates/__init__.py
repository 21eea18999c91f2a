"""The register of mandates: who may decide what, proposed by one and confirmed by another.

`changing` proposes, confirms, withdraws and ends; `reading` lists mandates and tells who may take a
decision; `invented` fills the demo. What a mandate covers is `engine.hands`.
"""

from engine.mandates.changing import Wanted, confirm, end, propose, withdraw
from engine.mandates.invented import add_invented
from engine.mandates.reading import (
    Choices,
    Decider,
    MandateList,
    MandateView,
    capacity,
    choices,
    deciders,
    deciders_in,
    find_for_case,
    listing,
    one,
)

__all__ = [
    "Choices",
    "Decider",
    "MandateList",
    "MandateView",
    "Wanted",
    "add_invented",
    "capacity",
    "choices",
    "confirm",
    "deciders",
    "deciders_in",
    "end",
    "find_for_case",
    "listing",
    "one",
    "propose",
    "withdraw",
]
