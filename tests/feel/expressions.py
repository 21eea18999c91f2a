"""Random FEEL expressions from a seed, as trees whose parts are expressions of their own.

An expression asks for parts of a certain kind and mostly gets them; now and then another kind
comes, because what an operator does with the wrong kind is half of the standard.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from engine.feel.library import BUILTINS


@dataclass(frozen=True)
class Grown:
    """An expression: what made it, its text, the closed expressions inside it."""

    made_by: str
    text: str
    parts: tuple[Grown, ...] = ()


KINDS = (
    *("number", "string", "boolean", "null", "numbers", "strings", "contexts", "context"),
    *("range", "dates", "date", "time", "moment", "days", "months"),
)
_ATOMS: dict[str, tuple[str, ...]] = {
    "number": ("0", "1", "2", "-3", "0.5", "7.25", "10", "-0.1", "100", "2.675"),
    "string": ('""', '"a"', '"b"', '"foobar"', '"Gent"', '"2024-02-29"', '"été"', '"12.5"'),
    "boolean": ("true", "false"),
    "null": ("null",),
    "numbers": ("[]", "[1, 2, 3]", "[3, 1, 2, 2]", "[0.5]", "[1, null, 2]"),
    "strings": ("[]", '["a", "b"]', '["b", "a", "a"]'),
    "contexts": ("[{a: 1}, {a: 2}]", '[{a: 3, b: "x"}, {b: "y"}]'),
    "context": ("{}", "{a: 1}", '{a: 2, b: "x"}', "{b: [1, 2]}", "{a: {a: 5}}"),
    "range": ("[1..3]", "(1..3]", "[2..5)", "]0..4[", '["a".."c"]', "(< 3)", "(>= 2)"),
    # of whole numbers: counting through [0.5..2] never ends in feelin
    "whole": ("[1..3]", "(1..3]", "[2..5)", "]0..4[", "[3..1]", '["a".."c"]', "(< 3)"),
    "dates": ('[@"2024-01-31", @"2023-12-25"]', '[@"2024-02-29"]'),
    "date": ('@"2024-01-31"', '@"2024-02-29"', '@"2023-12-25"', 'date("2026-03-20")'),
    "time": ('@"10:30:00"', '@"23:59:59Z"', '@"09:15:30+02:00"', 'time("00:00:00")'),
    "moment": (
        '@"2024-01-31T10:30:00"',
        '@"2024-02-29T00:00:00Z"',
        '@"2023-12-25T23:59:59+02:00"',
        '@"2024-07-01T12:00:00@Europe/Brussels"',
    ),
    "days": ('@"P1D"', '@"PT36H"', '@"-PT90M"', '@"P2DT3H4M5S"', '@"PT0S"'),
    "months": ('@"P1M"', '@"P1Y2M"', '@"-P3M"', '@"P0M"', '@"P2Y"'),
}

_N, _S, _B, _L = "number", "string", "boolean", "numbers"
_T = ("date", "time", "moment", "days", "months")
_ANY = "any"
_CALLS: dict[str, tuple[tuple[str, ...], ...]] = {
    "number": (
        *(("abs", _N), ("floor", _N), ("ceiling", _N), ("decimal", _N, _N), ("modulo", _N, _N)),
        *(("sqrt", _N), ("exp", _N), ("log", _N), ("round up", _N, _N), ("round down", _N, _N)),
        *(("round half up", _N, _N), ("round half down", _N, _N), ("floor", _N, _N)),
        *(("string length", _S), ("number", _S), ("count", _L), ("count", "contexts")),
        *(("sum", _L), ("min", _L), ("max", _L), ("mean", _L), ("median", _L), ("product", _L)),
        *(("stddev", _L), ("sum", _N, _N, _N), ("min", _N, _N), ("max", _N, _N)),
        *(("day of year", "date"), ("week of year", "date")),
    ),
    "string": (
        *(("string", _ANY), ("substring", _S, _N), ("substring", _S, _N, _N)),
        *(("upper case", _S), ("lower case", _S), ("substring before", _S, _S)),
        *(("substring after", _S, _S), ("replace", _S, _S, _S), ("string join", "strings", _S)),
        *(("string join", "strings"), ("day of week", "date"), ("month of year", "date")),
        *(("min", "strings"), ("max", "strings")),
    ),
    "boolean": (
        *(("contains", _S, _S), ("starts with", _S, _S), ("ends with", _S, _S)),
        *(("matches", _S, _S), ("list contains", _L, _N), ("list contains", "strings", _S)),
        *(("odd", _N), ("even", _N), ("not", _B), ("is empty", _L), ("is", _ANY, _ANY)),
        *(("all", "booleans"), ("any", "booleans")),
        *((name, "range", "range") for name in ("before", "after", "overlaps", "coincides")),
        *((name, "range", "range") for name in ("meets", "met by", "includes", "during")),
        *((name, "range", "range") for name in ("starts", "finishes", "started by")),
        *(("before", _N, _N), ("after", _N, "range"), ("includes", "range", _N)),
        *(("during", _N, "range"), ("starts", _N, "range"), ("finishes", _N, "range")),
    ),
    "numbers": (
        *(("sublist", _L, _N), ("sublist", _L, _N, _N), ("append", _L, _N), ("mode", _L)),
        *(("concatenate", _L, _L), ("insert before", _L, _N, _N), ("remove", _L, _N)),
        *(("reverse", _L), ("index of", _L, _N), ("union", _L, _L), ("distinct values", _L)),
        *(("duplicate values", _L), ("flatten", "nested"), ("list replace", _L, _N, _N)),
    ),
    "strings": (
        *(("split", _S, _S), ("reverse", "strings"), ("append", "strings", _S)),
        *(("distinct values", "strings"), ("concatenate", "strings", "strings")),
    ),
    "contexts": (("get entries", "context"), ("reverse", "contexts")),
    "context": (
        ("context put", "context", _S, _ANY),
        ("context merge", "contexts"),
    ),
    "date": (
        *(("date", _S), ("date", "moment"), ("date", _N, _N, _N)),
        ("last day of month", "date"),
        *(("min", "dates"), ("max", "dates")),
    ),
    "time": (("time", _S), ("time", "moment"), ("time", _N, _N, _N)),
    "moment": (("date and time", _S), ("date and time", "date", "time")),
    "days": (("duration", _S), ("abs", "days")),
    "months": (("years and months duration", "date", "date"), ("abs", "months")),
}
_INFIX: dict[str, tuple[tuple[str, str, str], ...]] = {
    "number": (
        *((_N, sign, _N) for sign in ("+", "-", "*", "/", "**")),
        *(("days", "/", "days"), ("months", "/", "months")),
    ),
    "string": ((_S, "+", _S),),
    "boolean": (
        *((_N, sign, _N) for sign in ("<", "<=", ">", ">=", "=", "!=")),
        *((kind, sign, kind) for kind in (*_T, _S) for sign in ("<", ">=", "=", "!=")),
        *((kind, "=", kind) for kind in ("numbers", "context", "range", "boolean")),
        *((_ANY, sign, _ANY) for sign in ("=", "!=", "<")),
        *((_B, "and", _B), (_B, "or", _B), (_ANY, "and", _B), (_B, "or", _ANY)),
        *((_N, "in", "range"), (_N, "in", "numbers"), (_S, "in", "strings")),
    ),
    "date": (("date", "+", "months"), ("date", "-", "months"), ("date", "+", "days")),
    "time": (("time", "+", "days"), ("time", "-", "days")),
    "moment": (("moment", "+", "days"), ("moment", "-", "months"), ("days", "+", "moment")),
    "days": (
        *(("days", "+", "days"), ("days", "-", "days"), ("days", "*", _N), ("days", "/", _N)),
        *(("date", "-", "date"), ("moment", "-", "moment"), ("time", "-", "time")),
    ),
    "months": (
        *(("months", "+", "months"), ("months", "-", "months")),
        *(("months", "*", _N), ("months", "/", _N)),
    ),
}
_SHAPES: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "any": (
        ("if {} then {} else {}", (_B, _ANY, _ANY)),
        ("{}[{}]", (_L, _N)),
        ("{}.a", ("context",)),
        ("{}.b", ("context",)),
        ("get value({}, {})", ("context", _S)),
        ("{{a: {}, b: {}}}.b", (_ANY, _ANY)),
        ("(function(x, y) x + y)({}, {})", (_N, _N)),
        ("(function(x) [x, {}])({})", (_ANY, _ANY)),
    ),
    "number": (
        *(("{}.year", ("date",)), ("{}.month", ("date",)), ("{}.weekday", ("date",))),
        *(("{}.hour", ("time",)), ("{}.second", ("moment",)), ("{}.minute", ("moment",))),
        *(("{}.days", ("days",)), ("{}.hours", ("days",)), ("{}.seconds", ("days",))),
        *(("{}.years", ("months",)), ("{}.months", ("months",)), ("-{}", (_N,))),
        *(("{}.start", ("range",)), ("{}.end", ("range",))),
        ("(if {} then {} else {})", (_B, _N, _N)),
    ),
    "boolean": (
        ("{} between {} and {}", (_N, _N, _N)),
        ("{} between {} and {}", ("date", "date", "date")),
        ("some x in {} satisfies x > {}", (_L, _N)),
        ("every x in {} satisfies x <= {}", (_L, _N)),
        ("some x in {}, y in {} satisfies x = y", (_L, _L)),
        *(("{} in ({}, > {})", (_N, _N, _N)), ("{} in ({}..{}]", (_N, _N, _N))),
        *(("{} in (< {})", (_N, _N)), ("{} in [{}..{}]", ("date", "date", "date"))),
        *((f"{{}} instance of {name}", (_ANY,)) for name in ("number", "string", "boolean")),
        *((f"{{}} instance of {name}", (_ANY,)) for name in ("date", "time", "date and time")),
        *((f"{{}} instance of {name}", (_ANY,)) for name in ("list<number>", "context")),
        *((f"{{}} instance of {name}", (_ANY,)) for name in ("range<number>", "Any")),
        ("{}.start included", ("range",)),
    ),
    "numbers": (
        *(("[{}, {}]", (_N, _N)), ("{}[item > {}]", (_L, _N)), ("{}.a", ("contexts",))),
        ("for x in {} return x * {}", (_L, _N)),
        ("for x in {}, y in {} return x + y", (_L, _L)),
        *(("for x in {} return x", ("whole",)), ("for x in 1..3 return x + {}", (_N,))),
        ("for x in 1..4 return count(partial) + {}", (_N,)),
        ("sort({}, function(x, y) x < y)", (_L,)),
        ("sort({}, function(x, y) x > y)", (_L,)),
    ),
    "nested": (("[{}, {}]", (_L, _N)), ("[[{}], {}]", (_L, _L))),
    "booleans": (("[{}, {}]", (_B, _B)), ("[{}, null]", (_B,)), ("[]", ())),
    "contexts": (("{}[a > {}]", ("contexts", _N)), ("[{}, {}]", ("context", "context"))),
    "context": (
        *(("{{a: {}, b: {}}}", (_ANY, _ANY)), ("{{a: {}, b: a + {}}}", (_N, _N))),
        ("{}[{}]", ("contexts", _N)),
    ),
    "range": (("[{}..{}]", (_N, _N)), ("({}..{})", ("date", "date"))),
    "dates": (("[{}, {}]", ("date", "date")),),
    "strings": (("for x in {} return upper case(x)", ("strings",)), ("[{}]", (_S,))),
    "days": (("-{}", ("days",)), ("{}.time offset", ("moment",))),
    "months": (("-{}", ("months",)),),
}
_STRANGE = 0.04  # how often a part is of another kind than asked


class Garden:
    """Grows expressions; the same seed grows the same ones."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)

    def grow(self) -> Grown:
        """Return an expression of a few levels."""
        return self._of(self._random.choice(KINDS), self._random.choice((1, 1, 2, 2, 3)))

    def _of(self, kind: str, deep: int) -> Grown:
        chance = self._random
        if kind == "whole":
            return Grown(kind, chance.choice(_ATOMS[kind]))
        if kind == "any" or chance.random() < _STRANGE:
            kind = chance.choice(KINDS)
        ways: list[Callable[[], Grown]] = []
        ways += [lambda: self._call(chance.choice(_CALLS[kind]), deep)] * (2 * (kind in _CALLS))
        ways += [lambda: self._infix(chance.choice(_INFIX[kind]), deep)] * (2 * (kind in _INFIX))
        shapes = (*_SHAPES.get(kind, ()), *_SHAPES["any"][: 1 + (deep > 1)])
        ways += [lambda: self._shape(*chance.choice(shapes), deep)] * 2
        if kind in _ATOMS and (deep == 0 or chance.random() < 0.2):
            text = chance.choice(_ATOMS[kind])
            return Grown(kind, text)
        return chance.choice(ways)()

    def _parts(self, kinds: tuple[str, ...], deep: int) -> tuple[Grown, ...]:
        return tuple(self._of(kind, max(deep - 1, 0)) for kind in kinds)

    def _call(self, call: tuple[str, ...], deep: int) -> Grown:
        name, *kinds = call
        assert name in BUILTINS
        parts = self._parts(tuple(kinds), deep)
        return Grown(name, f"{name}({', '.join(part.text for part in parts)})", parts)

    def _infix(self, way: tuple[str, str, str], deep: int) -> Grown:
        left, sign, right = way
        parts = self._parts((left, right), deep)
        return Grown(sign, f"({parts[0].text}) {sign} ({parts[1].text})", parts)

    def _shape(self, shape: str, kinds: tuple[str, ...], deep: int) -> Grown:
        parts = self._parts(kinds, deep)
        return Grown(shape, shape.format(*(f"({part.text})" for part in parts)), parts)
