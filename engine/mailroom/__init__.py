"""The post room: what comes in is booked with its day of receipt, and brought where it belongs."""

from engine.documents import Attached
from engine.mailroom.attaching import attach, leave_out
from engine.mailroom.booking import (
    LONGEST_REASON,
    LONGEST_SENDER,
    LONGEST_SUBJECT,
    Arrived,
    Booked,
    RefusedBooking,
    book,
)
from engine.mailroom.finding import Place, numbers, search, suggest
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
    "LONGEST_SENDER",
    "LONGEST_SUBJECT",
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
    "numbers",
    "read",
    "search",
    "sheet",
    "suggest",
    "urgent",
    "view",
]
