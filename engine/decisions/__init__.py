"""Decisions: legal acts in a register with numbers without gaps; fed by cases, never edited.

`taking` writes a decision of a case into the register, `happening` what became of it, `measuring`
holds measures against what was announced, `naming` looks up what somebody refers to, `standing`
tells where a decision stands, `reading` shows the register; `numbers` is how people write the place
of a decision in it.
"""

from engine.decisions.happening import ACTS, NAMED, TYPES, job
from engine.decisions.measuring import problems
from engine.decisions.naming import problem
from engine.decisions.numbers import reference
from engine.decisions.reading import (
    DecisionPage,
    DecisionView,
    Listing,
    Remedy,
    lines,
    listing,
    of_dossier,
    of_record,
    readable,
    view,
)
from engine.decisions.standing import Course, Protection, Standing
from engine.decisions.taking import register
from engine.store.decisions import Wanted

__all__ = [
    "ACTS",
    "NAMED",
    "TYPES",
    "Course",
    "DecisionPage",
    "DecisionView",
    "Listing",
    "Protection",
    "Remedy",
    "Standing",
    "Wanted",
    "job",
    "lines",
    "listing",
    "of_dossier",
    "of_record",
    "problem",
    "problems",
    "readable",
    "reference",
    "register",
    "view",
]
