"""A decision model and everything in it that is analysed, with the names that are visible there.

No database, no clock, no network.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine import dmn
from engine.dmn.analysis.checks import STEPS, check_table
from engine.dmn.analysis.names import check_names
from engine.dmn.analysis.report import MOST, Report
from engine.dmn.analysis.shapes import column_shape
from engine.dmn.analysis.typed import check_types
from engine.dmn.model import (
    Context,
    Decision,
    Filter,
    FunctionDefinition,
    Iteration,
    Knowledge,
    Logic,
    Table,
    inside,
    tables_in,
)
from engine.dmn.tree import Node, read_tree
from engine.dmn.types import Type
from engine.errors import Finding, InvalidModel


@dataclass(frozen=True, slots=True)
class Scope:
    """What a table sees: declared inputs with their types, and names besides.

    `others` is null when nothing is declared, or not all names can be known: any may be used.
    """

    known: Mapping[str, Type]
    others: frozenset[str] | None


def analyse(
    data: bytes, file: str, others: Mapping[str, bytes] | None = None, steps: int = STEPS
) -> list[Finding]:
    """Return everything that is wrong with the decision model in a file, or may be.

    `others` are files that it may import. A model that is refused gives the findings of `parse`;
    otherwise those of the analysis (rules `dmn.analysis.…`), of which only severity "error" is a
    reason not to use it. `steps` bounds each check of each table. Never raises.
    """
    try:
        model = dmn.parse(data, file, others)
        lines = _lines(read_tree(data, file))
    except InvalidModel as refused:
        return list(refused.findings)
    return analyse_model(model, lines, steps)


def analyse_model(
    model: dmn.Model, lines: Mapping[str, int], steps: int = STEPS, most: int = MOST
) -> list[Finding]:
    """Return what the analysis finds in the tables of a model; `lines` is the line of each id.

    At most `most` findings of a kind in one decision; one more says how many were left out.
    """
    found: list[Finding] = []
    parts: list[tuple[Decision | Knowledge, Logic, Scope]] = [
        *((one, one.function, _function_scope(one, model)) for one in model.knowledge.values()),
        *((one, one.logic, _decision_scope(one, model)) for one in model.decisions.values()),
    ]
    for one, logic, scope in parts:
        label = one.label if isinstance(one, Decision) else one.name
        report = Report(model.file, one.id, label, lines, most=most)
        for table in tables_in(logic):
            _analyse(table, scope, report, steps)
        found += report.close()
    return found


def _analyse(table: Table, scope: Scope, report: Report, steps: int) -> None:
    """Run every check on one table."""
    shapes = [column_shape(column, scope.known) for column in table.inputs]
    if scope.others is not None:
        check_names(table, scope.known, scope.others, report)
    silent = check_types(table, shapes, scope.known, report)
    check_table(table, shapes, report, silent, steps)


def _decision_scope(decision: Decision, model: dmn.Model) -> Scope:
    """Return what the tables of a decision see."""
    known = {one.name: one.type for one in decision.inputs if not one.space}
    required = [model.decisions[key] for key in decision.requires if key in model.decisions]
    known |= {one.name: one.type for one in required}
    names = _names(decision.logic)
    declares = bool(decision.inputs or decision.requires)
    if not declares or names is None or _is_foreign(decision, model):
        return Scope(_without(known, names), None)
    spaces = {one.space for one in decision.inputs if one.space}
    return Scope(_without(known, names), names | spaces | _functions(decision.knows, model))


def _function_scope(one: Knowledge, model: dmn.Model) -> Scope:
    """Return what the tables of a knowledge model see."""
    names = _names(one.function.body)
    known = _without(dict(one.function.parameters), names)
    if names is None or _is_foreign(one, model):
        return Scope(known, None)
    return Scope(known, names | {one.name} | _functions(one.knows, model))


def _is_foreign(one: Decision | Knowledge, model: dmn.Model) -> bool:
    """Return whether something of an imported model is required, whose name is not known here."""
    keys = {*one.knows, *(one.requires if isinstance(one, Decision) else ())}
    return not keys <= {*model.decisions, *model.knowledge, *model.services}


def _functions(keys: tuple[str, ...], model: dmn.Model) -> frozenset[str]:
    """Return the names of knowledge models and services."""
    named = {key: one.name for key, one in model.knowledge.items()}
    named |= {key: one.name for key, one in model.services.items()}
    return frozenset(named[key] for key in keys)


def _without(known: Mapping[str, Type], names: frozenset[str] | None) -> dict[str, Type]:
    """Return the declared names that the logic itself does not bind again."""
    return {name: type_ for name, type_ in known.items() if name not in (names or ())}


def _names(logic: Logic | None) -> frozenset[str] | None:
    """Return the names that boxed logic binds; null when a filter binds those of items."""
    found: set[str] = set()
    for one in _every(logic):
        if isinstance(one, Filter):
            return None
        if isinstance(one, Context):
            found |= {entry.name for entry in one.entries}
        elif isinstance(one, FunctionDefinition):
            found |= {name for name, _ in one.parameters}
        elif isinstance(one, Iteration):
            found |= {one.variable, "partial"}
    return frozenset(found)


def _every(logic: Logic | None) -> Iterator[Logic]:
    """Iterate over logic and all logic in it."""
    waiting = [] if logic is None else [logic]
    while waiting:
        one = waiting.pop()
        yield one
        waiting += inside(one)


def _lines(root: Node) -> dict[str, int]:
    """Return the line on which each id stands."""
    found: dict[str, int] = {}
    waiting = [root]
    while waiting:
        node = waiting.pop()
        waiting += node.children
        identifier = node.get("id")
        if identifier and node.line is not None:
            found[identifier] = node.line
    return found
