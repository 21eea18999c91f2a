"""Operations: cases that stand still, and what an operator does about them.

`seeing` shows incidents, one case, and what a move would do; `moves` are the moves, each with a
reason and a line in the trail, `skipping` does by hand what a service task could not; `cases` finds
what is broken, `values` reads and writes FEEL.
"""

from engine.operations.moves import (
    cancel,
    move_token,
    resolve,
    retry,
    retry_all,
    set_variables,
)
from engine.operations.seeing import foresee, incident, incidents, stuck, targets
from engine.operations.skipping import by_hand, skip
from engine.operations.views import (
    Again,
    Asked,
    Broken,
    ByHand,
    Correction,
    Foreseen,
    Incident,
    Incidents,
    Kind,
    Place,
    Retried,
    Stuck,
    Variable,
)

__all__ = [
    "Again",
    "Asked",
    "Broken",
    "ByHand",
    "Correction",
    "Foreseen",
    "Incident",
    "Incidents",
    "Kind",
    "Place",
    "Retried",
    "Stuck",
    "Variable",
    "by_hand",
    "cancel",
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
