"""The post room: what comes in is booked with its day of receipt, and brought where it belongs."""

from engine.documents import Attached
from engine.mailroom.attaching import attach, leave_out
from engine.mailroom.booking import LONGEST_REASON, Arrived, Booked, RefusedBooking, book
from engine.mailroom.finding import Place, search, suggest
from engine.mailroom.sheet import FILES, Awaited, Sheet, Typed, sheet
from engine.mailroom.unassigned import (
    Line,
    Unplaced,
    assign,
    drop,
    listing,
    read,
    urgent,
    view,
)

__all__ = [
    "FILES",
    "LONGEST_REASON",
    "Arrived",
    "Attached",
    "Awaited",
    "Booked",
    "Line",
    "Place",
    "RefusedBooking",
    "Sheet",
    "Typed",
    "Unplaced",
    "assign",
    "attach",
    "book",
    "drop",
    "leave_out",
    "listing",
    "read",
    "search",
    "sheet",
    "suggest",
    "urgent",
    "view",
]
