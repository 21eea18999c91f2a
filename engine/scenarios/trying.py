"""Trials: a decision on rows of values, without a case."""

from __future__ import annotations

from collections.abc import Iterable

from engine.errors import Finding
from engine.feel import tagged
from engine.model import Value
from engine.runtime import Deployed
from engine.scenarios.house import morning
from engine.scenarios.judging import shown
from engine.scenarios.plan import Trial
from engine.scenarios.playing import Played
from engine.scenarios.trails import Named, Trail
from engine.scenarios.words import said
from engine.terms import BRUSSELS


def attempt(deployed: Iterable[Deployed], trial: Trial) -> Played:
    """Make the decision of a trial on each of its rows; a row that gives otherwise is a finding."""
    tables = next(
        (d.bundle.tables[trial.decision] for d in deployed if trial.decision in d.bundle.tables),
        None,
    )
    if tables is None:
        facts = {"name": trial.decision}
        return Played(
            trial.file, findings=(Finding(trial.file, "scenario.no_decision", facts=facts),)
        )
    findings: list[Finding] = []
    rules: set[Named] = set()
    now = morning(trial.day).astimezone(BRUSSELS) if trial.day else None
    for row in trial.rows:
        given = {name: _as_feel(value) for name, value in row.given.items()}
        value, traces = tables.decide_all(trial.decision, given, now=now)
        rules |= {(trace.table, rule) for trace in traces for rule in trace.matched}
        if tagged.encode(value) != tagged.encode(_as_feel(row.expected)):
            facts = {
                "what": said("row", "expected"),
                "wanted": shown(row.expected),
                "found": shown(value),
            }
            findings.append(Finding(trial.file, "scenario.differs", line=row.line, facts=facts))
    return Played(trial.file, findings=tuple(findings), trail=Trail(rules=frozenset(rules)))


def _as_feel(value: object) -> Value:
    """Return what YAML gave as FEEL's own value."""
    made: Value = tagged.decode(tagged.encode(value))
    return made
