"""Write a FEEL value as the reader of a letter expects it, in the operator's words.

No FEEL is evaluated here; a value that cannot be read aloud is refused, never shown as a hole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from engine.feel.values import YearMonthDuration
from engine.letters.dutch import words
from engine.terms import BRUSSELS

_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class Unprintable(ValueError):
    """A value has nothing that a letter could say; `code` tells whether it is missing."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def write(value: Any) -> str:
    """Return `value` as text; lines of a text stay lines.

    Raises Unprintable when the value is null, empty, or of a kind that has no wording (a context,
    a range, a function).
    """
    for kinds, writer in _WRITERS:
        if isinstance(value, kinds):
            text = writer(value)
            if not text.strip():
                raise Unprintable("letter_value_missing")
            return text
    raise Unprintable("letter_value_missing" if value is None else "letter_value_unprintable")


def write_day(day: date) -> str:
    """Return `day` as day number, name of the month and year."""
    return f"{day.day} {words().months[day.month - 1]} {day.year}"


def _text(value: str) -> str:
    return _UNSEEN.sub("", value.replace("\r\n", "\n").replace("\t", " ")).strip()


def _truth(value: bool) -> str:  # noqa: FBT001 - the value of a form, not a switch
    return words().yes if value else words().no


def _number(value: Decimal | int) -> str:
    return f"{Decimal(value):f}".replace(".", words().decimal_mark)


def _time(value: time) -> str:
    return words().time.format(hour=value.hour, minute=value.minute)


def _moment(value: datetime) -> str:
    local = value.astimezone(BRUSSELS) if value.tzinfo else value
    return words().moment.format(day=write_day(local.date()), time=_time(local.time()))


def _span(value: timedelta) -> str:
    minutes = int(abs(value).total_seconds()) // 60
    days, rest = divmod(minutes, 24 * 60)
    counts = (("days", days), ("hours", rest // 60), ("minutes", rest % 60))
    return _counted(counts) or _amount("days", 0)


def _months(value: YearMonthDuration) -> str:
    years, months = divmod(abs(value.months), 12)
    return _counted((("years", years), ("months", months))) or _amount("months", 0)


def _counted(counts: Sequence[tuple[str, int]]) -> str:
    return _enumerated([_amount(unit, count) for unit, count in counts if count])


def _amount(unit: str, count: int) -> str:
    return f"{count} {words().units[unit][count != 1]}"


def _list(value: Sequence[Any]) -> str:
    return _enumerated([write(item) for item in value])


def _enumerated(parts: Sequence[str]) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return words().separator.join(parts[:-1]) + words().last_separator + parts[-1]


# bool before int, datetime before date: the more special kind first
_WRITERS: tuple[tuple[Any, Callable[[Any], str]], ...] = (
    (bool, _truth),
    (str, _text),
    ((Decimal, int), _number),
    (datetime, _moment),
    (date, write_day),
    (time, _time),
    (timedelta, _span),
    (YearMonthDuration, _months),
    (list, _list),
)
