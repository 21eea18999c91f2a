"""The documents that an application needs, beside those that are there.

A procedure names a decision that gives the list for a case; `compare` holds it against the
documents. Views only: nothing here decides who may look at a case, that is the verbs'.
"""

from __future__ import annotations

from engine.checklist.comparing import Expected, Held, Judged, Line, Standing, compare
from engine.checklist.reading import NAME, Checklist, of_case, said
from engine.checklist.rules import Rules, wrong_rules

__all__ = [
    "NAME",
    "Checklist",
    "Expected",
    "Held",
    "Judged",
    "Line",
    "Rules",
    "Standing",
    "compare",
    "of_case",
    "said",
    "wrong_rules",
]
