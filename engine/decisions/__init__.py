"""Decisions: legal acts in a register with numbers without gaps; fed by cases, never edited.

`taking` writes a decision of a case into the register, `notifying` how it was made known, `reading`
shows the register; `numbers` is how people write the place of a decision in it.
"""

from engine.decisions.notifying import NOTIFIED, notify
from engine.decisions.numbers import reference
from engine.decisions.reading import DecisionView, listing
from engine.decisions.taking import TAKEN, register

__all__ = ["NOTIFIED", "TAKEN", "DecisionView", "listing", "notify", "reference", "register"]
