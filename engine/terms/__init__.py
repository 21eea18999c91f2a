"""Legal terms: days counted, clocks moved, ends explained; pure, no database, clock or network."""

from engine.terms.calendar import BRUSSELS, Calendar, after, local_day, statutory_holidays
from engine.terms.changing import EXPIRES, SHORTENS, Foreseen, days_in, foresee
from engine.terms.clocks import CaseClocks, counted_end, progress, standing, term_on
from engine.terms.counting import (
    add_months,
    counts_days,
    end_of,
    grace_end,
    is_confirmed,
    legal_end,
    moment_of,
    target_of,
    warning_days,
)
from engine.terms.explain import Explanation, explain
from engine.terms.register import read_closing_days, read_terms
from engine.terms.words import Carrier, Roll, Status, Stop, Unit

__all__ = [
    "BRUSSELS",
    "EXPIRES",
    "SHORTENS",
    "Calendar",
    "Carrier",
    "CaseClocks",
    "Explanation",
    "Foreseen",
    "Roll",
    "Status",
    "Stop",
    "Unit",
    "add_months",
    "after",
    "counted_end",
    "counts_days",
    "days_in",
    "end_of",
    "explain",
    "foresee",
    "grace_end",
    "is_confirmed",
    "legal_end",
    "local_day",
    "moment_of",
    "progress",
    "read_closing_days",
    "read_terms",
    "standing",
    "statutory_holidays",
    "target_of",
    "term_on",
    "warning_days",
]
