"""How a built-in is declared and called (DMN 1.5 §10.3.4): parameters, overloads, nulls."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from engine.feel.faults import Fault, Run, checked_size, weight
from engine.feel.timemath import midnight
from engine.feel.values import Function, Value, kind

_SHORT = {
    "moment": "date and time",
    "days": "days and time duration",
    "months": "years and months duration",
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: the kinds it takes (None: any, null too), and whether it may be left out."""

    name: str
    kinds: frozenset[str] | None
    optional: bool
    many: bool
    nullable: bool = True


@dataclass(frozen=True, slots=True)
class Signature:
    """One way to call a function."""

    parameters: tuple[Parameter, ...]
    implementation: Callable[..., Value]
    needs_run: bool
    effort: int = 1


def _parameter(text: str) -> Parameter:
    name, _, kinds = (part.strip() for part in text.partition(":"))
    optional, many = kinds.endswith(("?", "?!")), kinds.endswith("*")
    words = [_SHORT.get(word, word) for word in kinds.rstrip("?*!").split("|")]
    taken = None if words == ["any"] else frozenset(words)
    return Parameter(name, taken, optional, many, nullable=not kinds.endswith("!"))


def _calling(name: str, signatures: Sequence[Signature]) -> Callable[..., Value]:
    """Return the call of a built-in: by the first of `signatures` that takes the arguments."""

    def call(args: Sequence[Value], named: Mapping[str, Value] | None, run: Run) -> Value:
        problem = Fault("wrong_arguments")
        for signature in signatures:
            try:
                bound = (
                    _by_position(signature, args) if named is None else _by_name(signature, named)
                )
            except Fault as fault:
                problem = fault
                continue
            run.tick(1 + signature.effort * sum(map(weight, bound)))
            result = signature.implementation(*((run, *bound) if signature.needs_run else bound))
            run.tick(weight(result))
            return checked_size(result)
        problem.facts.setdefault("function", name)
        raise problem

    return call


def _by_position(signature: Signature, args: Sequence[Value]) -> list[Value]:
    parameters = signature.parameters
    given = len(args)
    if parameters and parameters[-1].many:
        fixed = len(parameters) - 1
        bound = _by_position_fixed(parameters[:fixed], args[:fixed])
        return [*bound, [fitted(parameters[-1], arg) for arg in args[fixed:]]]
    if given > len(parameters):
        raise Fault("too_many_arguments", limit=len(parameters))
    return _by_position_fixed(parameters, args)


def _by_position_fixed(parameters: Sequence[Parameter], args: Sequence[Value]) -> list[Value]:
    given = len(args)
    bound: list[Value] = []
    for place, parameter in enumerate(parameters):
        if place < given:
            bound.append(fitted(parameter, args[place]))
        elif parameter.optional:
            bound.append(None)
        else:
            raise Fault("missing_argument", parameter=parameter.name)
    return bound


def _by_name(signature: Signature, named: Mapping[str, Value]) -> list[Value]:
    known = {parameter.name for parameter in signature.parameters}
    for name in named:
        if name not in known:
            raise Fault("unknown_parameter", parameter=name)
    bound: list[Value] = []
    for parameter in signature.parameters:
        if parameter.name not in named:
            if not parameter.optional:
                raise Fault("missing_argument", parameter=parameter.name)
            bound.append(None)
        elif parameter.many:
            value = named[parameter.name]
            bound.append(value if isinstance(value, list) else [value])
        else:
            bound.append(fitted(parameter, named[parameter.name]))
    return bound


def fitted(parameter: Parameter, value: Value) -> Value:
    """Return `value` as the parameter takes it, after the implicit conversions of §10.3.2.9.4.

    Raises Fault when it does not fit.
    """
    kinds = parameter.kinds
    if kinds is None:
        return value
    what = kind(value)
    if what in kinds:
        return Decimal(value) if type(value) is int else value
    if value is None:
        if parameter.optional and parameter.nullable:
            return None
        raise Fault("null_argument", parameter=parameter.name)
    if "list" in kinds:
        return [value]
    if what == "list" and len(value) == 1 and kind(value[0]) in kinds:
        return value[0]
    if what == "date" and "date and time" in kinds:
        return midnight(value)
    raise Fault("wrong_argument", parameter=parameter.name, value=what)


BUILTINS: dict[str, Function] = {}
_SIGNATURES: dict[str, list[Signature]] = {}


def function(
    name: str, *parameters: str, needs_run: bool = False, effort: int = 1
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare an implementation of the built-in `name`.

    Each parameter reads "name: kind|kind", with "?" when it may be left out or null, "?!" when it
    may be left out but not null, and "*" when it takes all further arguments as one list. The
    implementation gets one value per parameter, and the run before them when `needs_run`.
    `effort` is how often it goes through a list or text that it is given.
    """
    declared = tuple(_parameter(text) for text in parameters)

    def declare(implementation: Callable[..., Any]) -> Callable[..., Any]:
        signatures = _SIGNATURES.setdefault(name, [])
        signatures.append(Signature(declared, implementation, needs_run, effort))
        if name not in BUILTINS:
            names = tuple(parameter.name for parameter in declared)
            BUILTINS[name] = Function(name, names, _calling(name, signatures))
        return implementation

    return declare
