"""Whether what was posted is what the form asks; pages and REST alike.

Pure and total: any posted mapping ends in clean values or in problems, never in an exception.
No database, no clock, no network; sentences are made by `engine.wording`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from engine.errors import Problem
from engine.forms.bounds import bounds_problem, limit_of
from engine.forms.choosing import NOTHING, Offers
from engine.forms.identifiers import IDENTIFIERS
from engine.forms.posted import sort
from engine.forms.rows import Placed, at_path
from engine.forms.schema import CHOICE_KINDS, Field, Form, Repeat
from engine.forms.scope import Scope
from engine.forms.settle import Nest, Reader, Reading, Settled, settle
from engine.forms.values import Refused, Source, read, shown
from engine.model import Value

_EMAIL = re.compile(r"[^@\s,;:<>()\[\]\"]{1,64}@(?:[^@\s.,;:<>()\[\]\"]{1,63}\.)+[^@\s.\W]{2,63}")
_PHONE = re.compile(r"\+?[0-9][0-9 ()./-]{6,24}")


@dataclass(frozen=True, slots=True)
class Validated:
    """The clean values (FEEL, nested by path) and what is wrong, in the order of the form.

    `clean` may be used only when there are no problems. It holds every visible field that may be
    changed (null when it was left empty) and the read-only ones that have a value; hidden and
    disabled fields are not in it. `documents` are the ids of those that it names.
    """

    clean: Mapping[str, Value]
    problems: tuple[Problem, ...]
    documents: frozenset[str] = frozenset()


def validate(
    form: Form,
    posted: Mapping[str, Any],
    context: Mapping[str, Value],
    source: Source = "fields",
    now: datetime | None = None,
    offers: Offers = NOTHING,
) -> Validated:
    """Check what was posted against the form.

    `posted` is, with source "fields", what an HTML form sends (key → text or list of texts; the
    caller takes its own names such as a token out first), and with "json" nested typed values
    (JSON or FEEL). `context` holds the case's variables, as FEEL values; `now` is the moment of
    `now()` and `today()` in the form's own expressions, `offers` what the house has to choose from.

    Problems carry the key of the field and a code: required, unknown_field, field_hidden,
    field_disabled, unknown_option, wrong_type, too_long, not_a_date and so on; facts are
    texts, with limits as plain numbers or ISO 8601.
    """
    came, sheet = sort(form, posted, context, source)
    reader = _reader(came.raws, context, source)
    settled = settle(sheet, reader, context, now, offers)
    clean: dict[str, Value] = {}
    nest = Nest(sheet, clean, _kept_row(context), lambda each: each.what.key in settled.hidden)
    found: list[Problem] = []
    named: set[str] = set()
    for placed in sheet.items:
        what = placed.what
        if isinstance(what, Repeat):
            found += _row_problems(what, sheet.counts[what.key], settled)
            continue
        field = settled.fields[what.key]
        problem = _problem(field, settled, placed.row, came.raws.get(field.key))
        if problem is not None:
            found.append(problem)
        elif not _is_left_out(field, placed, settled):
            value = settled.value(field)
            nest.put(field, value)
            named |= _documents(field, value)
    return Validated(clean, tuple(found + came.strangers), frozenset(named))


def _reader(raws: Mapping[str, Any], context: Mapping[str, Value], source: Source) -> Reader:
    """Return how one field is read; a field that was not given reads as empty."""

    def reading(field: Field) -> Reading:
        given = field.key in raws
        try:
            value = read(field, raws.get(field.key), source)
        except Refused as refused:
            return Reading(given, refused=refused)
        if source == "fields" and field.kind in {"time", "datetime"}:
            value = _whole(field, value, at_path(context, field.path))
        return Reading(given, value)

    return reading


def _whole(field: Field, value: Value, kept: Value) -> Value:
    """Return the value of the case where its box was left alone: it shows no seconds and no zone.

    So the second half past two of the night in which the clock goes back does not become the first.
    """
    same = type(value) is type(kept) and shown(field, value) == shown(field, kept)
    return kept if same and value is not None else value


def _kept_row(context: Mapping[str, Value]) -> Callable[[Repeat, int], dict[str, Value]]:
    """Return how a row begins: rows of the case keep what the form does not ask."""

    def begin(repeat: Repeat, at: int) -> dict[str, Value]:
        known = at_path(context, (*repeat.path, at)) if repeat.fixed else None
        return deepcopy(dict(known)) if isinstance(known, Mapping) else {}

    return begin


def _is_left_out(field: Field, placed: Placed, settled: Settled) -> bool:
    """Tell whether the case keeps its own value: hidden, disabled, or locked without one."""
    if field.key in settled.hidden:
        return True
    if field.key not in settled.locked:
        return False
    return settled.current[field.key] is None or settled.scopes[placed.row].truth(field.disabled)


def _documents(field: Field, value: Value) -> set[str]:
    """Return the ids of the documents that a file picker holds."""
    held = value if field.files is not None and isinstance(value, list) else ()
    return {each["document"] for each in held if isinstance(each, Mapping) and "document" in each}


def _row_problems(repeat: Repeat, count: int, settled: Settled) -> list[Problem]:
    """Tell whether a visible list has too few rows; too many were named while sorting."""
    if repeat.key in settled.hidden or count >= repeat.least:
        return []
    return [Problem(repeat.key, "too_few_rows", {"min": str(repeat.least)})]


def _problem(field: Field, settled: Settled, row: str, raw: Any) -> Problem | None:
    """Return the first thing that is wrong with one field."""
    reading, scope = settled.readings[field.key], settled.scopes[row]
    if field.key in settled.hidden:
        return None if reading.empty else Problem(field.key, "field_hidden")
    if field.key in settled.locked:
        return _locked_problem(field, reading, raw, settled.current[field.key])
    if reading.refused is not None:
        return Problem(field.key, reading.refused.code, reading.refused.facts)
    if reading.empty:
        required = scope.truth(field.rules.required)
        return Problem(field.key, "required") if required else None
    return _value_problem(field, reading.value, scope)


def _value_problem(field: Field, value: Value, scope: Scope) -> Problem | None:
    """Return the first thing that is wrong with a value that was given and could be read."""
    if field.files is not None:
        return _files_problem(field, value, scope)
    if isinstance(value, str):
        return _text_problem(field, value, scope)
    return bounds_problem(field, value, scope)


def _locked_problem(field: Field, reading: Reading, raw: Any, current: Value) -> Problem | None:
    """Refuse another value for a field that cannot be changed; the same one may come back."""
    if not reading.given or (reading.refused is None and _equal(field, reading.value, current)):
        return None
    came_back = isinstance(raw, str) and _words(raw) == _words(shown(field, current))
    return None if came_back or _is(raw, current) else Problem(field.key, "field_disabled")


def _is(raw: Any, current: Value) -> bool:
    """Tell whether what came is what the case has, though the field could not read it."""
    try:
        return type(raw) is type(current) and bool(raw == current)
    except (RecursionError, ArithmeticError):
        return False


def _words(text: str) -> list[str]:
    """Return the words of a text, in which a browser may have changed the room between them."""
    return unicodedata.normalize("NFC", text).split()


def _equal(field: Field, one: Value, other: Value) -> bool:
    """Tell whether two values are the same, or at least look the same in the form."""
    if type(one) is type(other) and one == other:
        return True
    return not isinstance(one, list) and shown(field, one) == shown(field, other)


def _files_problem(field: Field, value: Value, scope: Scope) -> Problem | None:
    """Refuse more documents than one where one is asked."""
    assert field.files is not None, "the caller has looked"
    if len(value) < 2 or scope.truth(field.files.multiple):
        return None
    return Problem(field.key, "one_document")


def _text_problem(field: Field, text: str, scope: Scope) -> Problem | None:
    """Check length, format, check digits and pattern of a text, in that order."""
    if field.kind in CHOICE_KINDS:
        return None
    rules = field.rules
    problem = _length_problem(field, text, scope)
    if problem is not None:
        return problem
    if rules.format == "email" and not _EMAIL.fullmatch(text):
        return Problem(field.key, "not_an_email")
    if rules.format == "phone" and not _PHONE.fullmatch(text):
        return Problem(field.key, "not_a_phone_number")
    identifier = IDENTIFIERS.get(rules.check or "")
    if identifier is not None and not identifier.is_valid(text):
        return Problem(field.key, identifier.problem, {"check": rules.check})
    matches = rules.pattern is None or rules.pattern.search(text) is not None
    return None if matches else Problem(field.key, "pattern")


def _length_problem(field: Field, text: str, scope: Scope) -> Problem | None:
    """Check how long a text is, in characters."""
    rules = field.rules
    if rules.min_length is None and rules.max_length is None:
        return None
    shortest, longest = limit_of(rules.min_length, scope), limit_of(rules.max_length, scope)
    if isinstance(shortest, Decimal) and len(text) < shortest:
        return Problem(field.key, "too_short", {"min": f"{shortest:f}"})
    if isinstance(longest, Decimal) and len(text) > longest:
        return Problem(field.key, "too_long", {"max": f"{longest:f}"})
    return None
