"""Trying a decision table on one row of values that are typed in; nothing is kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from engine import dmn, trying
from engine.deployments.files import of_kind
from engine.deployments.versions import FileName, find, must
from engine.errors import Finding, InvalidInput, InvalidModel, Problem
from engine.feel import tagged
from engine.model import Actor, Permission, Tagged, Value
from engine.runtime import FileKind, Runtime

MOST_LETTERS = 500
ANY = "Any"
_NAME = r"[^\W\d]\w*"
_PATH = re.compile(rf"{_NAME}(?:\.{_NAME}){{0,8}}")
_GOT = re.compile(rf'get value\(\s*({_NAME}(?:\.{_NAME})*)\s*,\s*"({_NAME})"\s*\)')
_READ = re.compile(rf'"[^"]*"|({_NAME}(?:\.{_NAME}){{0,8}})(?!\w|\s*\(|\s{_NAME}\()')
_WORDS = frozenset(
    {
        *("if", "then", "else", "null", "true", "false", "and", "or", "not", "in", "between"),
        *("for", "return", "some", "every", "satisfies", "instance", "of"),
        *("string", "number", "date", "time", "duration", "years", "months", "days"),
    }
)
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_YES_NO = {"ja": True, "true": True, "nee": False, "false": False}


@dataclass(frozen=True, slots=True)
class TrialField:
    """A value that the decision reads: its path, the first column that reads it, its type."""

    path: str
    label: str
    type: str
    allowed: str
    typed: str


@dataclass(frozen=True, slots=True)
class TableTrial:
    """A decision on one row: what it reads, and what came of it.

    `tables` are the decisions that ran, the asked one last, with the rules that matched marked;
    `outputs` is what the asked one gave (tagged). With a problem or findings nothing ran.
    """

    decision: str
    decisions: tuple[tuple[str, str], ...] = ()
    fields: tuple[TrialField, ...] = ()
    tables: tuple[dmn.TableView, ...] = ()
    outputs: Tagged = None
    problems: tuple[Problem, ...] = ()
    findings: tuple[Finding, ...] = ()


def try_table(
    runtime: Runtime,
    *,
    name: FileName,
    by: Actor,
    typed: Mapping[str, str] | None = None,
    decision: str = "",
    content: bytes | None = None,
) -> TableTrial:
    """Return what a decision gives for what is `typed`, by path; without it, what it reads.

    `content` is a file as it is being written; without it, the one in force. Texts stand as they
    are, numbers with a comma or a point, yes or no as ja and nee, days as 27/04/2026; other types
    are FEEL. Raises NotFound, NotAllowed.
    """
    must(runtime, by, Permission.READ_MODELS if content is None else Permission.DEPLOY_MODELS)
    with runtime.store.read() as tx:
        deployed, path = find(runtime, tx, name, None)
    files = of_kind(deployed.sources, FileKind.TABLE)
    if content is not None:
        files[path] = content
    try:
        model = dmn.parse(files[path], path, files)
    except InvalidModel as refused:
        return TableTrial(decision, findings=refused.findings)
    asked = decision if decision in model.decisions else model.top
    fields = tuple(_fields(model, asked, typed or {}))
    known = tuple((each.id, each.label) for each in model.decisions.values())
    if typed is None:
        return TableTrial(asked, known, fields)
    try:
        values = _values(runtime, fields)
        tried = trying.decide(files[path], path, asked, values, runtime.now(), files)
    except InvalidInput as wrong:
        return TableTrial(asked, known, fields, problems=wrong.problems)
    ran = tuple(
        model.view(each.decision, each.matched)
        for each in tried.trace
        if each.decision in model.decisions
    )
    return TableTrial(asked, known, fields, ran, tried.outputs)


def _fields(model: dmn.Model, asked: str, typed: Mapping[str, str]) -> Iterable[TrialField]:
    """Return each value that the decision and those before it read, once."""
    found: dict[str, TrialField] = {}
    waiting, seen = [asked], set()
    made = {one.name for one in model.decisions.values()} | set(model.decisions)
    while waiting:
        shown = model.view(waiting.pop(0))
        seen.add(shown.id)
        waiting += [each for each in shown.requires if each in model.decisions and each not in seen]
        for column in shown.inputs:
            for path in _paths(column.expression):
                if path.partition(".")[0] in made:
                    continue
                plain = _PATH.fullmatch(column.expression.strip()) is not None
                found.setdefault(
                    path,
                    TrialField(
                        path,
                        (column.label if plain else "") or path,
                        column.type if plain or _GOT.fullmatch(column.expression.strip()) else ANY,
                        column.allowed if plain else "",
                        typed.get(path, "")[:MOST_LETTERS],
                    ),
                )
    return found.values()


def _paths(expression: str) -> list[str]:
    """Return the paths that an expression reads, as far as its text shows."""
    got = [f"{group}.{name}" for group, name in _GOT.findall(expression)]
    rest = _GOT.sub(" ", expression)
    read = [path for path in _READ.findall(rest) if path and path not in _WORDS]
    return list(dict.fromkeys([*got, *read]))


def _values(runtime: Runtime, fields: Iterable[TrialField]) -> dict[str, Value]:
    """Return what was typed as one context; Raises InvalidInput with every field that is wrong."""
    found: dict[str, Any] = {}
    problems = []
    for each in fields:
        if not each.typed.strip():
            continue
        try:
            value = _value(runtime, each)
        except (ValueError, InvalidOperation):
            problems.append(Problem(each.path, "try.not_of_type", {"type": each.type}))
            continue
        if not _put(found, each.path.split("."), value):
            problems.append(Problem(each.path, "try.inside_another"))
    if problems:
        raise InvalidInput(problems)
    return found


def _put(found: dict[str, Any], path: list[str], value: Value) -> bool:
    """Put a value at its path; tell whether there was room: no other value stands around it."""
    *groups, last = path
    inside: Any = found
    for group in groups:
        inside = inside.setdefault(group, {})
        if not isinstance(inside, dict):
            return False
    if last in inside:
        return False
    inside[last] = value
    return True


def _value(runtime: Runtime, field: TrialField) -> Value:
    """Return what was typed as a value of its type; Raises ValueError, InvalidOperation."""
    text = field.typed.strip()
    read = _READERS.get(field.type)
    if read is not None:
        return read(text)
    tried = trying.evaluate(text, {}, runtime.now())
    if tried.error is not None or tried.warnings:
        raise ValueError(text)
    return tagged.decode(tried.value)


def _text(text: str) -> Value:
    quoted = len(text) > 1 and text[0] == text[-1] == '"'
    return text[1:-1] if quoted else text


def _number(text: str) -> Value:
    number = Decimal(text.replace(",", "."))
    if not number.is_finite():
        raise ValueError(text)
    return number


def _yes_no(text: str) -> Value:
    if text.lower() not in _YES_NO:
        raise ValueError(text)
    return _YES_NO[text.lower()]


def _day(text: str) -> Value:
    day = _DAY.fullmatch(text)
    return date(int(day[3]), int(day[2]), int(day[1])) if day else date.fromisoformat(text)


_READERS: Mapping[str, Callable[[str], Value]] = {
    "string": _text,
    **dict.fromkeys(("number", "integer", "long", "double"), _number),
    "boolean": _yes_no,
    "date": _day,
}
