"""What a table gives when rules matched: the hit policies (DMN 1.5 §8.2.10, table 10).

Pure; FEEL itself compares and adds up, so that equality is FEEL's. No database, clock or network.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.dmn.model import ONE_HIT, RANKED, HitPolicy, Output, Table
from engine.feel import compile_expression
from engine.model import Value

_EQUAL = compile_expression("one = other", ["one", "other"])
_AGGREGATE = {
    HitPolicy.SUM: compile_expression("sum(results)", ["results"]),
    HitPolicy.LEAST: compile_expression("min(results)", ["results"]),
    HitPolicy.GREATEST: compile_expression("max(results)", ["results"]),
    HitPolicy.COUNT: compile_expression("count(results)", ["results"]),
}


@dataclass(frozen=True, slots=True)
class Hit:
    """One rule that matched, with its results in the order of the columns."""

    rule: str
    results: tuple[Value, ...]


def in_order(table: Table, hits: Sequence[Hit]) -> Sequence[Hit]:
    """Return the hits in the order that counts: by rank for PRIORITY and OUTPUT ORDER."""
    if table.hit_policy not in RANKED:
        return hits
    return sorted(hits, key=lambda hit: _rank(table.outputs, hit))


def combine(table: Table, hits: Sequence[Hit]) -> tuple[Value, tuple[str, ...]]:
    """Return the table's result for one or more hits in order, and what was violated.

    UNIQUE with several hits and ANY with different results give null and a problem.
    """
    policy = table.hit_policy
    results = [_result(table.outputs, hit.results) for hit in hits]
    if policy is HitPolicy.UNIQUE and len(hits) > 1:
        return None, ("unique_violated",)
    if policy is HitPolicy.ANY and not all(same(results[0], other) for other in results[1:]):
        return None, ("any_violated",)
    if policy in ONE_HIT:
        return results[0], ()
    if policy in _AGGREGATE:
        value = _AGGREGATE[policy].evaluate({"results": results}).value
        return value, () if value is not None else ("cannot_aggregate",)
    return results, ()


def default_result(table: Table, values: Sequence[Value]) -> Value:
    """Return what a table gives without hits; null when no column has a default."""
    if all(one.default is None for one in table.outputs):
        return None
    result = _result(table.outputs, values)
    return result if table.hit_policy in ONE_HIT or table.hit_policy in _AGGREGATE else [result]


def same(one: Value, other: Value) -> bool:
    """Tell whether two values are equal in FEEL; values of different kinds are not."""
    return _EQUAL.evaluate({"one": one, "other": other}).value is True


def _result(outputs: Sequence[Output], results: Sequence[Value]) -> Value:
    """Return one column's value, or a context with an entry per column."""
    if len(outputs) == 1:
        return results[0]
    return {output.name: result for output, result in zip(outputs, results, strict=True)}


def _rank(outputs: Sequence[Output], hit: Hit) -> tuple[int, ...]:
    """Return the place of a hit in the order of the allowed values; unknown comes last."""
    places = []
    for output, result in zip(outputs, hit.results, strict=True):
        if output.ranking is None:
            continue
        listed = output.ranking.evaluate({}).value
        values = listed if isinstance(listed, list) else []
        places.append(next((at for at, one in enumerate(values) if same(one, result)), len(values)))
    return tuple(places)
