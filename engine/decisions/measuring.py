"""How heavy a measure is, and whether it is heavier than what was announced (legality A4).

Which measure weighs more is data: a code list whose codes have a weight. Of the same weight the
longer one is the heavier; a measure without an end is longer than any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import inf
from typing import Any

from engine import errors, feel, store
from engine.bpmn.extensions import Extensions
from engine.decisions.numbers import parsed
from engine.errors import Problem
from engine.model import DecisionStage, Value
from engine.runtime import Deployed, Runtime
from engine.store import decisions as rows
from engine.store.rows import CaseRow, DecisionRow
from engine.terms import add_months, is_day

DAYS_IN_A_MONTH = 30.4375
REGISTER = "register_decision"
ASKED = ("follows", "measure", "duration", "effective_from", "effective_to")
_PATH = re.compile(r"[\w.]+")
_ISO = re.compile(r"P(?:(\d{1,3})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})W)?(?:(\d{1,5})D)?")


@dataclass(frozen=True, slots=True)
class Heaviness:
    """What a measure weighs, and how many days it lasts (about); without an end forever."""

    weight: int
    days: float

    def exceeds(self, other: Heaviness) -> bool:
        """Tell whether this is heavier than `other`."""
        return (self.weight, self.days) > (other.weight, other.days)


def weights(runtime: Runtime) -> Mapping[str, int]:
    """Return the weight of every measure, from the code lists whose codes have one."""
    return {code: each for one in runtime.lists.values() for code, each in one.weights.items()}


def label(runtime: Runtime, measure: str | None, day: date | None = None) -> str:
    """Return what people called a measure on `day`, or call it today."""
    lists = runtime.lists if day is None else runtime.lists_on(day)
    for each in lists.values():
        if measure is not None and measure in each.weights:
            return each.by_text[measure].label
    return measure or ""


def duration_text(value: Value) -> str | None:
    """Return how long a measure lasts as ISO 8601 text, of a text or of a FEEL duration."""
    if isinstance(value, feel.YearMonthDuration):
        return f"P{value.months}M" if value.months >= 0 else None
    if isinstance(value, timedelta):
        return f"P{value.days}D" if value.days >= 0 else None
    if isinstance(value, str) and value != "P" and _ISO.fullmatch(value):
        return value
    return None


def days_of(duration: str | None, first: date | None, last: date | None) -> float:
    """Return about how many days a measure lasts: by its duration, or from its first to last day.

    Without both it has no end.
    """
    found = _ISO.fullmatch(duration) if duration else None
    if found is not None:
        years, months, weeks, days = (int(each or 0) for each in found.groups())
        return (12 * years + months) * DAYS_IN_A_MONTH + 7 * weeks + days
    return (last - first).days + 1 if first and last else inf


def intent_of(tx: store.Tx, case: CaseRow, follows: Value) -> DecisionRow | None:
    """Return the announced measure that a decision names, of the same case or dossier."""
    place = parsed(follows) if isinstance(follows, str) else None
    row = rows.by_number(tx, *place) if place else None
    if row is None or row.stage != DecisionStage.INTENT:
        return None
    same = row.dossier_id is not None and row.dossier_id == case.dossier_id
    return row if same or row.case_id == case.id else None


def heavier(runtime: Runtime, intent: DecisionRow, values: Mapping[str, Value]) -> Problem | None:
    """Return what is wrong with a measure that came after `intent`, or None when it may be.

    A measure that nobody gave a weight is refused too: nobody can say that it is not heavier.
    """
    known, measure = weights(runtime), values.get("measure")
    announced = intent.measure or ""
    if not isinstance(measure, str) or measure not in known or announced not in known:
        return Problem("", "measure.unknown", {"measure": str(measure or "")[:100]})
    wanted = Heaviness(known[measure], _lasts(intent, values))
    most = Heaviness(
        known[announced],
        days_of(intent.duration, intent.effective_from, intent.effective_to),
    )
    if not wanted.exceeds(most):
        return None
    facts = {
        "decided_on": intent.decided_on,
        "measure": label(runtime, announced),
        "duration": intent.duration,
        "last": intent.effective_to,
    }
    return Problem("", "measure.heavier", facts)


def problems(
    runtime: Runtime,
    tx: store.Tx,
    deployed: Deployed,
    case: CaseRow,
    *,
    process: str,
    values: Mapping[str, Value],
) -> tuple[Problem, ...]:
    """Return what would be refused in the register, for a form of `process` with `values`.

    The diagram says what goes to the register; the field whose variable is the measure carries the
    problem. What cannot be told yet is no problem yet: the register asks again.
    """
    found = []
    for extensions in _registering(deployed, process):
        told = dict(_told(runtime, extensions, values))
        intent = intent_of(tx, case, told.get("follows"))
        wrong = heavier(runtime, intent, told) if intent and told.get("measure") else None
        if wrong is not None:
            found.append(Problem(_field(extensions), wrong.code, wrong.facts))
    return tuple(found)


def refuse_heavier(
    runtime: Runtime, tx: store.Tx, case: CaseRow, values: Mapping[str, Value]
) -> str | None:
    """Return the id of the announced measure that a decision follows.

    Raises ModelFault when it names none that there is, or when the measure is heavier.
    """
    follows = values.get("follows")
    if follows is None:
        return None
    intent = intent_of(tx, case, follows)
    if intent is None:
        raise errors.ModelFault("intent_unknown", case_id=case.id, decision=str(follows)[:50])
    wrong = heavier(runtime, intent, values)
    if wrong is not None:
        raise errors.ModelFault(wrong.code, case_id=case.id, **wrong.facts)
    return intent.id


def _registering(deployed: Deployed, process: str) -> Iterator[Extensions]:
    for node in deployed.bundle.diagram(process).nodes.values():
        inputs = node.extensions.inputs or ()
        if node.extensions.job == REGISTER and any(each.target == "follows" for each in inputs):
            yield node.extensions


def _told(
    runtime: Runtime, extensions: Extensions, values: Mapping[str, Value]
) -> Iterator[tuple[str, Value]]:
    for each in extensions.inputs or ():
        if each.target in ASKED:
            text = each.source.removeprefix("=")
            outcome = feel.compile_expression(text, values).evaluate(values, runtime.now())
            yield each.target, outcome.value


def _field(extensions: Extensions) -> str:
    """Return the variable that is the measure, as a form calls it; nothing when it is computed."""
    sources: dict[str, Any] = {each.target: each.source for each in extensions.inputs or ()}
    written = str(sources.get("measure", "")).removeprefix("=").strip()
    return written if _PATH.fullmatch(written) else ""


def _lasts(intent: DecisionRow, values: Mapping[str, Value]) -> float:
    """Return about how many days a measure lasts that came after `intent`.

    What tells the longest counts, so that a short duration hides no long period. A period within
    the months that were announced, counted on the calendar, is no longer than these.
    """
    first, last = values.get("effective_from"), values.get("effective_to")
    duration = duration_text(values.get("duration"))
    told = [days_of(duration, None, None)] if duration else []
    if is_day(first) and is_day(last):
        days = days_of(None, first, last)
        announced = days_of(intent.duration, None, None)
        if intent.duration and last <= _ends(first, intent.duration):
            days = min(days, announced)
        elif intent.duration:
            days = max(days, announced + 1)
        told.append(days)
    return max(told, default=inf)


def _ends(first: date, duration: str) -> date:
    """Return the day on which a measure of this duration from `first` on is over."""
    found = _ISO.fullmatch(duration)
    years, months, weeks, days = (int(each or 0) for each in found.groups()) if found else (0,) * 4
    try:
        return add_months(first, 12 * years + months) + timedelta(weeks=weeks, days=days)
    except (OverflowError, ValueError):
        return date.max
