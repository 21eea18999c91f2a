"""The closed lists in which the register of terms speaks; the Dutch words stay in the data.

No database, no clock, no network.
"""

from __future__ import annotations

from enum import StrEnum


class Unit(StrEnum):
    """In what a term is counted; `…_BEFORE` counts back from the anchor. An amount is in euros."""

    CALENDAR_DAYS = "calendar_days"
    WORKING_DAYS = "working_days"
    POSTAL_DAYS = "postal_days"
    WEEKS = "weeks"
    MONTHS = "months"
    QUARTERS = "quarters"
    YEARS = "years"
    HOURS = "hours"
    EUROS = "euros"
    CALENDAR_DAYS_BEFORE = "calendar_days_before"
    MONTHS_BEFORE = "months_before"
    YEARS_BEFORE = "years_before"
    DATE_IN_CASE = "date_in_case"
    DATE_EACH_YEAR = "date_each_year"
    TIME_OF_DAY = "time_of_day"
    UNKNOWN = "unknown"


class Carrier(StrEnum):
    """Who has to act within the term."""

    AGENCY = "agency"
    CITIZEN = "citizen"
    AUTHORITY = "authority"
    THIRD = "third"
    ON_CALL = "on_call"
    NOBODY = "nobody"


class Roll(StrEnum):
    """What happens to an end on a Saturday, a Sunday or a statutory holiday."""

    FORWARD = "forward"
    NONE = "none"
    FIXED = "fixed"


class Stop(StrEnum):
    """What waiting for the applicant does to the term."""

    NEVER = "never"
    SUSPEND = "suspend"
    RESTART = "restart"


class Status(StrEnum):
    """How sure we are of the row: read in its source, or an assumption that a jurist confirms."""

    READ = "read"
    UNCONFIRMED = "unconfirmed"
