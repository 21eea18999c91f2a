"""`for`, `some` and `every`: iterating over lists and intervals (DMN 1.5 §10.3.2.14)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from engine.feel import big
from engine.feel.big import Day
from engine.feel.faults import MAX_ITEMS, Exhausted, Fault, Run
from engine.feel.numbers import whole
from engine.feel.operators import both, either
from engine.feel.scope import Code, Scope, Variables
from engine.feel.values import Range, Value, kind

Sources = Sequence[tuple[str, Code, Code | None]]  # name, list or start, end


def _steps(start: Value, end: Value, run: Run) -> Iterator[Value]:
    """Count from `start` to `end`, both included, upwards or downwards."""
    if kind(start) == kind(end) == "number":
        low, high = whole(start), whole(end)
        step = 1 if high >= low else -1
        for number in range(low, high + step, step):
            run.tick()
            yield Decimal(number)
    elif kind(start) == kind(end) == "date":
        yield from _days(start, end, run)
    else:
        raise Fault("not_iterable", value=f"{kind(start)}..{kind(end)}")


def _days(start: Day, end: Day, run: Run) -> Iterator[Day]:
    low, high = big.ordinal(start), big.ordinal(end)
    step = 1 if high >= low else -1
    for number in range(low, high + step, step):
        run.tick()
        yield big.day_at(number)


def _interval(value: Range, run: Run) -> Iterator[Value]:
    """Yield the whole numbers or days of an interval."""
    if value.start is None or value.end is None or value.sign == "!=":
        raise Fault("not_iterable", value="range")
    for point in _steps(value.start, value.end, run):
        outside = (point == value.start and not value.start_included) or (
            point == value.end and not value.end_included
        )
        if not outside:
            yield point


def _points(source: Value, run: Run) -> Iterator[Value]:
    if source is None:
        raise Fault("not_iterable", value="null")
    if isinstance(source, Range):
        yield from _interval(source, run)
        return
    for item in source if isinstance(source, list) else [source]:
        run.tick()
        yield item


def _passes(sources: Sources, variables: Variables, run: Run) -> Iterator[Scope]:
    """Yield a scope for every combination of items; later sources see earlier names."""
    (name, code, end), *rest = sources
    first = code(variables, run)
    points = _points(first, run) if end is None else _steps(first, end(variables, run), run)
    for point in points:
        scope = Scope({name: point}, variables)
        run.tick(len(rest))
        if rest:
            yield from _passes(rest, scope, run)
        else:
            yield scope


def compile_loop(word: str, sources: Sources, body: Code) -> Code:
    """Return the closure of `for`, `some` or `every` over `sources`."""

    def each(variables: Variables, run: Run) -> list[Value]:
        partial: list[Value] = []
        for scope in _passes(sources, variables, run):
            scope["partial"] = partial
            partial.append(body(scope, run))
            if len(partial) > MAX_ITEMS:
                raise Exhausted("list_too_long", limit=MAX_ITEMS)
        return partial

    def quantified(variables: Variables, run: Run) -> bool | None:
        operation, result = (either, False) if word == "some" else (both, True)
        stop = not result
        answer: bool | None = result
        for scope in _passes(sources, variables, run):
            passed = body(scope, run)
            if passed is not None and not isinstance(passed, bool):
                raise Fault("not_a_boolean", value=kind(passed))
            answer = operation(answer, passed)
            if answer is stop:
                break
        return answer

    return each if word == "for" else quantified
