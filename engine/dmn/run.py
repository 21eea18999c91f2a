"""Running decisions: required ones first and once, then the table or expression itself.

Total: what has no answer is null, with a problem that says why. No XML, no database, no network;
the only moment known is the one the caller passes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from engine.dmn.hits import Hit, combine, default_result, in_order
from engine.dmn.model import Decision, HitPolicy, Rule, Table
from engine.dmn.types import Type
from engine.feel import Expression, Outcome, UnaryTests
from engine.feel.tagged import NotStorable, encode
from engine.model import Evaluation, Tagged, Value

_MOST_PROBLEMS = 20


@dataclass(slots=True)
class Run:
    """One run of one decision: what it sees, what went wrong."""

    scope: Mapping[str, Value]
    now: datetime | None
    problems: list[str] = field(default_factory=list)

    def value(self, expression: Expression, where: str) -> Value:
        """Evaluate an expression; its warnings become problems."""
        return self.outcome(expression.evaluate(self.scope, self.now), where)

    def outcome(self, outcome: Outcome, where: str) -> Value:
        """Keep the warnings of an evaluation, return its value."""
        for warning in outcome.warnings:
            self.problem(warning.code, where)
        return outcome.value

    def problem(self, code: str, where: str) -> None:
        """Note a problem once, as `code: where`."""
        text = f"{code}: {where}" if where else code
        if text not in self.problems and len(self.problems) < _MOST_PROBLEMS:
            self.problems.append(text)

    def typed(self, type_: Type, value: Value, where: str) -> Value:
        """Return the value as its type has it; one that does not conform is null."""
        good, made = type_.accept(value)
        if not good:
            self.problem("wrong_type", where)
        return made

    def allowed(self, tests: UnaryTests | None, value: Value) -> bool:
        """Tell whether a value is among the allowed ones; null always is."""
        if tests is None or value is None:
            return True
        return tests.matches(value, self.scope, self.now).value is True


def run_decision(
    decision: Decision,
    results: Mapping[str, Value],
    inputs: Mapping[str, Value],
    *,
    where: tuple[str, str],
    now: datetime | None,
) -> tuple[Value, Evaluation]:
    """Run one decision, given the `results` (by variable name) of those it requires.

    `where` is the element that asks and the file of the table.
    """
    run = Run({}, now)
    scope = dict(inputs)
    for one in decision.inputs:
        if one.name not in scope:
            run.problem("missing_input", one.name)
        scope[one.name] = run.typed(one.type, scope.get(one.name), one.name)
    scope.update(results)
    run.scope = scope
    if isinstance(decision.logic, Table):
        value, seen, matched = _run_table(decision.logic, run)
    else:
        seen = {name: scope.get(name) for name in sorted(decision.logic.names) if name in scope}
        value, matched = run.value(decision.logic, decision.name), ()
    value = run.typed(decision.type, value, decision.name)
    element, file = where
    tagged = {name: _tagged(one, run) for name, one in seen.items()}
    outputs = _tagged(value, run)
    evaluation = Evaluation(
        decision=decision.id,
        element=element,
        inputs=tagged,
        matched=matched,
        outputs=outputs,
        table=file,
        problems=tuple(run.problems),
    )
    return value, evaluation


def _run_table(table: Table, run: Run) -> tuple[Value, dict[str, Value], tuple[str, ...]]:
    """Run a decision table: its value, its inputs by expression, the rules that matched.

    Under PRIORITY and OUTPUT ORDER the rules come by rank, so that the first is the one that won.
    """
    tested, fit = _inputs(table, run)
    texts = [column.expression.text for column in table.inputs]
    seen = dict(zip(texts, tested, strict=True))
    if not fit:
        return None, seen, ()
    matching: list[Rule] = []
    for rule in table.rules:
        if _matches(rule, tested, run):
            matching.append(rule)
            if table.hit_policy is HitPolicy.FIRST:
                break
    if not matching:
        return default_result(table, _defaults(table, run)), seen, ()
    hits = in_order(table, [Hit(rule.id, _results(table, rule, run)) for rule in matching])
    value, violated = combine(table, hits)
    for code in violated:
        run.problem(code, table.hit_policy.value)
    return value, seen, tuple(hit.rule for hit in hits)


def _inputs(table: Table, run: Run) -> tuple[list[Value], bool]:
    """Evaluate the columns that are tested, and tell whether every value is allowed."""
    tested: list[Value] = []
    fit = True
    for column in table.inputs:
        value = run.typed(column.type, run.value(column.expression, column.label), column.label)
        tested.append(value)
        if not run.allowed(column.allowed, value):
            run.problem("input_not_allowed", column.label)
            fit = False
    return tested, fit


def _matches(rule: Rule, tested: list[Value], run: Run) -> bool:
    """Tell whether every cell of a rule passes."""
    for cell, value in zip(rule.tests, tested, strict=True):
        if cell.words is not None and isinstance(value, str):
            if value not in cell.words:
                return False
        elif cell.matches(value, run.scope, run.now).value is not True:
            return False
    return True


def _results(table: Table, rule: Rule, run: Run) -> tuple[Value, ...]:
    """Evaluate the outputs of a rule; one that is not allowed is null."""
    made = []
    for column, expression in zip(table.outputs, rule.outputs, strict=True):
        where = f"{rule.id} {column.label}".strip()
        value = run.typed(column.type, run.value(expression, where), where)
        if not run.allowed(column.allowed, value):
            run.problem("output_not_allowed", where)
            value = None
        made.append(value)
    return tuple(made)


def _defaults(table: Table, run: Run) -> list[Value]:
    """Evaluate the default of every output."""
    return [
        None
        if column.default is None
        else run.typed(column.type, run.value(column.default, column.label), column.label)
        for column in table.outputs
    ]


def _tagged(value: Value, run: Run) -> Tagged:
    """Return a value as JSON; a function cannot be kept."""
    try:
        return encode(value)
    except NotStorable:
        run.problem("not_storable", "")
        return None
