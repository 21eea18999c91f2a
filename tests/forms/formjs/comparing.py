"""A form opened and submitted by form-js and by us, and where the two part."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from engine.forms import Field, Form, FormView, blank, load, validate, view
from engine.forms.rows import Sheet, at_path, lay_out, nested_counts
from engine.forms.settle import Reading, Settled, put, settle
from engine.forms.values import Refused, read

DOOR = Path(__file__).parent / "door.mjs"
MISSING = "(nothing)"
_MESSAGES = {
    "required": "Field is required",
    "pattern": "Field must match pattern",
    "too_small": "minimum value",
    "too_large": "maximum value",
    "too_short": "minimum length",
    "too_long": "maximum length",
    "not_a_phone_number": "phone number",
    "not_an_email": "valid email",
    "too_many_decimals": "integer|decimal digit",
    "not_a_multiple": "two nearest valid values",
    "bad_bound": "is not a valid number",
}


@dataclass(frozen=True)
class Outcome:
    """The fields that are shown, each with the codes of its problems; what would be submitted.

    `held` is what FEEL sees; `verdicts` are what each condition that hides a field gives here.
    """

    fields: Mapping[str, tuple[str, ...]]
    clean: Mapping[str, Any]
    held: Mapping[str, Any]
    verdicts: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Difference:
    """One thing in which the two part: whether a field is shown, its problems, or its value.

    `given` is what the data had for it, `component` how the schema has it, `verdicts` what its
    conditions give here. `others` are fields that its FEEL names and that hold something else;
    `chained` tells that it is computed from what is computed, or chosen from it.
    """

    about: str
    key: str
    component: Mapping[str, Any]
    given: Any
    ours: Any
    theirs: Any
    verdicts: tuple[Any, ...] = ()
    others: frozenset[str] = frozenset()
    chained: bool = False

    @property
    def kind(self) -> str:
        """Return the type of the component, or the subtype of a datetime."""
        return str(self.component.get("subtype", self.component.get("type")))


class Broken(Exception):
    """form-js stopped on a form; the text says how."""


class FormJs:
    """form-js in one node process that answers line by line, a new one when it broke."""

    def __init__(self, node: str) -> None:
        self.node = node
        self.process: subprocess.Popen[str] | None = None

    def submitted(self, schema: Mapping[str, Any], data: Mapping[str, Any]) -> Outcome:
        """Open a form with data and submit it.

        Raises Broken when form-js itself does not get to the end.
        """
        answer = json.loads(
            self.asked(json.dumps({"schema": schema, "data": data}) + "\n"),
            parse_float=Decimal,
            parse_int=Decimal,
        )
        if "error" in answer:
            self.close()
            raise Broken(answer["error"].partition("\n")[0])
        fields = {key: tuple(map(_code, said)) for key, said in answer["fields"].items()}
        return Outcome(fields, answer["clean"], answer["held"])

    def asked(self, line: str) -> str:
        """Return the line with which node answers a line."""
        if self.process is None:
            self.process = subprocess.Popen(
                [self.node, str(DOOR)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                env={"TZ": "Europe/Brussels"},
            )
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(line)
        self.process.stdin.flush()
        return self.process.stdout.readline()

    def close(self) -> None:
        """Let node go."""
        if self.process is not None:
            self.process.communicate(timeout=20)
            self.process = None


def _code(message: str) -> str:
    """Return our code for what form-js says of a field."""
    return next(code for code, words in _MESSAGES.items() if re.search(words, message))


def ours(schema: Mapping[str, Any], data: Mapping[str, Any]) -> Outcome:
    """Open a form with data as a page does, and post what its visible fields then hold."""
    form = load(json.dumps(schema).encode())
    context = json.loads(json.dumps(data), parse_float=Decimal, parse_int=Decimal)
    values = blank(form, context)
    seen = view(form, values, context)
    posted = _posted(seen, values)
    done = validate(form, posted, context, "json")
    codes: dict[str, tuple[str, ...]] = {each.name: () for each in seen.fields}
    codes |= {one.field: (one.code,) for one in done.problems}
    sheet, settled = _at_rest(form, posted, context)
    held = {
        key: None if key in settled.hidden else _plain(settled.value(one))
        for key, one in settled.fields.items()
    }
    return Outcome(codes, _plain(done.clean), held, _verdicts(sheet, settled))


def _at_rest(
    form: Form, posted: Mapping[str, Any], context: Mapping[str, Any]
) -> tuple[Sheet, Settled]:
    """Return what the conditions saw."""

    def reader(one: Field) -> Reading:
        try:
            return Reading(given=True, value=read(one, at_path(posted, one.path), "json"))
        except Refused as refused:
            return Reading(given=True, refused=refused)

    sheet = lay_out(form, nested_counts(form, posted))
    return sheet, settle(sheet, reader, context, None)


def _verdicts(sheet: Sheet, settled: Settled) -> dict[str, tuple[Any, ...]]:
    """Return what each condition that hides a field gives, those of the lists around it too."""
    given = {
        one.what.key: tuple(map(settled.scopes[one.row].value, one.what.hidden_by))
        for one in sheet.items
    }
    return {
        one.what.key: (*given[one.what.key], *(each for key in one.above for each in given[key]))
        for one in sheet.items
    }


def _posted(seen: FormView, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a page sends: the fields that can be seen and changed, and the rows."""
    posted: dict[str, Any] = {}
    for repeat in seen.repeats:
        _place(posted, repeat.name, [{} for _ in repeat.rows])
    for each in seen.fields:
        if not (each.disabled or each.readonly):
            _place(posted, each.name, at_path(values, _path(each.name)))
    return posted


