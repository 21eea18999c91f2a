"""The systems outside, each read from its OpenAPI 3.1 contract: what it holds, what one may ask.

A contract is a file of the process repository (`koppelingen/<system>.yaml`). It says what goes to a
system and what comes back, whichever way it is connected; `x-procesregie` says which register of
ours holds the same. References stay within the file, and are put in while it is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError

from engine import yaml
from engine.errors import BpmnError, Finding, InvalidModel, ModelFault
from engine.runtime import Runtime

FOLDER = "koppelingen"
MOST_BYTES = 500_000
MOST_DEEP = 30
METHODS = ("get", "put", "post", "delete")
OURS = "x-procesregie"
_PLACES = {"path": "in_path", "query": "in_query"}
Schema = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Native:
    """What of our own does the same: a register that is read or written, or a check of a number.

    The others are names in the contract: `number` what a thing is known by, `reference` what a
    write gives back, `valid` and `shown` what a check gives, `valid_from` and `reason` what goes
    with a version. `names` are our fields by those of the contract, where they differ. A `sheet`
    is how its records travel as a CSV, known on both sides by `key`.
    """

    register: str = ""
    writes: bool = False
    check: str = ""
    number: str = ""
    reference: str = ""
    valid: str = ""
    shown: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    valid_from: str = ""
    reason: str = ""
    sheet: str = ""
    key: str = ""

    def field_of(self, name: str) -> str:
        """Return our name of what the contract calls `name`."""
        return self.names.get(name, name)


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that may be asked: `takes` and `gives` are JSON Schemas of an object."""

    name: str
    title: str
    method: str
    path: str
    takes: Schema
    gives: Schema
    in_path: tuple[str, ...] = ()
    in_query: tuple[str, ...] = ()
    native: Native | None = None
    probe: bool = False

    @property
    def writes(self) -> bool:
        """Tell whether it changes something on the other side."""
        return self.method != "get"


@dataclass(frozen=True, slots=True)
class System:
    """One system outside: its name, its Dutch title, what it holds, and its operations by name."""

    name: str
    title: str
    holds: str
    about: str
    operations: Mapping[str, Operation]

    @property
    def asked(self) -> tuple[Operation, ...]:
        """Return what a diagram may ask."""
        return tuple(each for each in self.operations.values() if not each.probe)

    @property
    def probe(self) -> Operation | None:
        """Return the operation that only tells whether the system answers."""
        return next((each for each in self.operations.values() if each.probe), None)

    @property
    def sheets(self) -> Mapping[str, Operation]:
        """Return what travels as a CSV: name of the sheet → the operation that reads one."""
        return {e.native.sheet: e for e in self.asked if e.native is not None and e.native.sheet}


Systems = Mapping[str, System]


def systems(runtime: Runtime) -> Systems:
    """Return the systems by name. Raises InvalidModel with every finding."""
    return _read_folder(Path(runtime.settings.processes) / FOLDER)


def named(runtime: Runtime, system: object, operation: object) -> tuple[System, Operation]:
    """Return what a diagram names. Raises ModelFault."""
    found = systems(runtime).get(str(system))
    if found is None:
        raise ModelFault("connector_unknown", system=str(system)[:60])
    what = found.operations.get(str(operation))
    if what is None or what.probe:
        raise ModelFault("connector_operation", system=found.title, operation=str(operation)[:60])
    return found, what


@lru_cache(maxsize=32)
def _read_folder(folder: Path) -> Systems:
    found: dict[str, System] = {}
    findings: list[Finding] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            found[path.stem] = read_contract(path.stem, path.read_bytes())
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as wrong:
            place = f"{FOLDER}/{path.name}"
            findings.append(Finding(place, "connector.contract", facts={"detail": str(wrong)}))
    if findings:
        raise InvalidModel(findings)
    return MappingProxyType(found)


def read_contract(name: str, data: bytes) -> System:
    """Return the system that a contract describes.

    Raises ValueError (KeyError, TypeError and the like where something is not there) when it is no
    contract as we read them.
    """
    if len(data) > MOST_BYTES:
        raise ValueError("too large")
    try:
        raw = yaml.load(data)
    except yaml.YAMLError as wrong:
        raise ValueError(str(wrong)) from wrong
    if not str(raw["openapi"]).startswith("3.1."):
        raise ValueError("not OpenAPI 3.1")
    info = raw["info"]
    operations = {each.name: each for each in _operations(raw)}
    about = " ".join(info["description"].split())
    return System(name, info["title"], info["summary"], about, MappingProxyType(operations))


def _operations(raw: Mapping[str, Any]) -> Iterator[Operation]:
    for path, methods in raw["paths"].items():
        for method in METHODS:
            if method in methods:
                yield _operation(path, method, _put_in(methods[method], raw))


def _operation(path: str, method: str, told: Mapping[str, Any]) -> Operation:
    body = told.get("requestBody", {"content": {"application/json": {"schema": {}}}})
    schema = body["content"]["application/json"]["schema"]
    properties, required = dict(schema.get("properties", {})), list(schema.get("required", []))
    places: dict[str, tuple[str, ...]] = {"in_path": (), "in_query": ()}
    for each in told.get("parameters", ()):
        place = _PLACES.get(each["in"])
        if place is not None:
            places[place] += (each["name"],)
            properties[each["name"]] = each["schema"]
            required += [each["name"]] if each.get("required") else []
    takes = {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }
    gives = told["responses"]["200"]["content"]["application/json"]["schema"]
    for each in (takes, gives):
        _well_formed(each)
    ours = told.get(OURS, {})
    return Operation(
        name=told["operationId"],
        title=told["summary"],
        method=method,
        path=path,
        takes=takes,
        gives=gives,
        native=_native(ours),
        probe=bool(ours.get("probe")),
        **places,
    )


def _well_formed(schema: Schema) -> None:
    try:
        Draft202012Validator.check_schema(schema)
    except SchemaError as wrong:
        raise ValueError(wrong.message) from wrong


def _native(ours: Mapping[str, Any]) -> Native | None:
    told = {name: value for name, value in ours.items() if name not in {"does", "probe"}}
    return Native(**told, writes=ours.get("does") == "write") if told else None


def _put_in(node: Any, raw: Mapping[str, Any], deep: int = 0) -> Any:
    """Return a part of the contract with what it refers to in its place."""
    if deep > MOST_DEEP:
        raise ValueError("too deep, or a reference that leads to itself")
    if isinstance(node, list):
        return [_put_in(each, raw, deep + 1) for each in node]
    if not isinstance(node, dict):
        return node
    if "$ref" not in node:
        return {key: _put_in(value, raw, deep + 1) for key, value in node.items()}
    path = str(node["$ref"])
    if not path.startswith("#/"):
        raise ValueError(f"{path}: only what stands in the same file")
    found: Any = raw
    for part in path[2:].split("/"):
        found = found[part]
    return _put_in(found, raw, deep + 1)


def refused(system: System, operation: Operation, reason: str, message: str = "") -> BpmnError:
    """Return the modelled error of a system that does not do what was asked."""
    facts = {"system": system.title, "operation": operation.title}
    return BpmnError("system_refused", {**facts, "reason": reason, "message": message})
