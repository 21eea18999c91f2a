"""The built-in functions on lists that give or reorder items (DMN 1.5 §10.3.4.4, §10.3.4.9)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cmp_to_key

from engine.feel.faults import MAX_ITEMS, Fault, Run
from engine.feel.library.registry import function
from engine.feel.operators import compare, equal, same
from engine.feel.values import Function, Value

List = list[Value]


def _index(items: Sequence[Value], position: Decimal) -> int:
    """Return the Python index of a FEEL position: 1 the first, -1 the last."""
    at = int(position)
    if at == 0 or abs(at) > len(items):
        raise Fault("position_out_of_range", value=str(position))
    return at - 1 if at > 0 else len(items) + at


@function("list contains", "list: list", "element: any")
def list_contains(items: List, element: Value) -> bool:
    """Return whether an item equals `element`."""
    return any(same(item, element) for item in items)


@function("count", "list: list")
def count(items: List) -> Decimal:
    """Return the number of items."""
    return Decimal(len(items))


@function("sublist", "list: list", "start position: number", "length: number?")
def sublist(items: List, start: Decimal, length: Decimal | None) -> List:
    """Return `length` items (all, when null) from position `start`."""
    first = _index(items, start)
    if length is None:
        return items[first:]
    if length < 1 or first + int(length) > len(items):
        raise Fault("length_out_of_range", value=str(length))
    return items[first : first + int(length)]


@function("append", "list: list", "item: any*")
def append(items: List, more: List) -> List:
    """Return the list with more items at the end."""
    return items + more


@function("concatenate", "list: list*")
def concatenate(lists: list[List]) -> List:
    """Return all items of all lists in order."""
    return _joined(lists)


def _joined(lists: list[List]) -> List:
    if sum(map(len, lists)) > MAX_ITEMS:
        raise Fault("list_too_long", limit=MAX_ITEMS)
    return [item for items in lists for item in items]


@function("insert before", "list: list", "position: number", "newItem: any")
def insert_before(items: List, position: Decimal, new: Value) -> List:
    """Return the list with `new` before the item at `position`."""
    at = _index(items, position)
    return [*items[:at], new, *items[at:]]


@function("remove", "list: list", "position: number")
def remove(items: List, position: Decimal) -> List:
    """Return the list without the item at `position`."""
    at = _index(items, position)
    return items[:at] + items[at + 1 :]


@function("list replace", "list: list", "position: number", "newItem: any")
def replace_at(items: List, position: Decimal, new: Value) -> List:
    """Return the list with `new` for the item at `position`."""
    at = _index(items, position)
    return [*items[:at], new, *items[at + 1 :]]


@function("list replace", "list: list", "match: function", "newItem: any", needs_run=True)
def replace_matching(run: Run, items: List, match: Function, new: Value) -> List:
    """Return the list with `new` for every item for which `match(item, new)` is true."""
    made: List = []
    for item in items:
        answer = match.call([item, new], None, run)
        if not isinstance(answer, bool):
            raise Fault("not_a_boolean", function="list replace")
        made.append(new if answer else item)
    return made


@function("reverse", "list: list")
def reverse(items: List) -> List:
    """Return the items in opposite order."""
    return items[::-1]


@function("index of", "list: list", "match: any")
def index_of(items: List, match: Value) -> List:
    """Return the positions of the items that equal `match`."""
    return [Decimal(at) for at, item in enumerate(items, 1) if same(item, match)]


def _distinct(run: Run, items: List) -> List:
    made: List = []
    for item in items:
        run.tick(len(made) >> 2)
        if not any(same(item, other) for other in made):
            made.append(item)
    return made


@function("union", "list: list*", needs_run=True)
def union(run: Run, lists: list[List]) -> List:
    """Return all items of all lists, each once."""
    return _distinct(run, _joined(lists))


@function("distinct values", "list: list", needs_run=True)
def distinct_values(run: Run, items: List) -> List:
    """Return the items, each once."""
    return _distinct(run, items)


@function("duplicate values", "list: list", needs_run=True)
def duplicate_values(run: Run, items: List) -> List:
    """Return the items that occur more than once, each once."""
    once: List = []
    twice: List = []
    for item in items:
        run.tick(len(once) >> 2)
        (twice if any(same(item, other) for other in once) else once).append(item)
    return _distinct(run, twice)


@function("flatten", "list: list", needs_run=True)
def flatten(run: Run, items: List) -> List:
    """Return all items of the list and of the lists inside it."""
    made: List = []
    waiting = [iter(items)]
    while waiting:
        for item in waiting[-1]:
            run.tick()
            if isinstance(item, list):
                waiting.append(iter(item))
                break
            made.append(item)
        else:
            waiting.pop()
    return made


@function("sort", "list: list", "precedes: function?", needs_run=True)
def sort(run: Run, items: List, precedes: Function | None) -> List:
    """Return the items in the order of `precedes(a, b)`; stable; natural order when null."""

    def order(one: Value, other: Value) -> int:
        run.tick()
        if precedes is None:
            before = compare("<", one, other)
            if before is None:
                raise Fault("not_comparable", function="sort")
            return -1 if before else int(equal(one, other) is not True)
        if precedes.call([one, other], None, run) is True:
            return -1
        return 1 if precedes.call([other, one], None, run) is True else 0

    return sorted(items, key=cmp_to_key(order))


@function("partition", "list: list", "size: number")
def partition(items: List, size: Decimal) -> List:
    """Return the list cut into lists of `size` items, the last one shorter."""
    if size < 1:
        raise Fault("length_out_of_range", value=str(size))
    return [items[at : at + int(size)] for at in range(0, len(items), int(size))]


@function("is empty", "list: list")
def is_empty(items: List) -> bool:
    """Return whether the list has no items."""
    return not items
