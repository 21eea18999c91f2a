"""Whether a number or a moment lies between the bounds that a form gives it, exactly.

Pure and total. No reading of what people typed, no database, no clock, no network.
"""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal, localcontext

from engine.errors import Problem
from engine.feel import Expression
from engine.forms.display import LOCAL
from engine.forms.schema import Field
from engine.forms.scope import Scope
from engine.forms.values import MOST_DIGITS
from engine.model import Value


def bounds_problem(field: Field, value: Value, scope: Scope) -> Problem | None:
    """Check the decimals, the step, the least and the greatest of a number or a moment."""
    problem = _shape_problem(field, value) if isinstance(value, Decimal) else None
    if problem is not None:
        return problem
    least = limit_of(field.rules.minimum, scope)
    greatest = limit_of(field.rules.maximum, scope)
    moment = isinstance(value, (date, time))
    if _less(value, least):
        return Problem(
            field.key, "too_early" if moment else "too_small", {"min": _fact(value, least)}
        )
    if _less(greatest, value):
        return Problem(
            field.key, "too_late" if moment else "too_large", {"max": _fact(value, greatest)}
        )
    return None


def limit_of(limit: Value, scope: Scope) -> Value:
    """Return a limit; FEEL that gives null sets none."""
    return scope.value(limit) if isinstance(limit, Expression) else limit


def _shape_problem(field: Field, value: Decimal) -> Problem | None:
    """Check how many decimals a number has, and of what it is a multiple."""
    digits, step = field.rules.decimal_digits, field.rules.step
    if digits is not None and _decimals(value) > digits:
        return Problem(field.key, "too_many_decimals", {"max": str(digits)})
    if step is not None and not _is_multiple(value, step):
        return Problem(field.key, "not_a_multiple", {"step": _fact(value, step)})
    return None


def _decimals(value: Decimal) -> int:
    """Return how many decimals a number has, trailing zeros left out."""
    return len(f"{value:f}".partition(".")[2].rstrip("0"))


def _is_multiple(value: Decimal, step: Decimal) -> bool:
    """Tell whether a number is a whole number of steps; both are exact."""
    with localcontext(prec=4 * MOST_DIGITS):
        return value % step == 0


def _less(one: Value, other: Value) -> bool:
    """Tell whether one is less than the other; values of different kinds are not compared.

    A moment and a day compare as days; a moment without a zone is one of Brussels.
    """
    if isinstance(one, date) and isinstance(other, date):
        return _is_earlier(one, other)
    if type(one) is not type(other) or not isinstance(one, (Decimal, time)):
        return False
    if isinstance(one, time) and (one.tzinfo is None) != (other.tzinfo is None):
        return False
    return bool(one < other)


def _is_earlier(one: date, other: date) -> bool:
    """Tell whether a day or moment lies before another."""
    if isinstance(one, datetime) and isinstance(other, datetime):
        return _zoned(one) < _zoned(other)
    return _day(one) < _day(other)


def _zoned(moment: datetime) -> datetime:
    """Return a moment with its zone."""
    return moment if moment.tzinfo else moment.replace(tzinfo=LOCAL)


def _day(when: date) -> date:
    """Return the day of a moment in Brussels, or the day itself."""
    return _zoned(when).astimezone(LOCAL).date() if isinstance(when, datetime) else when


def _fact(value: Value, limit: Value) -> str:
    """Return a limit for a fact: a plain number, or ISO 8601, a day where a day was asked."""
    if isinstance(limit, Decimal):
        return f"{limit:f}"
    day = isinstance(limit, datetime) and not isinstance(value, datetime)
    return str((_day(limit) if day else limit).isoformat())
