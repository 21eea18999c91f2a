"""Legal terms: days counted, clocks moved, ends explained; pure, no database, clock or network."""

from engine.terms.calendar import BRUSSELS, Calendar, after, is_day, local_day, statutory_holidays
from engine.terms.changing import EXPIRES, SHORTENS, Foreseen, days_in, foresee
from engine.terms.clocks import CaseClocks, progress, standing, term_on
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
from engine.terms.ends import counted_end
from engine.terms.explain import Explanation, explain
from engine.terms.register import read_closing_days, read_terms
from engine.terms.warning import (
    ABOVE,
    OWNER,
    TOP,
    Notice,
    due_warning,
    next_warning,
    passed_on,
    warning_plan,
)
from engine.terms.words import Carrier, Roll, Status, Stop, Unit

__all__ = [
    "ABOVE",
    "BRUSSELS",
    "EXPIRES",
    "OWNER",
    "SHORTENS",
    "TOP",
    "Calendar",
    "Carrier",
    "CaseClocks",
    "Explanation",
    "Foreseen",
    "Notice",
    "Roll",
    "Status",
    "Stop",
    "Unit",
    "add_months",
    "after",
    "counted_end",
    "counts_days",
    "days_in",
    "due_warning",
    "end_of",
    "explain",
    "foresee",
    "grace_end",
    "is_confirmed",
    "is_day",
    "legal_end",
    "local_day",
    "moment_of",
    "next_warning",
    "passed_on",
    "progress",
    "read_closing_days",
    "read_terms",
    "standing",
    "statutory_holidays",
    "target_of",
    "term_on",
    "warning_days",
    "warning_plan",
]
