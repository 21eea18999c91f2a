"""Cells against the types of their columns: another kind of value, values that are not allowed.

No XML, no database, no clock, no network.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.dmn.analysis.cells import constant_of, read_cell
from engine.dmn.analysis.report import ERROR, WARNING, Report
from engine.dmn.analysis.shapes import Shape, declared, shape_of
from engine.dmn.model import Input, Output, Table
from engine.dmn.types import Type
from engine.feel import Expression, UnaryTests
from engine.feel.values import Value, kind

_DURATIONS = frozenset({"days and time duration", "years and months duration"})
_MOST = 40  # characters of a value in a fact


def check_types(
    table: Table, shapes: Sequence[Shape], known: Mapping[str, Type], report: Report
) -> frozenset[int]:
    """Report cells that do not fit their column; return the rules with a test of another kind."""
    for column in table.inputs:
        _column(column, known, report)
    wrong = set()
    for at, rule in enumerate(table.rules):
        facts = {"rules": [rule.id], "numbers": [at + 1]}
        for column, shape, test in zip(table.inputs, shapes, rule.tests, strict=True):
            if _test(column, shape, test, report, rule.id, facts):
                wrong.add(at)
        for output, cell in zip(table.outputs, rule.outputs, strict=True):
            _output(output, cell, report, rule.id, facts)
    for output in table.outputs:
        if output.default is not None:
            _output(output, output.default, report, None, {})
    return frozenset(wrong)


def _column(column: Input, known: Mapping[str, Type], report: Report) -> None:
    """Report a column whose type is another than that of the declared input it reads."""
    asked, given = shape_of(column.type), shape_of(declared(column, known))
    if "Any" in {asked.base, given.base} or asked.parts or given.parts:
        return
    if _fits(given.base, asked.base) or _fits(asked.base, given.base):
        return
    facts = {"column": column.label, "expected": asked.base, "got": given.base}
    report.add("analysis.input_type", ERROR, **facts)


def _test(
    column: Input, shape: Shape, test: UnaryTests, report: Report, rule: str, facts: dict[str, Any]
) -> bool:
    """Report what is wrong in one test; return whether it is of another kind than its column."""
    cell = read_cell(test)
    facts = {**facts, "column": column.label, "text": test.text}
    if cell.faulty:
        report.add("analysis.no_value", ERROR, rule, code=cell.faulty, **facts)
        return True
    if cell.opaque or shape.parts or shape.base == "Any":
        return False
    wrong = [one for one in cell.constants if one is not None and not _fits(kind(one), shape.base)]
    if wrong:
        got = {"got": kind(wrong[0]), "expected": shape.base, "value": _shown(wrong[0])}
        report.add("analysis.cell_type", ERROR, rule, **facts, **got)
        return True
    _listed(column, shape, test, report, (rule, facts))
    return False


def _listed(
    column: Input, shape: Shape, test: UnaryTests, report: Report, place: tuple[str, dict[str, Any]]
) -> None:
    """Report a text that a cell asks for and the column does not allow."""
    limits = [*([column.allowed] if column.allowed else []), *shape.allowed]
    if any(read_cell(one).opaque for one in limits):
        return
    for word in read_cell(test).constants:
        if not isinstance(word, str):
            continue
        if any(one.matches(word, {}).value is not True for one in limits):
            report.add("analysis.not_allowed", WARNING, place[0], value=word, **place[1])


def _fits(what: str, base: str) -> bool:
    """Return whether a value of one kind can be met in a column of a type."""
    return what == base or (base == "duration" and what in _DURATIONS)


def _output(
    output: Output, cell: Expression, report: Report, rule: str | None, facts: dict[str, Any]
) -> None:
    """Report a result that is always of the wrong type, or never allowed: it becomes null."""
    constant, value = constant_of(cell)
    if not constant or value is None:
        return
    facts = {**facts, "column": output.label, "text": cell.text, "value": _shown(value)}
    good, made = output.type.accept(value)
    if not good:
        report.add("analysis.output_type", ERROR, rule, expected=output.type.name, **facts)
    elif output.allowed is not None and _refuses(output.allowed, made):
        report.add("analysis.output_not_allowed", ERROR, rule, **facts)


def _refuses(allowed: UnaryTests, value: Value) -> bool:
    return not allowed.names and allowed.matches(value, {}).value is not True


def _shown(value: Value) -> str:
    return str(value)[:_MOST]
