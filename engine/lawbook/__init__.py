"""The book of the law: terms and amounts as dated rows, who confirms them, and how they change.

`reading` shows them with where they are used; `changing` proposes, confirms and withdraws a new row
under four eyes; `clocks` brings the clocks that run along, a case at a time; `confirming` signs a
row off. The counting itself is `engine.terms`.
"""

from engine.lawbook.changing import (
    RefusedChange,
    confirm_change,
    propose,
    withdraw,
)
from engine.lawbook.clocks import carry_out, decide_clock, letters_for
from engine.lawbook.confirming import Signers, Unconfirmed, confirm, unconfirmed
from engine.lawbook.reading import book, change, entry
from engine.lawbook.views import (
    ChangeView,
    ClockLine,
    Entry,
    Line,
    Used,
)

__all__ = [
    "ChangeView",
    "ClockLine",
    "Entry",
    "Line",
    "RefusedChange",
    "Signers",
    "Unconfirmed",
    "Used",
    "book",
    "carry_out",
    "change",
    "confirm",
    "confirm_change",
    "decide_clock",
    "entry",
    "letters_for",
    "propose",
    "unconfirmed",
    "withdraw",
]
