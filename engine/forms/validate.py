"""Whether what was posted is what the form asks; pages and REST alike.

Pure and total: any posted mapping ends in clean values or in problems, never in an exception.
No database, no clock, no network; sentences are made by `engine.wording`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from engine.errors import Problem
from engine.feel import Expression
from engine.forms.identifiers import IDENTIFIERS
from engine.forms.schema import Field, Form
from engine.forms.settle import Reading, Settled, put, read_all, settle
from engine.forms.values import Source, shown
from engine.model import Value

MOST_POSTED = 5_000
_MOST_STRANGERS = 20
_EMAIL = re.compile(r"[^@\s,;:<>()\[\]\"]{1,64}@(?:[^@\s.,;:<>()\[\]\"]{1,63}\.)+[^@\s.\W]{2,63}")
_PHONE = re.compile(r"\+?[0-9][0-9 ()./-]{6,24}")


@dataclass(frozen=True, slots=True)
class Validated:
    """The clean values (FEEL, nested by path) and what is wrong, in the order of the form.

    `clean` may be used only when there are no problems. It holds every visible field that may be
    changed (null when it was left empty) and the read-only ones that have a value; hidden and
    disabled fields are not in it.
    """

    clean: Mapping[str, Value]
    problems: tuple[Problem, ...]


def validate(
    form: Form,
    posted: Mapping[str, Any],
    context: Mapping[str, Value],
    source: Source = "fields",
    now: datetime | None = None,
) -> Validated:
    """Check what was posted against the form.

    `posted` is, with source "fields", what an HTML form sends (key → text or list of texts; the
    caller takes its own names such as a token out first), and with "json" nested typed values
    (JSON or FEEL). `context` holds the case's variables, as FEEL values; `now` is the moment of
    `now()` and `today()` in the form's own expressions.

    Problems carry the key of the field and a code: required, unknown_field, field_hidden,
    field_disabled, unknown_option, wrong_type, too_long, not_a_date and so on; facts are
    texts, with limits as plain numbers or ISO 8601.
    """
    raws, problems = _by_key(form, posted, source)
    readings = read_all(form, raws, source)
    settled = settle(form, readings, context, now)
    clean: dict[str, Value] = {}
    found: list[Problem] = []
    for field in form.fields:
        reading = readings[field.key]
        problem = _problem(field, reading, settled)
        if problem is not None:
            found.append(problem)
        elif field.key in settled.hidden or settled.scope.truth(field.disabled):
            continue
        elif field.key not in settled.locked:
            put(clean, field.path, reading.value)
        elif settled.current[field.key] is not None:
            put(clean, field.path, settled.current[field.key])
    return Validated(clean, tuple(found + problems))


def _by_key(
    form: Form, posted: Mapping[str, Any], source: Source
) -> tuple[dict[str, Any], list[Problem]]:
    """Sort what was posted by field, and name what belongs to none."""
    raws: dict[str, Any] = {}
    strangers: list[str] = []
    if len(posted) > MOST_POSTED:
        return {}, [Problem("", "too_many_fields", {"max": str(MOST_POSTED)})]
    inner = {field.path[:end] for field in form.fields for end in range(1, len(field.path))}
    waiting: list[tuple[tuple[str, ...], Mapping[str, Any]]] = [((), posted)]
    while waiting:
        above, node = waiting.pop()
        for name, raw in node.items():
            path = (*above, str(name))
            key = ".".join(path)
            if key in form.by_key and (source == "fields" or form.by_key[key].path == path):
                raws[key] = raw
            elif source == "json" and path in inner and isinstance(raw, Mapping):
                waiting.append((path, raw))
            elif len(strangers) < _MOST_STRANGERS:
                strangers.append(_printable(key))
    return raws, [Problem(key, "unknown_field") for key in strangers]


def _printable(text: str) -> str:
    """Return the start of a text that may hold anything, without lone surrogates."""
    return text[:200].encode("utf-8", "replace").decode("utf-8")


def _problem(field: Field, reading: Reading, settled: Settled) -> Problem | None:
    """Return the first thing that is wrong with one field."""
    if field.key in settled.hidden:
        return None if reading.empty else Problem(field.key, "field_hidden")
    if field.key in settled.locked:
        return _locked_problem(field, reading, settled.current[field.key])
    if reading.refused is not None:
        return Problem(field.key, reading.refused.code, reading.refused.facts)
    if reading.empty:
        required = settled.scope.truth(field.rules.required)
        return Problem(field.key, "required") if required else None
    if isinstance(reading.value, str):
        return _text_problem(field, reading.value, settled)
    return _bounds_problem(field, reading.value, settled)


def _locked_problem(field: Field, reading: Reading, current: Value) -> Problem | None:
    """Refuse another value for a field that cannot be changed; the same one may come back."""
    if not reading.given or (reading.refused is None and _equal(field, reading.value, current)):
        return None
    return Problem(field.key, "field_disabled")


def _equal(field: Field, one: Value, other: Value) -> bool:
    """Tell whether two values are the same, or at least look the same in the form."""
    if type(one) is type(other) and one == other:
        return True
    return not isinstance(one, list) and shown(field, one) == shown(field, other)


def _text_problem(field: Field, text: str, settled: Settled) -> Problem | None:
    """Check length, format, check digits and pattern of a text, in that order."""
    if field.options:
        return None
    rules = field.rules
    problem = _length_problem(field, text, settled)
    if problem is not None:
        return problem
    if rules.format == "email" and not _EMAIL.fullmatch(text):
        return Problem(field.key, "not_an_email")
    if rules.format == "phone" and not _PHONE.fullmatch(text):
        return Problem(field.key, "not_a_phone_number")
    if rules.check and not IDENTIFIERS[rules.check].is_valid(text):
        return Problem(field.key, "bad_check_digits", {"check": rules.check})
    matches = rules.pattern is None or rules.pattern.search(text) is not None
    return None if matches else Problem(field.key, "pattern")


def _length_problem(field: Field, text: str, settled: Settled) -> Problem | None:
    """Check how long a text is, in characters."""
    shortest = _limit(field.rules.min_length, settled)
    longest = _limit(field.rules.max_length, settled)
    if isinstance(shortest, Decimal) and len(text) < shortest:
        return Problem(field.key, "too_short", {"min": f"{shortest:f}"})
    if isinstance(longest, Decimal) and len(text) > longest:
        return Problem(field.key, "too_long", {"max": f"{longest:f}"})
    return None


def _bounds_problem(field: Field, value: Value, settled: Settled) -> Problem | None:
    """Check the decimals, the least and the greatest of a number or a moment."""
    digits = field.rules.decimal_digits
    if isinstance(value, Decimal) and digits is not None and _decimals(value) > digits:
        return Problem(field.key, "too_many_decimals", {"max": str(digits)})
    least = _limit(field.rules.minimum, settled)
    greatest = _limit(field.rules.maximum, settled)
    moment = isinstance(value, (date, time))
    if _less(value, least):
        return Problem(field.key, "too_early" if moment else "too_small", {"min": _fact(least)})
    if _less(greatest, value):
        return Problem(field.key, "too_late" if moment else "too_large", {"max": _fact(greatest)})
    return None


def _decimals(value: Decimal) -> int:
    """Return how many decimals a number has, trailing zeros left out."""
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _limit(limit: Value, settled: Settled) -> Value:
    """Return a limit; FEEL that gives null sets none."""
    return settled.scope.value(limit) if isinstance(limit, Expression) else limit


def _less(one: Value, other: Value) -> bool:
    """Tell whether one is less than the other; values of different kinds are not compared."""
    if type(one) is not type(other) or not isinstance(one, Decimal | date | time):
        return False
    if isinstance(one, (datetime, time)) and (one.tzinfo is None) != (other.tzinfo is None):
        return False
    return bool(one < other)


def _fact(limit: Value) -> str:
    """Return a limit for a fact: a plain number, or ISO 8601."""
    return f"{limit:f}" if isinstance(limit, Decimal) else limit.isoformat()
