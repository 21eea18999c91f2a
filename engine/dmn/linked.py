"""A model with its logic compiled and its imports at hand: what a run of decisions works with.

No XML, no database, no clock, no network.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from engine.dmn.closures import function
from engine.dmn.logic import compile_logic
from engine.dmn.model import Decision, FunctionDefinition, InputData, Knowledge, Parts, Service
from engine.dmn.types import ANY, Type
from engine.feel import Function, faults
from engine.feel.faults import Fault
from engine.feel.scope import Code, Scope
from engine.model import Value

Serve = Callable[["Linked", Service, Sequence[Value], faults.Run], Value]


class Linked:
    """One model, compiled; `imports` are the linked models by namespace. Immutable once made.

    `serve` runs a decision service for a FEEL expression that calls it.
    """

    __slots__ = ("_functions", "codes", "imports", "names", "parts")

    def __init__(self, parts: Parts, imports: Mapping[str, Linked], serve: Serve) -> None:
        self.parts = parts
        self.imports = dict(imports)
        self.names = parts.names()
        self.codes: dict[str, Code] = {
            key: compile_logic(one.logic) for key, one in parts.decisions.items()
        }
        self._functions: dict[str, Function] = {}
        scopes: dict[str, dict[str, Value]] = {}
        for key, one in parts.knowledge.items():
            scopes[key] = {}
            self._functions[key] = _knowledge(one, scopes[key])
        for key, service in parts.services.items():
            self._functions[key] = self._service(service, serve)
        for key, one in parts.knowledge.items():
            scopes[key][one.name] = self._functions[key]
            self.add_functions(one.knows, scopes[key])

    def locate(self, key: str) -> tuple[Linked, str]:
        """Return the model in which `id` or `namespace#id` stands, and its id there."""
        namespace, _, inner = key.rpartition("#")
        return (self.imports[namespace], inner) if namespace else (self, key)

    def space(self, key: str) -> str:
        """Return the name of the import that something comes from, empty when it has none."""
        namespace = key.rpartition("#")[0]
        return self.parts.spaces.get(namespace, "") if namespace else ""

    def function(self, key: str) -> Function:
        """Return a knowledge model or decision service as a function."""
        return self._functions[key]

    def add_functions(self, keys: Sequence[str], scope: dict[str, Value]) -> None:
        """Let a scope see knowledge models and services."""
        for key in keys:
            where, inner = self.locate(key)
            one = where.parts.knowledge.get(inner) or where.parts.services[inner]
            put(scope, self.space(key), one.name, where.function(inner))

    def needed(self, key: str, known: Collection[str]) -> list[Decision]:
        """Return a decision after what it requires here, but nothing that is `known` already."""
        wanted = {key}
        for one in reversed(tuple(self.parts.decisions.values())):
            if one.id in wanted and one.id not in known:
                wanted.update(one.requires)
        return [
            one for one in self.parts.decisions.values() if one.id in wanted and one.id not in known
        ]

    def _service(self, service: Service, serve: Serve) -> Function:
        """Return a decision service as a function: input data first, then input decisions."""
        parameters: list[tuple[str, Type]] = [(one.name, one.type) for one in service.inputs]
        for key in service.given:
            where, inner = self.locate(key)
            decision = where.parts.decisions[inner]
            parameters.append((decision.name, decision.type))
        names = [name for name, _ in parameters]

        def body(scope: Mapping[str, Value], run: faults.Run) -> Value:
            return serve(self, service, [scope[name] for name in names], run)

        return function(service.name, parameters, body, service.type)


def _knowledge(one: Knowledge, scope: Mapping[str, Value]) -> Function:
    """Return a knowledge model as a function; it sees its parameters and what it requires."""
    definition: FunctionDefinition = one.function
    if one.broken or definition.body is None:
        return function(one.name, definition.parameters, _broken, ANY)
    inner = compile_logic(definition.body)

    def body(names: Mapping[str, Value], run: faults.Run) -> Value:
        return inner(Scope(names, scope), run)

    return function(one.name, definition.parameters, body, one.type.returns)


def _broken(_scope: Mapping[str, Value], _run: faults.Run) -> Value:
    raise Fault("not_executable")


def put(scope: dict[str, Value], space: str, name: str, value: Value) -> None:
    """Add a value to a scope, inside the context of the import that it comes from."""
    if not space:
        scope[name] = value
        return
    inside = scope.get(space)
    scope[space] = {**(inside if isinstance(inside, dict) else {}), name: value}


def input_value(one: InputData, inputs: Mapping[str, Value], spaces: Collection[str]) -> Value:
    """Return what was given for input data: by its name, or by its name inside that of an import.

    Raises KeyError when nothing was given.
    """
    if one.name in inputs:
        return inputs[one.name]
    for space in (one.space, *spaces):
        inside = inputs.get(space)
        if isinstance(inside, dict) and one.name in inside:
            return inside[one.name]
    raise KeyError(one.name)
