"""The checks of one decision table: gaps, overlaps, rules that can never fire.

No XML, no database, no clock, no network.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from engine.dmn.analysis.axes import Axis, axes_of
from engine.dmn.analysis.boxes import Box, Budget, TooLarge, crossings, is_empty, meet, uncovered
from engine.dmn.analysis.cells import constant_of
from engine.dmn.analysis.report import ERROR, INFO, WARNING, Report
from engine.dmn.analysis.shapes import Shape
from engine.dmn.analysis.spans import Where, where
from engine.dmn.hits import Hit, in_order, same
from engine.dmn.model import ONE_HIT, HitPolicy, Rule, Table
from engine.feel.values import Value

STEPS = 200_000  # of each check; about a second
_MOST_PAIRS = 5_000
_MOST_NEIGHBOURS = 4


@dataclass
class Check:
    """The checks of one table whose columns have these shapes."""

    table: Table
    axes: Sequence[Axis]
    report: Report
    steps: int = STEPS
    silent: frozenset[int] = frozenset()  # rules of which a cell was found wrong already

    @property
    def usual(self) -> Box:
        """Return every combination that may come."""
        return tuple(axis.usual for axis in self.axes)

    @property
    def every(self) -> Box:
        """Return every combination, null included."""
        return tuple(axis.every for axis in self.axes)

    def possible(self, rule: int) -> Box:
        """Return what a rule may match."""
        return tuple(axis.possible[rule] for axis in self.axes)

    def certain(self, rule: int) -> Box:
        """Return what a rule surely matches."""
        return tuple(axis.certain[rule] for axis in self.axes)

    def run(self) -> None:
        """Run all checks; one that becomes too large says so."""
        checks: list[tuple[str, Callable[[Budget], None]]] = [("unreachable", self.unreachable)]
        if self.table.hit_policy in ONE_HIT and not self.has_default():
            checks.append(("gap", self.gaps))
        if self.table.hit_policy in {HitPolicy.UNIQUE, HitPolicy.ANY}:
            checks.append(("overlap", self.overlaps))
        for name, check in checks:
            try:
                check(Budget(self.steps))
            except TooLarge:
                self.report.add("analysis.too_large", INFO, check=name)

    def has_default(self) -> bool:
        """Return whether the table has an answer when no rule matches."""
        return any(column.default is not None for column in self.table.outputs)

    def gaps(self, budget: Budget) -> None:
        """Find what no rule can match."""
        boxes = [self.possible(at) for at in range(len(self.table.rules))]
        for box in uncovered(self.usual, boxes, budget):
            computed = self.guessed(box)
            severity = INFO if computed else WARNING
            facts: dict[str, Any] = {"computed": computed} if computed else {}
            near = self.neighbours(box, boxes)
            if near:
                facts |= self.rules(*near)
            self.report.add("analysis.gap", severity, **facts, **self.at(box))

    def neighbours(self, gap: Box, boxes: Sequence[Box]) -> list[int]:
        """Return the first rules that match all but one column of a gap: where it can be closed."""
        found = [
            at
            for at, box in enumerate(boxes)
            if sum(not held & wanted for held, wanted in zip(box, gap, strict=True)) == 1
        ]
        return (
            found[:_MOST_NEIGHBOURS] if len(self.axes) > 1 or len(found) <= _MOST_NEIGHBOURS else []
        )

    def overlaps(self, budget: Budget) -> None:
        """Find what two rules match; under ANY only when their results differ."""
        boxes = [self.certain(at) for at in range(len(self.table.rules))]
        for count, (one, other, box) in enumerate(crossings(self.usual, boxes, budget)):
            if count > _MOST_PAIRS:
                raise TooLarge
            self.overlap((one, other), box)

    def overlap(self, pair: tuple[int, int], box: Box) -> None:
        """Report one pair of rules that match together."""
        computed = self.guessed(box)
        severity = WARNING if computed else ERROR
        code = "analysis.overlap"
        if self.table.hit_policy is HitPolicy.ANY:
            differ = self.differ(*pair)
            if differ is False:
                return
            code = "analysis.any_differs" if differ else "analysis.any_unknown"
            severity = severity if differ else INFO
        if self.report.full(code):
            return
        facts: dict[str, Any] = {**self.at(box), **self.rules(*pair)}
        if computed:
            facts["computed"] = computed
        self.report.add(code, severity, self.table.rules[pair[0]].id, **facts)

    def differ(self, one: int, other: int) -> bool | None:
        """Return whether two rules have different results; null when that cannot be said."""
        rules = self.table.rules[one], self.table.rules[other]
        texts = [tuple(cell.text for cell in rule.outputs) for rule in rules]
        if texts[0] == texts[1]:
            return False
        left, right = self.constants[one], self.constants[other]
        if left is None or right is None:
            return None
        return not all(same(a, b) for a, b in zip(left, right, strict=True))

    @cached_property
    def constants(self) -> list[tuple[Value, ...] | None]:
        """Return the results of each rule; null when they are not always the same."""
        return [self._results(rule) for rule in self.table.rules]

    def _results(self, rule: Rule) -> tuple[Value, ...] | None:
        found = [constant_of(cell) for cell in rule.outputs]
        if not all(constant for constant, _ in found):
            return None
        columns = zip(self.table.outputs, found, strict=True)
        return tuple(column.type.accept(value)[1] for column, (_, value) in columns)

    def unreachable(self, budget: Budget) -> None:
        """Find rules that match nothing, and those that others always go before."""
        order = self.turns()
        for at, rule in enumerate(self.table.rules):
            box = meet(self.possible(at), self.every)
            if is_empty(box):
                if at not in self.silent:
                    self.never(at, rule, box)
            elif order is not None and at in order:
                self.shadowed(at, order[: order.index(at)], budget)

    def never(self, at: int, rule: Rule, box: Box) -> None:
        """Report a rule that matches nothing, with the cells that make it so."""
        columns = [
            {"column": self.table.inputs[column].label, "text": rule.tests[column].text}
            for axis, held in zip(self.axes, box, strict=True)
            for column in axis.columns
            if not held
        ]
        self.report.add("analysis.never", WARNING, rule.id, cells=columns, **self.rules(at))

    def shadowed(self, at: int, before: Sequence[int], budget: Budget) -> None:
        """Report a rule when those `before` it match everything that it matches."""
        box = self.possible(at)
        budget.spend(len(before))
        near = [(one, meet(self.certain(one), box)) for one in before]
        near = [(one, shared) for one, shared in near if not is_empty(shared)]
        if not near or uncovered(box, [shared for _, shared in near], budget):
            return
        whole = [one for one, shared in near if shared == box]
        by = whole[:1] or sorted(one for one, _ in near)
        facts = {"by": self.rules(*by)["rules"], "by_numbers": self.rules(*by)["numbers"]}
        rule = self.table.rules[at].id
        self.report.add("analysis.shadowed", WARNING, rule, **self.rules(at), **facts)

    def turns(self) -> list[int] | None:
        """Return the rules in the order in which they win; null when each counts by itself."""
        if self.table.hit_policy is HitPolicy.FIRST:
            return list(range(len(self.table.rules)))
        if self.table.hit_policy is not HitPolicy.PRIORITY:
            return None
        hits = [
            Hit(str(at), values) for at, values in enumerate(self.constants) if values is not None
        ]
        return [int(hit.rule) for hit in in_order(self.table, hits)]

    def guessed(self, box: Box) -> list[str]:
        """Return the computed columns that a box cuts: perhaps no value lies there."""
        return [
            axis.label
            for axis, held in zip(self.axes, box, strict=True)
            if axis.computed and held & axis.usual != axis.usual
        ]

    def at(self, box: Box) -> dict[str, Where]:
        """Return where a box lies, as facts."""
        return {"where": where(self.axes, box)}

    def rules(self, *places: int) -> dict[str, list[Any]]:
        """Return ids and numbers (from 1) of rules, as facts."""
        ids = [self.table.rules[at].id for at in places]
        return {"rules": ids, "numbers": [at + 1 for at in places]}


def check_table(
    table: Table,
    shapes: Sequence[Shape],
    report: Report,
    silent: frozenset[int],
    steps: int = STEPS,
) -> None:
    """Report gaps, overlaps and rules that never fire, and what could not be analysed."""
    try:
        axes = axes_of(table, shapes, Budget(steps))
    except TooLarge:
        report.add("analysis.too_large", INFO, check="all")
        return
    Check(table, axes, report, steps, silent).run()
    for axis in axes:
        _opaque(axis, table, report)


def _opaque(axis: Axis, table: Table, report: Report) -> None:
    """Say once per column and reason what was not analysed."""
    found: dict[tuple[str, str], list[int]] = {}
    for one in axis.opaque:
        places = found.setdefault((one.column, one.why), [])
        places += [] if one.rule is None else [one.rule]
    for (column, why), places in found.items():
        facts = {
            "rules": [table.rules[at].id for at in places],
            "numbers": [at + 1 for at in places],
        }
        report.add("analysis.opaque", INFO, None, column=column, reason=why, **facts)
