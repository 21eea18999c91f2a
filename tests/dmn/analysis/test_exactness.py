"""The analysis against trying every value of two hundred generated tables."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from engine.dmn.analysis import axes, boxes, checks, pieces, spans
from tests.dmn.analysis.enumeration import Truth, analysed, enumerate_truth, generate

SEEDS = range(200)
NOTHING = Truth(frozenset(), frozenset(), frozenset())


def exact(seed: int) -> bool:
    """Tell whether the analysis of a table says neither too much nor too little."""
    case = generate(seed)
    return analysed(case) == (enumerate_truth(case), True)


def test_gaps_overlaps_and_dead_rules_are_exactly_those_of_enumeration() -> None:
    assert [seed for seed in SEEDS if not exact(seed)] == []


def test_the_generated_tables_hold_enough_of_everything() -> None:
    truths = [enumerate_truth(generate(seed)) for seed in SEEDS]
    assert sum(bool(one.gaps) for one in truths) > 50
    assert sum(bool(one.overlaps) for one in truths) > 50
    assert sum(bool(one.dead) for one in truths) > 20
    assert sum(one == NOTHING for one in truths) > 10


def forget_between(old: Callable[..., list[pieces.Piece]]) -> Callable[..., Any]:
    """Cut numbers as if there were nothing between two of them."""
    return lambda *told: [
        one
        for one in old(*told)
        if one.what == "point" or None in {one.low, one.high} or told[1].step is not None
    ]


def open_ends(old: Callable[..., dict[str, Any]]) -> Callable[..., Any]:
    """Forget that the first value of an interval is in."""
    return lambda *told: {**old(*told), "low_in": False}


def skip_one(old: Callable[..., Iterator[Any]]) -> Callable[..., Any]:
    """Forget the first pair of rules that overlap."""
    return lambda *told: list(old(*told))[1:]


def no_rest(old: Callable[..., int]) -> Callable[..., Any]:
    """Let no cell match what lies between its own constants."""

    def bits(self: pieces.Pieces, *told: Any) -> int:
        points = sum(1 << at for at, one in enumerate(self.all) if one.what != "between")
        return old(self, *told) & points

    return bits


FAULTS: list[tuple[Any, str, Callable[[Any], Any]]] = [
    (pieces, "_cut", forget_between),
    (pieces.Pieces, "bits", no_rest),
    (spans, "_interval", open_ends),
    (checks, "crossings", skip_one),
    (checks, "uncovered", lambda old: lambda *told: old(*told)[:-1]),
    (boxes, "classes", lambda old: lambda domain, held, rest: old(domain, held[:-1], rest)),
    (checks.Check, "turns", lambda old: lambda self: (old(self) or [])[::-1] or None),
    (axes, "_usual", lambda old: lambda _pieces, every, *, named: every),
]


@pytest.mark.parametrize(("room", "name", "fault"), FAULTS, ids=[name for _, name, _ in FAULTS])
def test_a_fault_in_the_analysis_is_found(
    room: Any, name: str, fault: Callable[[Any], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, name, fault(getattr(room, name)))
    assert not all(exact(seed) for seed in SEEDS)
