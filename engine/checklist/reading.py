"""The checklist of a case as it stands: the decision made, the documents read, both compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from engine import store, wording
from engine.checklist.comparing import Held, Line, compare
from engine.checklist.rules import Rules
from engine.model import Actor, DocumentRules, Value
from engine.runtime import Deployed, Runtime
from engine.store import documents as rows
from engine.store.rows import CaseRow
from engine.terms import BRUSSELS, local_day

NAME = "checklist"
"""The name under which forms and letters see the list."""


@dataclass(frozen=True, slots=True)
class Checklist:
    """The list of a case; `problems` say why a part of it could not be made (`code: where`)."""

    lines: tuple[Line, ...]
    day: date
    problems: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Tell whether nothing is wanting."""
        return not self.problems and not any(line.wanting for line in self.lines)

    def value(self) -> Value:
        """Return the list as FEEL sees it: `lines`, those `to_ask`, and `complete`."""
        lines = [(line, _context(line)) for line in self.lines]
        return {
            "lines": [context for _, context in lines],
            "to_ask": [context for line, context in lines if line.to_ask],
            "complete": self.complete,
        }


def of_case(
    runtime: Runtime,
    tx: store.Tx,
    deployed: Deployed,
    case: CaseRow,
    values: Mapping[str, Value],
    by: Actor | None = None,
) -> Checklist | None:
    """Return the list of a case as `by` may see it, None when its procedure has none.

    `values` are the variables of the case itself, which the decision sees. Without `by` it is the
    machine that asks, and nothing is hidden. One statement.
    """
    rules = Rules.of(deployed.facts)
    tables = deployed.bundle.tables.get(rules.decision) if rules else None
    if rules is None or tables is None:
        return None
    now = runtime.now().astimezone(BRUSSELS)
    value, traces = tables.decide_all(rules.decision, values, NAME, now)
    expected, strange = rules.expected(value)
    day = _day(rules, values, now)
    readers = DocumentRules.of(deployed.facts)
    held = [
        Held(
            row.id,
            row.type or "",
            row.verdict,
            row.issued_on,
            row.expires_on,
            by is None or readers.lets(by, row.access),
            row.name,
        )
        for row in rows.present_files(tx, case.id)
    ]
    problems = [problem for trace in traces for problem in trace.problems]
    problems += [f"unknown_type: {each}" for each in strange]
    return Checklist(compare(expected, held, day, now.date()), day, tuple(problems))


def _day(rules: Rules, values: Mapping[str, Value], now: datetime) -> date:
    """Return the day that ages are counted to; today as long as the case does not know it."""
    found = rules.day.evaluate(values, now).value if rules.day else None
    if isinstance(found, datetime):
        return local_day(found)
    return found if isinstance(found, date) else now.date()


def _context(line: Line) -> dict[str, Value]:
    expected = line.expected
    return {
        "type": expected.type,
        "name": expected.title,
        "standing": str(line.standing),
        "problem": said(line),
        "required": expected.required,
        "reason": expected.reason,
        "legal_basis": expected.legal_basis,
        "source": expected.source,
        "max_age": expected.max_age,
    }


def said(line: Line) -> str:
    """Return in a sentence how a line stands, and why."""
    if line.hidden:
        return wording.say("checklist.hidden", {"found": line.found})
    worst, expected = line.worst, line.expected
    facts: dict[str, Value] = {}
    if expected.count > 1:
        facts = {"wanted": expected.count, "found": line.found}
    if worst is not None:
        facts |= {
            "issued_on": worst.issued_on,
            "expires_on": worst.expires_on,
            "young_until": worst.young_until,
            "undated": expected.max_age is not None and worst.issued_on is None,
        }
    return wording.say(f"checklist.{line.standing}", facts)
