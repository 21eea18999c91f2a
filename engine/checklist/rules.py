"""What `procedure.toml` says of the checklist, and whether its decision gives such a list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from engine import feel
from engine.checklist.comparing import Age, Expected
from engine.dmn import HitPolicy, Model, Table
from engine.dmn.model import Output, Typed
from engine.dmn.types import Type
from engine.errors import Finding
from engine.feel import YearMonthDuration
from engine.model import DocumentRules, DocumentType, Value

LISTS = frozenset({HitPolicy.COLLECT, HitPolicy.RULE_ORDER, HitPolicy.OUTPUT_ORDER})
DURATIONS = frozenset({"duration", "days and time duration", "years and months duration"})
COLUMNS: Mapping[str, frozenset[str]] = {
    "type": frozenset({"string"}),
    "required": frozenset({"boolean"}),
    "reason": frozenset({"string"}),
    "legal_basis": frozenset({"string"}),
    "max_age": DURATIONS,
    "source": frozenset({"string"}),
    "count": frozenset({"number"}),
}
"""The columns of the decision, and the types that each may have."""
OPTIONAL = frozenset({"count"})
MOST_OF_ONE = 200


@dataclass(frozen=True, slots=True)
class Source:
    """Who delivers a document; `asked` when that is the one who applies."""

    key: str
    title: str
    asked: bool


@dataclass(frozen=True, slots=True)
class Rules:
    """The checklist of a procedure: its decision, the day that ages are counted to, its sources."""

    decision: str
    day: feel.Expression | None
    sources: Mapping[str, Source]
    types: Mapping[str, DocumentType]

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> Rules | None:
        """Read the rules from the facts of a deployment, which were checked when it was made."""
        told = facts.get("checklist")
        if not told:
            return None
        day = told.get("day")
        sources = [
            Source(row["key"], row["title"], row.get("asked", False))
            for row in told.get("source", ())
        ]
        return cls(
            told["decision"],
            feel.compile(day.removeprefix("=")) if day else None,
            {each.key: each for each in sources},
            DocumentRules.of(facts).types,
        )

    def expected(self, value: Value) -> tuple[tuple[Expected, ...], tuple[str, ...]]:
        """Return the lines in what the decision gave, and the types of those that are not known."""
        rows = [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []
        known = [row for row in rows if row.get("type") in self.types]
        strange = tuple(str(row.get("type")) for row in rows if row.get("type") not in self.types)
        return tuple(self._line(row) for row in known), strange

    def _line(self, row: Mapping[str, Value]) -> Expected:
        sort = self.types[row["type"]]
        source = self.sources.get(row.get("source") or "")
        return Expected(
            type=sort.key,
            title=sort.title,
            required=row.get("required") is True,
            reason=row.get("reason") or "",
            legal_basis=row.get("legal_basis") or "",
            source=source.title if source else "",
            asked=source is not None and source.asked,
            max_age=_age(row.get("max_age")),
            count=_count(row.get("count")),
        )


def _age(value: Value) -> Age | None:
    return value if isinstance(value, YearMonthDuration | timedelta) else None


def _count(value: Value) -> int:
    """Return how many documents are wanted; a list never asks for less than one."""
    if not isinstance(value, Decimal) or not value.is_finite():
        return 1
    return int(min(max(value, Decimal(1)), Decimal(MOST_OF_ONE)))


def wrong_rules(
    facts: Mapping[str, Any], file: str, models: Mapping[str, Model]
) -> Iterator[Finding]:
    """Return what is not in order with the checklist of `file`; `models` are decisions by file."""
    told = facts.get("checklist")
    if told is None:
        return
    if not isinstance(told, Mapping) or not isinstance(told.get("decision"), str):
        yield Finding(file, "checklist.incomplete", facts={"detail": "decision"})
        return
    sources = told.get("source", [])
    yield from _wrong_sources(sources, file)
    yield from _wrong_day(told.get("day"), file)
    decision = told["decision"]
    for path, model in models.items():
        if decision in model.decisions:
            known = {"type": _keys(facts.get("document_type")), "source": _keys(sources)}
            yield from _wrong_table(model, decision, path, known)
            return
    names = sorted(name for model in models.values() for name in model.decisions)
    yield Finding(file, "checklist.decision_unknown", facts={"decision": decision, "known": names})


def _keys(rows: Any) -> list[str]:
    tables = rows if isinstance(rows, list) else []
    return [str(row.get("key")) for row in tables if isinstance(row, Mapping)]


def _wrong_sources(sources: Any, file: str) -> Iterator[Finding]:
    rows: Sequence[Any] = sources if isinstance(sources, list) else [None]
    for row in rows:
        whole = isinstance(row, Mapping) and all(
            isinstance(row.get(name), str) and row[name] for name in ("key", "title")
        )
        if not whole or not isinstance(row.get("asked", False), bool):
            yield Finding(file, "checklist.incomplete", facts={"detail": "source"})


def _wrong_day(day: Any, file: str) -> Iterator[Finding]:
    if day is None:
        return
    if not isinstance(day, str):
        yield Finding(file, "checklist.incomplete", facts={"detail": "day"})
        return
    try:
        feel.compile(day.removeprefix("="))
    except feel.FeelSyntaxError as error:
        wrong = {"code": error.code, "expression": day, **error.facts}
        yield Finding(file, "feel_syntax", facts=wrong)


def _wrong_table(
    model: Model, decision: str, file: str, known: Mapping[str, list[str]]
) -> Iterator[Finding]:
    logic = model.decisions[decision].logic
    table = logic.logic if isinstance(logic, Typed) else logic
    if not isinstance(table, Table) or table.hit_policy not in LISTS:
        yield Finding(file, "checklist.not_a_list", decision)
        return
    columns = {output.name: output for output in table.outputs}
    for name, types in COLUMNS.items():
        found = columns.get(name)
        if found is None:
            if name not in OPTIONAL:
                yield Finding(file, "checklist.column_missing", decision, facts={"column": name})
        elif _base(found.type) not in types:
            facts = {"column": name, "expected": sorted(types)}
            yield Finding(file, "checklist.column_type", decision, facts=facts)
        elif name in known:
            yield from _wrong_values(found, decision, file, known[name])


def _wrong_values(
    output: Output, decision: str, file: str, known: Sequence[str]
) -> Iterator[Finding]:
    """Yield what a column may give and nobody knows; what it may give has to be listed."""
    allowed = output.allowed or output.type.values()
    if allowed is None or allowed.words is None:
        yield Finding(file, "checklist.values_open", decision, facts={"column": output.name})
        return
    for value in sorted(allowed.words - set(known)):
        facts = {"column": output.name, "value": value, "known": sorted(known)}
        yield Finding(file, "checklist.value_unknown", decision, facts=facts)


def _base(type_: Type) -> str:
    while type_.inner is not None:
        type_ = type_.inner
    return type_.base
