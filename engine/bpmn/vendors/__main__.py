"""Writes the page for analysts: `python -m engine.bpmn.vendors > docs/gids/overnemen.md`."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from engine.bpmn.juel_calls import FUNCTIONS, METHODS, OF_VARIABLES
from engine.bpmn.tags import ACTIVITIES
from engine.bpmn.vendors import DIALECTS
from engine.bpmn.vendors.entry import Dialect, Entry
from engine.wording import say
from engine.wording.nl.takeover import Row, page

_VALUES = ("x", "y", "z")


def text() -> str:
    """Return the page made of the tables of the vendors and of the methods."""
    return page(_methods(), {dialect.name: list(_rows(dialect)) for dialect in DIALECTS})


def _methods() -> Iterator[tuple[str, str]]:
    for (method, count), feel in METHODS.items():
        given = _VALUES[1 : count + 1]
        yield f"x.{method}({', '.join(given)})", feel.format("x", *given)
    for (function, count), feel in FUNCTIONS.items():
        given = _VALUES[:count]
        yield f"{function}({', '.join(given)})", feel.format(*given)
    for (function, count), feel in OF_VARIABLES.items():
        given = ("'x'", *_VALUES[1:count])
        yield f"{function}({', '.join(given)})", feel.format(*_VALUES[:count])


def _rows(dialect: Dialect) -> Iterator[Row]:
    for name, entry in sorted(dialect.attributes.items()):
        yield _row(f"{dialect.prefix}:{name}", entry)
    for name, part in sorted(dialect.parts.items()):
        label = f"{dialect.prefix}:{name}"
        if part.whole is not None:
            yield _row(f"<{label}>", part.whole)
        for attribute, entry in part.attributes.items():
            yield _row(f"<{label} {attribute}>", entry)


def _row(written: str, entry: Entry) -> Row:
    facts = {"proposal": entry.becomes} if entry.becomes else {}
    many = len(entry.on) > len(ACTIVITIES)
    on = ("activity", "event") if many else tuple(sorted(entry.on))
    return Row(written, on, entry.level, entry.becomes, say(entry.code, facts))


if __name__ == "__main__":
    sys.stdout.write(text())
