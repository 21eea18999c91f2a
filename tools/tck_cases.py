"""One case of the DMN TCK: read from XML or the neutral form, run, compared."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree

from engine import dmn, feel
from engine.errors import InvalidModel, NotFound
from engine.feel.tagged import encode

XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
NOW = datetime.now(UTC)  # the moment of `now()` and `today()`
_CLOSE = Decimal("1e-8")  # how far a number may be off, of itself: expected ones are rounded
_MAKERS = {"date": "date", "time": "time", "dateTime": "date and time", "duration": "duration"}


class Outcome(NamedTuple):
    """Whether one result was right; which one, what it had to be and what it was."""

    right: bool
    case: str
    node: str
    expected: Any
    got: Any


def run_folder(folder: Path) -> Iterator[Outcome]:
    """Run the cases of a folder through its decision models."""
    models = {path.name: path.read_bytes() for path in sorted(folder.glob("*.dmn"))}
    for path in sorted(folder.glob("*-test-*.xml")):
        root = ElementTree.parse(path).getroot()  # noqa: S314 - the kit's own files
        for node in root.iter():
            node.tag = str(node.tag).rpartition("}")[2]
        name = (root.findtext("modelName") or "").strip()
        try:
            model: dmn.Model | str = dmn.parse(
                models.pop(name) if name not in models else models[name],
                others={key: data for key, data in models.items() if key != name},
            )
        except (InvalidModel, KeyError) as error:
            model = f"{type(error).__name__} {error}"
        for case in root.iter("testCase"):
            yield from _run_case(model, case)


def _run_case(model: dmn.Model | str, case: ElementTree.Element) -> Iterator[Outcome]:
    """Run one case: each of its results."""
    inputs = {str(node.get("name")): _value(node) for node in case.findall("inputNode")}
    service = case.get("invocableName") if case.get("type") == "decisionService" else None
    for node in case.findall("resultNode"):
        name = str(node.get("name"))
        expected = _value(node.find("expected"))
        got: Any = model
        if isinstance(model, dmn.Model):
            try:
                got = _asked(model, service, name, inputs)
            except NotFound as error:
                got = f"NotFound {error}"
        right = got is None if node.get("errorResult") == "true" else same(expected, got)
        yield Outcome(right, str(case.get("id")), name, expected, got)


def _asked(model: dmn.Model, service: str | None, name: str, inputs: dict[str, Any]) -> Any:
    """Return what a decision gives, or one output of a service."""
    if service is None:
        return model.evaluate(name, inputs, NOW).value
    value = model.evaluate(service, inputs, NOW).value
    found = next((one for one in model.services.values() if one.name == service), None)
    several = found is not None and len(found.outputs) > 1 and isinstance(value, dict)
    return value.get(name) if several else value


def run_neutral(case: dict[str, Any]) -> Outcome:
    """Run one case in the neutral form: steps of FEEL, each under its name."""
    got: Any = None
    expected = _neutral(case["expected"])
    try:
        names: dict[str, Any] = {
            name: feel.compile_expression(text).evaluate({}).value
            for name, text in case["inputs"].items()
        }
        for name, text in case["steps"]:
            got = names[name] = feel.compile_expression(text, names).evaluate(names, NOW).value
        if case["target"] in names:
            got = names[case["target"]]
    except feel.FeelSyntaxError as error:
        got = None if case["error"] else f"{error}"
    if case.get("unsup"):
        got = f"not in this form: {case['unsup']}"
    right = got is None or same(expected, got) if case["error"] else same(expected, got)
    return Outcome(right, case["case"], case["node"], expected, got)


def same(expected: Any, got: Any) -> bool:
    """Tell whether a result is the expected one; numbers may be rounded."""
    if isinstance(expected, Decimal) and isinstance(got, Decimal):
        return abs(expected - got) <= _CLOSE * max(Decimal(1), abs(expected))
    if isinstance(expected, list) and isinstance(got, list):
        return len(expected) == len(got) and all(map(same, expected, got))
    if isinstance(expected, dict) and isinstance(got, dict):
        return expected.keys() == got.keys() and all(
            same(one, got[name]) for name, one in expected.items()
        )
    if isinstance(expected, bool | str | None) or isinstance(got, bool | str | None):
        return type(expected) is type(got) and bool(expected == got)
    return _text(expected) == _text(got)


def _text(value: Any) -> str:
    """Return a value as text that is alike for alike values."""
    try:
        return json.dumps(encode(value), sort_keys=True)
    except Exception as error:  # noqa: BLE001 - a result that cannot be written is another one
        return f"{type(error).__name__} {value!r}"


def _value(node: ElementTree.Element | None) -> Any:
    """Return the value that an input or expected result spells."""
    if node is None or node.get(f"{XSI}nil") == "true":
        return None
    items = node.find("list")
    if items is not None:
        nil = items.get(f"{XSI}nil") == "true"
        return None if nil else [_value(item) for item in items.findall("item")]
    components = node.findall("component")
    if components:
        return {str(one.get("name")): _value(one) for one in components}
    value = node.find("value")
    if value is None or value.get(f"{XSI}nil") == "true":
        return None
    kind = (value.get(f"{XSI}type") or "xsd:string").rpartition(":")[2]
    return _typed(kind, value.text or "")


def _typed(kind: str, text: str) -> Any:
    """Return the value of an XML Schema type."""
    if kind == "string":
        return text
    text = text.strip()
    if kind == "boolean":
        return text in {"true", "1"}
    if kind in _MAKERS:
        return _made(kind, text)
    try:
        return Decimal(text)
    except InvalidOperation:
        return text


def _neutral(value: Any) -> Any:
    """Return the value that the neutral form spells."""
    if isinstance(value, list):
        return [_neutral(one) for one in value]
    if not isinstance(value, dict):
        return value
    ((kind, inner),) = value.items()
    if kind == "num":
        return Decimal(inner)
    if kind == "ctx":
        return {name: _neutral(one) for name, one in inner.items()}
    return _made(kind, inner)


def _made(kind: str, text: str) -> Any:
    """Return a date, time, moment or duration, read by FEEL."""
    outcome = feel.compile_expression(f'{_MAKERS[kind]}("{text}")').evaluate({})
    return f"{kind} {text}" if outcome.value is None else outcome.value
