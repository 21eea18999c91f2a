"""What may be chosen in a field that looks records up: of a register, only those that are named.

A register is too long to offer as a whole. What stands in the field, typed or kept, is looked up,
and that much is offered; the rest is searched while one types.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from engine import forms
from engine.forms.schema import Option
from engine.records import COLLEAGUES
from engine.runtime import Runtime
from engine.store import Tx
from engine.store import people as people_rows
from engine.store import records as rows

BETWEEN = " \N{MIDDLE DOT} "
MOST_NAMED = 200
_NUMBER = re.compile(r"[A-Z][A-Z0-9]{1,5}-[0-9]{6,9}")


def offered(
    runtime: Runtime, names: Iterable[str | None], *given: Any
) -> Mapping[str, forms.CodeList]:
    """Return the lists of codes, and for each register among `names` what `given` names of it.

    `given` are values or posted texts, nested as they are.
    """
    wanted = {name for name in names if name} - runtime.lists.keys()
    if not wanted & {*runtime.registers, COLLEAGUES}:
        return runtime.lists
    numbers = sorted({number for text in _texts(given) for number in _named(text)})[:MOST_NAMED]
    found = dict(runtime.lists)
    with runtime.store.read() as tx:
        for name in wanted:
            if name == COLLEAGUES:
                found[name] = colleagues(tx)
            elif name in runtime.registers:
                found[name] = _records(tx, runtime.registers[name].plural, name, numbers)
    return found


def label(number: str, title: str) -> str:
    """Return how a record is offered: what it is called, then its number."""
    return f"{title}{BETWEEN}{number}"


def colleagues(tx: Tx) -> forms.CodeList:
    """Return everybody who can sign in, by login."""
    people = [each for each in people_rows.everybody(tx) if each.disabled_at is None]
    return forms.CodeList(COLLEAGUES, "", tuple(Option(p.login, p.login, p.name) for p in people))


def _records(tx: Tx, title: str, register: str, numbers: Iterable[str]) -> forms.CodeList:
    known = (rows.get(tx, number) for number in numbers)
    return forms.CodeList(
        title,
        "",
        tuple(
            Option(row.number, row.number, label(row.number, row.title))
            for row in known
            if row is not None and row.register == register and row.state != "merged"
        ),
    )


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from (text for each in value.values() for text in _texts(each))
    elif isinstance(value, list | tuple):
        yield from (text for each in value for text in _texts(each))


def _named(text: str) -> Iterator[str]:
    """Yield the number that a text is, or that an offered label ends in."""
    number = text.strip().rpartition(BETWEEN.strip())[2].strip()
    if _NUMBER.fullmatch(number):
        yield number
