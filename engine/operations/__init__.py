"""Operations: cases that stand still, and what an operator does about them.

`listing` shows incidents, `seeing` one case and what a move would do, `telling` what of an incident
somebody may see; `moves` are the moves, each with a reason and a line in the trail, `skipping` does
by hand what a service task could not; `cases` finds what is broken, `values` reads and writes FEEL.
"""

from engine.operations.listing import chosen, incidents
from engine.operations.moves import (
    MOST_AT_ONCE,
    cancel,
    move_token,
    resolve,
    retry,
    retry_all,
    set_variables,
)
from engine.operations.seeing import drawing, foresee, incident, stuck, targets
from engine.operations.skipping import BY_HAND, by_hand, skip
from engine.operations.views import (
    Again,
    Asked,
    Broken,
    ByHand,
    Correction,
    Drawn,
    Foreseen,
    Incident,
    Incidents,
    Kind,
    Place,
    Retried,
    Sorts,
    Stuck,
    Variable,
)
from engine.store.incidents import EVERY, Sought

__all__ = [
    "BY_HAND",
    "EVERY",
    "MOST_AT_ONCE",
    "Again",
    "Asked",
    "Broken",
    "ByHand",
    "Correction",
    "Drawn",
    "Foreseen",
    "Incident",
    "Incidents",
    "Kind",
    "Place",
    "Retried",
    "Sorts",
    "Sought",
    "Stuck",
    "Variable",
    "by_hand",
    "cancel",
    "chosen",
    "drawing",
    "foresee",
    "incident",
    "incidents",
    "move_token",
    "resolve",
    "retry",
    "retry_all",
    "set_variables",
    "skip",
    "stuck",
    "targets",
]
