"""What may be chosen in a field that looks records up: of a register, only those that are named.

A register is too long to offer as a whole. What stands in the field, typed or kept, is looked up,
and that much is offered; the rest is searched while one types.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
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
    runtime: Runtime,
    names: Iterable[str | None],
    *given: Any,
    kept: Any = None,
    day: date | None = None,
) -> Mapping[str, forms.CodeList]:
    """Return the lists among `names`: of codes, and of each register what `given` names of it.

    `given` are values or posted texts, nested as they are. Codes are those of `day`, else of today,
    and those that stand in `kept`: what somebody chose before a code ended stays a choice there.
    """
    wanted = {name for name in names if name}
    if not wanted:
        return {}
    lists = runtime.lists if day is None else runtime.lists_on(day)
    stands = frozenset(_texts(kept))
    found = {name: lists[name].keeping(stands) for name in wanted & lists.keys()}
    wanted -= lists.keys()
    if not wanted & {*runtime.registers, COLLEAGUES}:
        return found
    numbers = sorted({number for text in _texts(given) for number in _named(text)})[:MOST_NAMED]
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