def _path(key: str) -> tuple[str | int, ...]:
    return tuple(int(part) if part.isdigit() else part for part in key.split("."))


def _place(nested: dict[str, Any], key: str, value: Any) -> None:
    """Write a value under a key that may lead through rows."""
    node: Any = nested
    path = _path(key)
    rows = [at for at, part in enumerate(path) if isinstance(part, int)]
    for at in rows[-1:]:
        node, path = at_path(nested, path[: at + 1]), path[at + 1 :]
    put(node, path, value)  # type: ignore[arg-type] # no numbers are left in it


def _plain(value: Any) -> Any:
    """Return a FEEL value as JSON has it."""
    if isinstance(value, Mapping):
        return {name: _plain(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_plain(part) for part in value]
    return value.isoformat() if isinstance(value, date | time) else value


def differences(
    schema: Mapping[str, Any], data: Mapping[str, Any], mine: Outcome, other: Outcome
) -> list[Difference]:
    """Return where two outcomes part, field by field."""
    found = []
    parts = dict(_components(schema["components"], ""))
    apart = {key for key, value in mine.held.items() if not _agree("", value, at(other.held, key))}
    named: dict[str, frozenset[str]] = {}
    for key in sorted({*mine.fields, *other.fields} | _leaves(mine.clean) | _leaves(other.clean)):
        known = parts.get(re.sub(r"\.\d+", ".*", key))
        if known is None:
            continue
        component, feel = known
        named[key] = frozenset(re.findall(r"\b[a-z]\b", " ".join(feel)))
        a, b = at(mine.clean, key), at(other.clean, key)
        facts = [("value", a, b)]
        if component["type"] != "expression":
            facts = [("shown", key in mine.fields, key in other.fields), *facts]
            if key in mine.fields and key in other.fields:
                facts.insert(1, ("problem", mine.fields[key], other.fields[key]))
        parted = [(about, one, two) for about, one, two in facts if not _agree(about, one, two)]
        for about, one, two in parted[:1]:
            if about != "value" or not mine.fields.get(key):  # what has a problem is not submitted
                given, verdicts = at(data, key), mine.verdicts.get(key, ())
                found.append(Difference(about, key, component, given, one, two, verdicts))
    computed = {
        part
        for key, (component, _) in parts.items()
        if component["type"] == "expression" or "valuesExpression" in component
        for part in key.split(".")
    }
    return [_placed(one, named[one.key], apart, computed) for one in found]


def _placed(
    one: Difference, named: frozenset[str], apart: set[str], computed: set[str]
) -> Difference:
    """Return a difference with what it may follow from."""
    others = {key for key in apart - {one.key} if not named.isdisjoint(key.split("."))}
    chained = one.kind == "expression" and not named.isdisjoint(computed)
    return replace(one, others=frozenset(others), chained=chained)


def _agree(about: str, one: Any, two: Any) -> bool:
    """Tell whether two facts are the same; of several problems we name the first."""
    if about == "problem" and one and two:
        return one[0] in two
    return type(one) is type(two) and bool(one == two)


def at(values: Any, key: str) -> Any:
    """Return what stands under a key, or that nothing does."""
    for part in _path(key):
        try:
            values = values[part]
        except (KeyError, IndexError, TypeError):
            return MISSING
    return values


def _leaves(values: Any, key: str = "") -> set[str]:
    """Return the keys of what stands in nested values."""
    pairs: Any = ()
    if isinstance(values, Mapping):
        pairs = values.items()
    elif isinstance(values, list):
        pairs = enumerate(values)
    found = {key}
    for name, part in pairs:
        found |= _leaves(part, f"{key}.{name}" if key else str(name))
    return found


def _components(
    components: list[Any], path: str, around: tuple[str, ...] = ()
) -> Iterator[tuple[str, tuple[Mapping[str, Any], tuple[str, ...]]]]:
    """Yield the fields by key, each with the FEEL that decides about it."""
    for each in components:
        own = {name: part for name, part in each.items() if name != "components"}
        feel = (*around, *_feel(own))
        if "components" in each:
            star = ".*." if each["type"] == "dynamiclist" else "."
            inner = f"{path}{each['path']}{star}" if each.get("path") else path
            yield from _components(each["components"], inner, feel)
        if "key" in each:
            yield f"{path}{each['key']}", (each, feel)


def _feel(value: Any) -> Iterator[str]:
    """Yield every FEEL text in a component."""
    if isinstance(value, Mapping):
        for name, part in value.items():
            yield from [str(part)] if name == "valuesKey" else _feel(part)
    elif isinstance(value, str) and value.startswith("="):
        yield value
