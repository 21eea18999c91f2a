"""The values of FEEL that Python lacks, and the kinds of all values. No clock, no parsing.

FEEL value → Python: null None, boolean bool, number Decimal, string str, date, time, date and time
`datetime`, days and time duration `timedelta`, years and months duration `YearMonthDuration`,
list, context dict with str keys, `Range`, `Function`. What is beyond Python's years 1 to 9999 or
its microseconds is a `BigDate`, `BigTime`, `BigMoment` or `BigDuration` (`engine.feel.big`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import total_ordering
from typing import Any

from engine.feel.big import BigDate, BigDuration, BigMoment, BigTime
from engine.feel.faults import Run

Value = Any  # see the module docstring


@total_ordering
@dataclass(frozen=True, slots=True)
class YearMonthDuration:
    """A duration in whole months; it has no length in days (DMN 1.5 §10.3.2.3.8)."""

    months: int

    def __lt__(self, other: object) -> bool:
        """Return whether this duration is the shorter one."""
        if not isinstance(other, YearMonthDuration):
            return NotImplemented
        return self.months < other.months


@dataclass(frozen=True, slots=True)
class Range:
    """An interval of comparable values (DMN 1.5 §10.3.2.7).

    `sign` is "=" or "!=" for the intervals `(=x)` and `(!=x)`, whose both ends are x. Else an end
    of None that is not included is open towards infinity (`< 5`); one that is included is
    unknown, because it was null: whether a value lies on its side cannot be said.
    """

    start: Value
    end: Value
    start_included: bool = True
    end_included: bool = True
    sign: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Function:
    """A FEEL function, built in or written by an analyst.

    `call(args, named, run)` returns the result for positional `args`, or for `named` when that is
    not None; it raises Fault when the arguments do not fit.
    """

    name: str
    parameters: tuple[str, ...]
    call: Callable[[Sequence[Value], Mapping[str, Value] | None, Run], Value]
    types: tuple[Any, ...] = ()  # of the parameters, as `kinds.Type`; () when not declared


_KINDS: dict[type, str] = {
    type(None): "null",
    bool: "boolean",
    Decimal: "number",
    int: "number",
    str: "string",
    date: "date",
    datetime: "date and time",
    time: "time",
    timedelta: "days and time duration",
    YearMonthDuration: "years and months duration",
    list: "list",
    dict: "context",
    Range: "range",
    Function: "function",
    BigDate: "date",
    BigTime: "time",
    BigMoment: "date and time",
    BigDuration: "days and time duration",
}
_SLOW: tuple[tuple[type, str], ...] = (
    (str, "string"),
    (dict, "context"),
    (list, "list"),
    (datetime, "date and time"),
    (date, "date"),
)


def kind(value: Value) -> str:
    """Return the FEEL type name of `value`; "unknown" for what is no FEEL value."""
    known = _KINDS.get(type(value))
    if known is not None:
        return known
    return next((name for cls, name in _SLOW if isinstance(value, cls)), "unknown")
