"""A decision as a page can show it: the table in text, with the rules that fired marked.

No XML, no database, no clock, no network.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from engine.dmn.model import Decision, Table
from engine.feel import UnaryTests


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
    """One decision to show. A literal expression has `expression` and neither columns nor rules.

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
    logic = decision.logic
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
        expression="" if isinstance(logic, Table) else logic.text,
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
