"""The built-in functions that make one value of a list (DMN 1.5 §10.3.4.4), and `not`."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from engine.feel.faults import Fault
from engine.feel.library.registry import function
from engine.feel.numbers import DECIMAL128, exact
from engine.feel.operators import both, compare, either, same
from engine.feel.values import Value, kind

List = list[Value]


def _aggregate(
    name: str, effort: int = 1
) -> Callable[[Callable[[List], Value]], Callable[[List], Value]]:
    """Declare a function of one list, or of its items as separate arguments."""

    def declare(implementation: Callable[[List], Value]) -> Callable[[List], Value]:
        def of_items(first: Value, second: Value, more: List) -> Value:
            return implementation([first, second, *more])

        function(name, "list: list", effort=effort)(implementation)
        function(name, "first: any", "second: any", "more: any*", effort=effort)(of_items)
        return implementation

    return declare


def _numbers(items: List) -> list[Decimal]:
    if not items:
        raise Fault("empty_list")
    if not all(kind(item) == "number" for item in items):
        raise Fault("wrong_argument", parameter="list")
    return items


@_aggregate("sum")
def total(items: List) -> Decimal:
    """Return the sum."""
    result = Decimal(0)
    for item in _numbers(items):
        result = exact(DECIMAL128.add, result, item)
    return result


@_aggregate("product")
def product(items: List) -> Decimal:
    """Return the product."""
    result = Decimal(1)
    for item in _numbers(items):
        result = exact(DECIMAL128.multiply, result, item)
    return result


@_aggregate("mean", effort=2)
def mean(items: List) -> Decimal:
    """Return the average."""
    return exact(DECIMAL128.divide, total(items), Decimal(len(items)))


@_aggregate("median")
def median(items: List) -> Decimal:
    """Return the middle number, or the average of the two in the middle."""
    ordered = sorted(_numbers(items))
    half = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[half]
    return DECIMAL128.divide(DECIMAL128.add(ordered[half - 1], ordered[half]), Decimal(2))


@_aggregate("stddev", effort=6)
def deviation(items: List) -> Decimal:
    """Return the standard deviation of a sample."""
    if len(items) < 2:
        raise Fault("list_too_short")
    middle = mean(items)
    squares = [
        DECIMAL128.power(DECIMAL128.subtract(item, middle), Decimal(2)) for item in _numbers(items)
    ]
    return exact(DECIMAL128.sqrt, DECIMAL128.divide(total(squares), Decimal(len(items) - 1)))


@_aggregate("mode")
def mode(items: List) -> List:
    """Return the most frequent numbers, the smallest first."""
    if not items:
        return []
    counts: dict[Decimal, int] = {}
    for item in _numbers(items):
        counts[item] = counts.get(item, 0) + 1
    most = max(counts.values())
    return sorted(item for item, times in counts.items() if times == most)


def _extreme(items: List, sign: str) -> Value:
    if not items:
        raise Fault("empty_list")
    best = items[0]
    for item in items:
        better = compare(sign, item, best)
        if better is None:
            raise Fault("not_comparable")
        if better:
            best = item
    return best


@_aggregate("min")
def minimum(items: List) -> Value:
    """Return the smallest item."""
    return _extreme(items, "<")


@_aggregate("max")
def maximum(items: List) -> Value:
    """Return the largest item."""
    return _extreme(items, ">")


def _folded(items: List, operation: Callable[[Value, Value], bool | None]) -> bool | None:
    result: bool | None = operation is both
    for item in items:
        result = operation(result, item)
    if not all(item is None or isinstance(item, bool) for item in items):
        raise Fault("wrong_argument", parameter="list")
    return result


@_aggregate("all")
def every(items: List) -> bool | None:
    """Return whether all are true."""
    return _folded(items, both)


@_aggregate("any")
def some(items: List) -> bool | None:
    """Return whether one is true."""
    return _folded(items, either)


@function("not", "negand: any")
def negation(value: Value) -> bool | None:
    """Return the opposite of a boolean; null for anything else."""
    return not value if isinstance(value, bool) else None


@function("is", "value1: any", "value2: any")
def identical(one: Value, other: Value) -> bool:
    """Return whether the values are the same in the value domain, zone included."""
    zones = getattr(one, "tzinfo", None), getattr(other, "tzinfo", None)
    return same(one, other) and str(zones[0]) == str(zones[1])
