"""Decision tables looked through before they are used: gaps, overlaps, dead rules, wrong types.

What is said is true of the table as the engine runs it; what cannot be analysed is said to be so
and never counts as a fault. No database, no clock, no network.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from engine.dmn.analysis.checks import STEPS, check_table
from engine.dmn.analysis.names import check_names
from engine.dmn.analysis.report import MOST, Report
from engine.dmn.analysis.shapes import column_shape
from engine.dmn.analysis.typing import check_types
from engine.dmn.model import Decision, Table, tables_in
from engine.dmn.types import Type
from engine.errors import Finding


def analyse_decision(
    decision: Decision,
    file: str,
    known: Mapping[str, Type],
    others: Collection[str] | None,
    lines: Mapping[str, int],
    limits: tuple[int, int] = (STEPS, MOST),
) -> list[Finding]:
    """Return what the analysis finds in the tables of one decision.

    `known` are the declared inputs and required decisions with their types, `others` the names
    that are visible besides (null: nothing is declared, so any name may be used), `lines` the
    line of each id. `limits` are the steps of a check and the findings of one kind.
    """
    steps, most = limits
    report = Report(file, decision.id, decision.label, lines, most=most)
    for table in tables_in(decision.logic):
        _analyse(table, report, known, others, steps)
    return report.close()


def _analyse(
    table: Table,
    report: Report,
    known: Mapping[str, Type],
    others: Collection[str] | None,
    steps: int,
) -> None:
    """Run every check on one table."""
    shapes = [column_shape(column, known) for column in table.inputs]
    if others is not None:
        check_names(table, known, others, report)
    silent = check_types(table, shapes, known, report)
    check_table(table, shapes, report, silent, steps)


__all__ = ["analyse_decision"]
