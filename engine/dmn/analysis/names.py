"""Names that the expressions of a decision use and nothing declares.

No XML, no database, no clock, no network.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from engine.dmn.analysis.cells import path_of, tree_of, walk
from engine.dmn.analysis.report import WARNING, Report
from engine.dmn.model import Table
from engine.dmn.types import Type
from engine.feel import Expression, UnaryTests, suggest


@dataclass(frozen=True, slots=True)
class Use:
    """One expression or cell of a table, and the rule it stands in."""

    logic: Expression | UnaryTests
    column: str
    rule: str | None


def check_names(
    table: Table, known: Mapping[str, Type], others: Collection[str], report: Report
) -> None:
    """Report names that are neither declared inputs (`known`) nor anything else (`others`)."""
    seen: set[tuple[str, str]] = set()
    visible = {*known, *others}
    for use in _uses(table):
        for name in sorted(use.logic.names - visible):
            if (name, use.column) in seen:
                continue
            seen.add((name, use.column))
            facts = {"name": name, "column": use.column, "text": use.logic.text}
            meant = {"did_you_mean": suggest(name, sorted(visible))}
            report.add("analysis.unknown_name", WARNING, use.rule, **facts, **meant)
        if isinstance(use.logic, Expression):
            _check_parts(use, use.logic, known, report)


def _uses(table: Table) -> Iterator[Use]:
    """Iterate over everything in a table that may use a name."""
    for column in table.inputs:
        yield Use(column.expression, column.label, None)
    for rule in table.rules:
        for column, test in zip(table.inputs, rule.tests, strict=True):
            yield Use(test, column.label, rule.id)
        for output, cell in zip(table.outputs, rule.outputs, strict=True):
            yield Use(cell, output.label, rule.id)


def _check_parts(use: Use, cell: Expression, known: Mapping[str, Type], report: Report) -> None:
    """Report `a.b` where the type of a is declared and has no b."""
    tree = tree_of(cell)
    if tree is None:
        return
    for node in walk(tree):
        path = path_of(node)
        if len(path) < 2 or path[0] not in known or path[0] not in cell.names:
            continue
        missing = _missing(path, known[path[0]])
        if missing is not None:
            facts = {"name": path[0], "part": missing[0], "column": use.column, "text": cell.text}
            meant = {"did_you_mean": suggest(missing[0], missing[1])}
            report.add("analysis.unknown_part", WARNING, use.rule, **facts, **meant)


def _missing(path: tuple[str, ...], type_: Type) -> tuple[str, list[str]] | None:
    """Return the last word of a path when the type has no such part, and the parts it has."""
    for at, word in enumerate(path[1:], start=1):
        while type_.inner is not None:
            type_ = type_.inner
        parts = dict(type_.components)
        if not parts or type_.item is not None:
            return None
        if word not in parts:
            return (word, sorted(parts)) if at == len(path) - 1 else None
        type_ = parts[word]
    return None
