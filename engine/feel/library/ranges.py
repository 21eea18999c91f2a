"""The built-in functions that compare points and intervals (DMN 1.5 §10.3.4.7, table 78)."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from engine.feel.faults import Fault
from engine.feel.library.registry import function
from engine.feel.operators import compare, ordered, same
from engine.feel.values import Range, Value


class _Ends(NamedTuple):
    """An interval, or a point as the interval of only itself."""

    start: Value
    end: Value
    closed_start: bool
    closed_end: bool


def _ends(value: Value) -> _Ends:
    if isinstance(value, Range) and value.sign != "!=":
        return _Ends(value.start, value.end, value.start_included, value.end_included)
    if not ordered(value):
        raise Fault("not_comparable")
    return _Ends(value, value, closed_start=True, closed_end=True)


def _before(one: Value, other: Value) -> bool:
    """Return one < other. Raises Fault when the two have no order between them."""
    answer = compare("<", one, other)
    if answer is None:
        raise Fault("not_comparable")
    return answer


def _ends_before(a: _Ends, b: _Ends) -> bool:
    """Return whether a ends before b starts, without a point in common."""
    if a.end is None or b.start is None:
        return False
    if _before(a.end, b.start):
        return True
    return same(a.end, b.start) and not (a.closed_end and b.closed_start)


def _starts_first(a: _Ends, b: _Ends) -> bool:
    """Return whether a has a point before all points of b."""
    if a.start is None or b.start is None:
        return a.start is None and b.start is not None
    if _before(a.start, b.start):
        return True
    return same(a.start, b.start) and a.closed_start and not b.closed_start


def _ends_last(a: _Ends, b: _Ends) -> bool:
    """Return whether a has a point after all points of b."""
    if a.end is None or b.end is None:
        return a.end is None and b.end is not None
    if _before(b.end, a.end):
        return True
    return same(a.end, b.end) and a.closed_end and not b.closed_end


def _same_start(a: _Ends, b: _Ends) -> bool:
    return same(a.start, b.start) and a.closed_start == b.closed_start


def _same_end(a: _Ends, b: _Ends) -> bool:
    return same(a.end, b.end) and a.closed_end == b.closed_end


def _covers(a: _Ends, b: _Ends) -> bool:
    return not _starts_first(b, a) and not _ends_last(b, a)


def _overlap(a: _Ends, b: _Ends) -> bool:
    return not _ends_before(a, b) and not _ends_before(b, a)


def _meets(a: _Ends, b: _Ends) -> bool:
    return a.closed_end and b.closed_start and same(a.end, b.start) and a.end is not None


Relation = Callable[[_Ends, _Ends], bool]
_ANY = ("any", "any")
_RANGES = ("range", "range")


def _relation(name: str, kinds: tuple[str, str], relation: Relation, *names: str) -> None:
    first, second = names or ("range1", "range2")

    @function(name, f"{first}: {kinds[0]}", f"{second}: {kinds[1]}")
    def _decide(one: Value, other: Value) -> bool:
        return relation(_ends(one), _ends(other))


def _both_names(name: str, kinds: tuple[str, str], relation: Relation) -> None:
    """Declare a relation under each pair of parameter names that table 78 gives it."""
    pairs = [("range1", "range2"), ("point1", "point2"), ("point", "range"), ("range", "point")]
    for pair in pairs:
        _relation(name, kinds, relation, *pair)


_both_names("before", _ANY, _ends_before)
_both_names("after", _ANY, lambda a, b: _ends_before(b, a))
_relation("meets", _RANGES, _meets)
_relation("met by", _RANGES, lambda a, b: _meets(b, a))
_relation("overlaps", _RANGES, _overlap)
_relation(
    "overlaps before",
    _RANGES,
    lambda a, b: _starts_first(a, b) and not _ends_before(a, b) and not _ends_last(a, b),
)
_relation(
    "overlaps after",
    _RANGES,
    lambda a, b: _starts_first(b, a) and not _ends_before(b, a) and not _ends_last(b, a),
)
_both_names("finishes", ("any", "range"), lambda a, b: _same_end(a, b) and _covers(b, a))
_both_names("finished by", ("range", "any"), lambda a, b: _same_end(a, b) and _covers(a, b))
_both_names("includes", ("range", "any"), _covers)
_both_names("during", ("any", "range"), lambda a, b: _covers(b, a))
_both_names("starts", ("any", "range"), lambda a, b: _same_start(a, b) and _covers(b, a))
_both_names("started by", ("range", "any"), lambda a, b: _same_start(a, b) and _covers(a, b))
_both_names("coincides", _ANY, lambda a, b: _same_start(a, b) and _same_end(a, b))
