"""Small generated tables, and what is wrong with them by trying every value."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from itertools import product
from typing import Any

from engine.dmn import Tables
from engine.dmn.analysis import analyse_model
from tests.dmn.building import column, decision, rule, table, tables, values

Point = tuple[Any, ...]

_WORDS = ["a", "b", "c"]
_FIRST_DAY = date(2026, 1, 1)
_POLICIES = ["UNIQUE", "ANY", "FIRST", "PRIORITY"]


@dataclass(frozen=True)
class Domain:
    """One column: its type, its allowed values, and every value that tells cells apart."""

    kind: str
    allowed: str
    grid: tuple[Any, ...]


@dataclass(frozen=True, eq=False)
class Case:
    """One generated table; `xml` is its decision."""

    policy: str
    domains: tuple[Domain, ...]
    cells: tuple[tuple[str, ...], ...]
    outputs: tuple[str, ...]
    default: bool
    made: Tables

    def points(self, *, null: bool) -> Iterator[Point]:
        """Iterate over every combination; null where a cell names it, or everywhere."""
        grids = []
        for at, domain in enumerate(self.domains):
            named = null or any("null" in row[at] for row in self.cells)
            grids.append([*domain.grid, *([None] if named else [])])
        yield from product(*grids)

    def matching(self, point: Point) -> tuple[int, ...]:
        """Return the rules that match, by asking each cell."""
        logic: Any = self.made.decisions["d"].logic
        return tuple(
            at
            for at, one in enumerate(logic.rules)
            if all(
                test.matches(value, {}).value is True
                for test, value in zip(one.tests, point, strict=True)
            )
        )


@cache
def generate(seed: int) -> Case:
    """Return one small table, another one for each seed."""
    dice = random.Random(seed)
    policy = _POLICIES[seed % 4]
    domains = tuple(_domain(dice) for _ in range(dice.choice([1, 1, 2, 2, 3])))
    count = dice.randint(1, 7)
    cells = tuple(tuple(_cell(dice, one) for one in domains) for _ in range(count))
    outputs = tuple(f'"{dice.choice("xyz")}"' for _ in range(count))
    default = dice.random() < 0.25
    inputs = [
        _typed_column(f"c{at}", one.kind, values("inputValues", one.allowed) if one.allowed else "")
        for at, one in enumerate(domains)
    ]
    inside = values("outputValues", '"y","x","z"')
    inside += values("defaultOutputEntry", '"z"') if default else ""
    rules = [
        rule(f"r{at}", row, [output])
        for at, (row, output) in enumerate(zip(cells, outputs, strict=True))
    ]
    logic = table(*inputs, column("output", inside, id="o", name="o"), *rules, policy=policy)
    return Case(policy, domains, cells, outputs, default, tables(decision("d", logic)))


def _typed_column(name: str, kind: str, allowed: str) -> str:
    expression = f'<inputExpression typeRef="{kind}"><text>{name}</text></inputExpression>'
    return f'<input id="{name}" label="{name}">{expression}{allowed}</input>'


def _domain(dice: random.Random) -> Domain:
    kind = dice.choice(["number", "number", "integer", "string", "boolean", "date"])
    if kind == "number":
        halves = sorted(
            [*(Decimal(at) / 2 for at in range(-2, 13)), Decimal("3.25"), Decimal("3.75")]
        )
        allowed = dice.choice(["", "", "[0..5]", "(1..4)", ">= 0"])
        return Domain(kind, allowed, tuple(one for one in halves if _lies(allowed, one)))
    if kind == "integer":
        return Domain(kind, "", tuple(Decimal(at) for at in range(-2, 8)))
    if kind == "string":
        allowed = dice.choice(["", '"a","b","c"', '"a","b"'])
        return Domain(
            kind, allowed, tuple(w for w in [*_WORDS, "zz"] if f'"{w}"' in allowed or not allowed)
        )
    if kind == "boolean":
        return Domain(kind, "", (True, False))
    return Domain(kind, "", tuple(_FIRST_DAY + timedelta(days=at) for at in range(-2, 9)))


def _lies(allowed: str, value: Decimal) -> bool:
    tests = {"": True, "[0..5]": 0 <= value <= 5, "(1..4)": 1 < value < 4, ">= 0": value >= 0}
    return tests[allowed]


def _cell(dice: random.Random, domain: Domain) -> str:
    chance = dice.random()
    if chance < 0.2:
        return "-"
    if chance < 0.24:
        return dice.choice(["null", "not(null)"])
    if domain.kind == "boolean":
        return dice.choice(["true", "false", "not(true)"])
    if domain.kind == "string":
        picked = ", ".join(f'"{word}"' for word in dice.sample(_WORDS, dice.randint(1, 2)))
        return dice.choice([picked, f"not({picked})", f"? in ({picked})"])
    tests = ", ".join(_ordered(dice, domain) for _ in range(dice.choice([1, 1, 1, 2])))
    return f"not({tests})" if dice.random() < 0.15 else tests


def _ordered(dice: random.Random, domain: Domain) -> str:
    low, high = sorted(dice.randint(0, 5) for _ in range(2))
    if dice.random() < 0.05:
        low, high = high, low
    one, other = _literal(low, domain.kind), _literal(high, domain.kind)
    sign = dice.choice(["<", "<=", ">", ">=", "!="])
    interval = f"{dice.choice('[(')}{one}..{other}{dice.choice('])')}"
    return dice.choice(
        [
            one,
            f"{sign} {one}",
            interval,
            interval,
            f"? > {one} and ? <= {other}",
            f"? between {one} and {other}",
        ]
    )


def _literal(number: int, kind: str) -> str:
    if kind == "date":
        return f'date("{_FIRST_DAY + timedelta(days=number)}")'
    return f"{number}.5" if kind == "number" and number == 3 else str(number)


# what is found by trying


@dataclass(frozen=True)
class Truth:
    """What is wrong, point by point."""

    gaps: frozenset[Point]
    overlaps: frozenset[tuple[tuple[int, int], Point]]
    dead: frozenset[int]


@cache
def enumerate_truth(case: Case) -> Truth:
    """Return what is wrong with a table by trying every combination."""
    matches = {point: case.matching(point) for point in case.points(null=False)}
    gaps = () if case.default else (point for point, rules in matches.items() if not rules)
    overlaps = (
        (pair, point)
        for point, rules in matches.items()
        if case.policy in {"UNIQUE", "ANY"}
        for pair in _pairs(case, rules)
    )
    return Truth(frozenset(gaps), frozenset(overlaps), _dead(case))


def _pairs(case: Case, rules: Sequence[int]) -> Iterator[tuple[int, int]]:
    for one in rules:
        for other in rules:
            if one < other and (
                case.policy == "UNIQUE" or case.outputs[one] != case.outputs[other]
            ):
                yield one, other


def _dead(case: Case) -> frozenset[int]:
    """Return the rules that never win; under UNIQUE and ANY those that never match."""
    won: set[int] = set()
    for point in case.points(null=True):
        rules = case.matching(point)
        if case.policy == "FIRST":
            won.update(rules[:1])
        elif case.policy == "PRIORITY":
            won.update(
                sorted(rules, key=lambda at: ('"y"', '"x"', '"z"').index(case.outputs[at]))[:1]
            )
        else:
            won.update(rules)
    return frozenset(range(len(case.cells))) - won


# what the analysis says


def analysed(case: Case) -> tuple[Truth, bool]:
    """Return what the analysis says, point by point, and whether no two gaps share a point."""
    found = analyse_model(case.made, {}, most=10_000)
    points = list(case.points(null=False))
    gaps: list[Point] = []
    overlaps: list[tuple[tuple[int, int], Point]] = []
    dead: set[int] = set()
    for one in found:
        box = one.facts.get("where")
        inside = [point for point in points if box and lies_in(box, point)]
        if one.rule == "dmn.analysis.gap":
            gaps += inside or [()]  # a gap without any value is a false alarm
        elif one.rule in {"dmn.analysis.overlap", "dmn.analysis.any_differs"}:
            first, second = one.facts["numbers"]
            overlaps += [((first - 1, second - 1), point) for point in inside or [()]]
        elif one.rule in {"dmn.analysis.never", "dmn.analysis.shadowed"}:
            dead.update(number - 1 for number in one.facts["numbers"])
        elif one.rule != "dmn.analysis.not_allowed":
            raise AssertionError(one)
    truth = Truth(frozenset(gaps), frozenset(overlaps), frozenset(dead))
    return truth, len(truth.gaps) == len(gaps)


def lies_in(where: Sequence[Mapping[str, Any]], point: Point) -> bool:
    """Tell whether a point lies in a box as a finding describes it."""
    return all(
        not one["parts"] or any(_in_part(part, value) for part in one["parts"])
        for one, value in zip(where, point, strict=True)
    )


def _in_part(part: Mapping[str, Any], value: Any) -> bool:
    kind = part["kind"]
    if kind in {"null", "filled"} or value is None:
        return bool(kind == ("null" if value is None else "filled"))
    if kind in {"string", "boolean"}:
        return bool(value == part["value"])
    if kind == "other":
        return value not in part["except"]
    read = date.fromisoformat if kind == "date" else Decimal
    low = None if part["low"] is None else read(part["low"])
    high = None if part["high"] is None else read(part["high"])
    above = low is None or value > low or (part["low_in"] and value == low)
    return above and (high is None or value < high or (part["high_in"] and value == high))
