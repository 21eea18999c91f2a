"""Terms and calendars that the tests of the legal terms share."""

from datetime import date, timedelta
from itertools import count

from engine.model import Clock, Term
from engine.terms import Calendar, CaseClocks, Roll, Status, Stop, Unit


def a_term(value: int | None = 30, unit: Unit = Unit.CALENDAR_DAYS, **changes: object) -> Term:
    facts: dict[str, object] = {
        "id": "row-1",
        "key": "reply",
        "value": value,
        "unit": unit,
        "anchor": "receipt",
        "carrier": "citizen",
        "roll": Roll.NONE,
        "stop": Stop.SUSPEND,
        "warning": "",
        "on_end": "",
        "source": "[AS]",
        "status": Status.UNCONFIRMED,
        "valid_from": date(2000, 1, 1),
    }
    return Term(**{**facts, **changes})  # type: ignore[arg-type]  # one place that takes any column


def clocks_for(*terms: Term, clocks: tuple[Clock, ...] = (), calendar: Calendar) -> CaseClocks:
    ids = count(1)
    return CaseClocks(terms, clocks, calendar, "case-1", lambda: f"clock-{next(ids)}")


WINTER_2026 = tuple(date(2026, 12, 26) + timedelta(days=n) for n in range(6))
SERVICE_2026 = Calendar.closed_on([date(2026, 11, 2), *WINTER_2026])
