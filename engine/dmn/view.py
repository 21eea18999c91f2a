"""A decision as a page can show it: the table in text, with the rules that fired marked.

No XML, no database, no clock, no network.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from engine.dmn.model import (
    Conditional,
    Context,
    Decision,
    Filter,
    FunctionDefinition,
    Invocation,
    Iteration,
    ListOf,
    Logic,
    Relation,
    Table,
    Typed,
)
from engine.feel import Expression, UnaryTests


@dataclass(frozen=True, slots=True)
class ColumnView:
    """One column: what it is called, the FEEL behind it, its type and allowed values."""

    id: str
    label: str
    expression: str
    type: str
    allowed: str
    default: str = ""


@dataclass(frozen=True, slots=True)
class RuleView:
    """One rule: the texts of its cells, and whether it matched."""

    id: str
    number: int
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    annotations: tuple[str, ...]
    matched: bool


@dataclass(frozen=True, slots=True)
class TableView:
    """One decision to show. Other logic than a table has `expression`, neither columns nor rules.

    `hit_policy` is the sign of DMN (U, A, P, F, R, O, C, C+, C<, C>, C#); `requires` are ids.
    """

    id: str
    name: str
    description: str
    question: str
    hit_policy: str
    inputs: tuple[ColumnView, ...]
    outputs: tuple[ColumnView, ...]
    annotations: tuple[str, ...]
    rules: tuple[RuleView, ...]
    expression: str
    requires: tuple[str, ...]


def view_of(decision: Decision, matched: Collection[str] = ()) -> TableView:
    """Return the texts of a decision; `matched` are the rule ids of an evaluation."""
    logic = decision.logic.logic if isinstance(decision.logic, Typed) else decision.logic
    table = logic if isinstance(logic, Table) else None
    return TableView(
        id=decision.id,
        name=decision.label,
        description=decision.description,
        question=decision.question,
        hit_policy=table.hit_policy.value if table else "",
        inputs=_inputs(table) if table else (),
        outputs=_outputs(table) if table else (),
        annotations=table.annotations if table else (),
        rules=_rules(table, matched) if table else (),
        expression="" if isinstance(logic, Table) else text_of(logic),
        requires=decision.requires,
    )


def _inputs(table: Table) -> tuple[ColumnView, ...]:
    """Show the input columns."""
    return tuple(
        ColumnView(one.id, one.label, one.expression.text, one.type.name, _text(one.allowed))
        for one in table.inputs
    )


def _outputs(table: Table) -> tuple[ColumnView, ...]:
    """Show the output columns."""
    return tuple(
        ColumnView(
            one.id,
            one.label,
            one.name,
            one.type.name,
            _text(one.allowed),
            one.default.text if one.default else "",
        )
        for one in table.outputs
    )


def _rules(table: Table, matched: Collection[str]) -> tuple[RuleView, ...]:
    """Show the rules, numbered from 1."""
    return tuple(
        RuleView(
            rule.id,
            number,
            tuple(cell.text for cell in rule.tests),
            tuple(cell.text for cell in rule.outputs),
            rule.annotations,
            rule.id in matched,
        )
        for number, rule in enumerate(table.rules, start=1)
    )


def _text(tests: UnaryTests | None) -> str:
    """Return the text of allowed values, empty when there are none."""
    return tests.text if tests else ""


def text_of(logic: Logic) -> str:
    """Return logic as one would write it in FEEL; a table inside it by the names of its outputs."""
    return _TEXTS[type(logic)](logic)


def _context(logic: Context) -> str:
    named = ", ".join(f"{one.name}: {text_of(one.logic)}" for one in logic.entries if one.name)
    return f"{{{named}}}" + "".join(f".{text_of(e.logic)}" for e in logic.entries if not e.name)


def _invocation(logic: Invocation) -> str:
    bound = ", ".join(f"{name}: {text_of(one)}" for name, one in logic.bindings)
    return f"{text_of(logic.callee)}({bound})"


def _function(logic: FunctionDefinition) -> str:
    inside = "external" if logic.body is None else text_of(logic.body)
    return f"function({', '.join(name for name, _ in logic.parameters)}) {inside}"


def _relation(logic: Relation) -> str:
    names = [name for name, _ in logic.columns]
    rows = [
        ", ".join(f"{name}: {text_of(cell)}" for name, cell in zip(names, row, strict=False))
        for row in logic.rows
    ]
    return f"[{', '.join(f'{{{row}}}' for row in rows)}]"


def _conditional(logic: Conditional) -> str:
    return "if {} then {} else {}".format(*(text_of(one) for one in logic.parts))


def _iteration(logic: Iteration) -> str:
    between = "return" if logic.word == "for" else "satisfies"
    source, body = (text_of(one) for one in logic.parts)
    return f"{logic.word} {logic.variable} in {source} {between} {body}"


_TEXTS: dict[type[Any], Callable[[Any], str]] = {
    Expression: lambda logic: str(logic.text),
    Typed: lambda logic: text_of(logic.logic),
    Table: lambda logic: f"decision table({', '.join(one.label for one in logic.outputs)})",
    Context: _context,
    Invocation: _invocation,
    FunctionDefinition: _function,
    ListOf: lambda logic: f"[{', '.join(text_of(one) for one in logic.items)}]",
    Relation: _relation,
    Conditional: _conditional,
    Filter: lambda logic: f"{text_of(logic.source)}[{text_of(logic.match)}]",
    Iteration: _iteration,
}
