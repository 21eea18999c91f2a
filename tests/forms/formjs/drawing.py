"""Random forms of what form-js and we both know, with data to open them with."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

Component = dict[str, Any]

NAMES = "abcdefghijkl"
ROW_NAMES = "mnpqrst"
WORDS = ("x", "y", "z")
OPTIONS = [{"label": word.upper(), "value": word} for word in WORDS]
VARIABLES = {
    "u": st.sampled_from([None, "", "x", "y"]),
    "v": st.sampled_from([None, 0, 2, 3.5]),
    "w": st.sampled_from([None, True, False]),
    "o": st.sampled_from([None, [], ["x", "y"], [1, 2], [{"value": "z", "label": "Zet"}], "x"]),
}
TEXTS = st.sampled_from(
    [*("", " ", "x", "y", "abc", " abc ", "abcdef", "12", "een\ntwee", "een\ttwee", "e\u0301"),
     *("a@b.be", "a@b", "piet", "+3225331211", "02 533 12 11", "\u200b", "\u0007", "🙂🙂")]
)  # fmt: skip
NUMBERS = st.sampled_from(
    [0, 1, 2, 3, 5, 10, -1, 0.1, 2.5, 2.555, 1e20, 12345678901234567890, 1e-7]
)
DATES = ("2026-03-20", "2024-02-29", "2025-02-29", "1700-01-01", "20/03/2026")
TIMES = ("14:30", "00:00", "25:00", "14:30:15")
MOMENTS = ("2026-03-20T14:30", "2026-03-20T14:30+01:00", "2026-03-29T02:30", "2026-03-20")
JUNK = st.sampled_from([None, "", "x", 7, True, [], ["x"], {"x": 1}, [["x"]], [None]])
TEXT, NUMBER = ("textfield", "textarea"), ("number",)
ONE, MANY = ("radio", "select"), ("checklist", "taglist")
MOMENT = ("date", "time", "datetime")
KINDS = (*TEXT, *NUMBER, "checkbox", *ONE, *MANY, *MOMENT, "expression")
VALUES: dict[str, st.SearchStrategy[Any]] = {
    **dict.fromkeys(TEXT, TEXTS),
    "number": NUMBERS | st.sampled_from(["3", "x", " 3 "]),
    "checkbox": st.booleans(),
    **dict.fromkeys(ONE, st.sampled_from([*WORDS, 1, "q"])),
    **dict.fromkeys(MANY, st.lists(st.sampled_from([*WORDS, 1, "q"]), max_size=4)),
    "date": st.sampled_from(DATES),
    "time": st.sampled_from(TIMES),
    "datetime": st.sampled_from(MOMENTS),
    "expression": st.none(),
}
CONDITIONS = (
    *("{x} = null", '{x} = "x"', "{x} > 2", "{x}", "not({x})", "{x} != null", "count({x}) > 1"),
    *("w", "v > 2", 'u = "x"', '{x} = "x" or w', 'list contains({x}, "x")', "{x} = u"),
)
BOUNDS = st.sampled_from([0, 1, 3, 3.5, "4", "=v", "=if w then 2 else null"])
LENGTHS = st.sampled_from([0, 1, 3, "4", "=v"])
COIN = st.integers(0, 2)
PATTERNS = st.sampled_from(["^[a-z]+$", "[0-9]", "^abc$"])
_LENGTHS = {"minLength": LENGTHS, "maxLength": LENGTHS}
RULES: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "textfield": {
        **_LENGTHS,
        "pattern": PATTERNS,
        "validationType": st.sampled_from(["email", "phone"]),
    },
    "textarea": _LENGTHS,
    "number": {"min": BOUNDS, "max": BOUNDS},
}
MORE: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    **{kind: {"defaultValue": st.just("abc")} for kind in TEXT},
    **{kind: {"defaultValue": st.just("x")} for kind in ONE},
    **{kind: {"defaultValue": st.just(["x"])} for kind in MANY},
    "checkbox": {"defaultValue": st.just(True)},
    "number": {
        "defaultValue": st.just(3),
        "decimalDigits": st.integers(0, 2),
        "increment": st.sampled_from(["1", "0.5"]),
    },
}
SOURCES: tuple[Component, ...] = (
    *({"values": OPTIONS}, {"values": OPTIONS}, {"valuesKey": "o"}, {"valuesExpression": "=o"}),
    {"valuesExpression": '=if w then ["x"] else o'},
)


@dataclass(frozen=True)
class Drawn:
    """A schema and the data that it is opened with."""

    schema: dict[str, Any]
    data: dict[str, Any]


class _Room:
    """The names of the form, of a group or of one row while it is drawn.

    `seen` is what FEEL may name so far, `prefix` how it names what stands here.
    """

    def __init__(self, draw: st.DrawFn, outer: _Room | None = None, prefix: str = "") -> None:
        self.draw = draw
        self.ids: Iterator[int] = itertools.count(1) if outer is None else outer.ids
        self.in_list: bool = prefix == "this." or (outer is not None and outer.in_list)
        self.prefix = prefix
        self.names = iter(ROW_NAMES if prefix == "this." else NAMES)
        self.seen: list[str] = [] if outer is None else [*outer.seen]
        self.data: dict[str, Any] = {}

    def some(self, most: int, levels: int) -> list[Component]:
        """Draw components, groups and lists among them."""
        return [self.one(levels) for _ in range(self.draw(st.integers(1, most)))]

    def one(self, levels: int) -> Component:
        """Draw one component."""
        kinds = (*KINDS, *(("group", "dynamiclist") if levels else ()))
        kind = self.draw(st.sampled_from(kinds))
        made: Component = {"id": f"id{next(self.ids)}", "label": "L"}
        if self.seen and self.draw(st.integers(0, 3)) == 0:
            made["conditional"] = {"hide": self.feel()}
        if kind == "group":
            return self.group(made, levels)
        if kind == "dynamiclist":
            return self.repeat(made, levels)
        return self.field(made, kind)

    def feel(self) -> str:
        """Draw a condition on what stands above, or on a variable."""
        condition = self.draw(st.sampled_from(CONDITIONS))
        return "=" + condition.format(x=self.draw(st.sampled_from(self.seen)))

    def group(self, made: Component, levels: int) -> Component:
        """Draw a group, with or without a path of its own."""
        made["type"] = "group"
        if self.draw(st.booleans()):
            return {**made, "components": self.some(3, levels - 1)}
        made["path"] = name = next(self.names)
        inner = _Room(self.draw, self, f"{self.prefix}{name}.")
        made["components"] = inner.some(3, levels - 1)
        self.seen = inner.seen
        self.data[name] = inner.data
        return made

    def repeat(self, made: Component, levels: int) -> Component:
        """Draw a list of rows."""
        name = next(self.names)
        made |= {"type": "dynamiclist", "path": name, "isRepeating": True, "allowAddRemove": True}
        inner = _Room(self.draw, self, "this.")
        made["components"] = inner.some(3, 0)
        if self.draw(st.booleans()):
            made["defaultRepetitions"] = self.draw(st.integers(0, 2))
        rows = self.draw(st.integers(-1, 2))
        if rows >= 0:
            self.data[name] = [inner.data, {}][:rows] if rows < 2 else [inner.data, inner.data]
        return made

    def field(self, made: Component, kind: str) -> Component:
        """Draw a field with its rules and its value."""
        made["key"] = name = next(self.names)
        made["type"] = "datetime" if kind in MOMENT else kind
        if kind in MOMENT:
            made["subtype"] = kind
        if kind in MOMENT[1:]:
            formats = ["no_timezone", *(["utc_offset"] if kind == "datetime" else [])]
            made["timeSerializingFormat"] = self.draw(st.sampled_from(formats))
        if kind == "expression":
            del made["label"]
            made |= {"expression": self.feel() if self.seen else "=u", "computeOn": "change"}
        else:
            self.rules(made, kind)
            self.value(name, kind)
        self.seen.append(self.prefix + name)
        return made

    def rules(self, made: Component, kind: str) -> None:
        """Draw what a field asks, its options and its default."""
        made["validate"] = {"required": self.draw(st.booleans()), **self.maybe(RULES.get(kind, {}))}
        made |= self.maybe(MORE.get(kind, {}))
        if kind in (*ONE, *MANY):
            made |= self.draw(st.sampled_from(SOURCES))
        if not self.in_list and self.draw(st.integers(0, 5)) == 0:
            made[self.draw(st.sampled_from(["disabled", "readonly"]))] = True

    def maybe(self, wanted: Mapping[str, st.SearchStrategy[Any]]) -> Component:
        """Draw some of these properties."""
        return {name: self.draw(one) for name, one in wanted.items() if self.draw(COIN) == 0}

    def value(self, name: str, kind: str) -> None:
        """Draw what the data have for a field: often something that fits, at times nothing."""
        which = self.draw(st.integers(0, 9))
        if which:
            self.data[name] = self.draw(JUNK if which == 1 else VALUES[kind])


@st.composite
def drawn(draw: st.DrawFn) -> Drawn:
    """Draw a form and its data."""
    room = _Room(draw)
    components = room.some(6, 2)
    variables = {name: draw(values) for name, values in VARIABLES.items()}
    schema = {"type": "default", "id": "proef", "schemaVersion": 18, "components": components}
    return Drawn(schema, variables | room.data)
