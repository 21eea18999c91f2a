"""Where closures find variables, and the functions that analysts write. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from engine.feel.faults import MAX_CALLS_DEEP, Exhausted, Fault, Place, Run, checked_size
from engine.feel.kinds import Type, conforms, fit
from engine.feel.values import Function, Value

Variables = Mapping[str, Value]
Code = Callable[[Variables, Run], Value]  # a compiled expression


class Scope(dict[str, Value]):
    """A few names, and all names of the scope around them."""

    __slots__ = ("outer",)

    def __init__(self, names: Mapping[str, Value], outer: Variables) -> None:
        super().__init__(names)
        self.outer = outer

    def __missing__(self, name: str) -> Value:
        """Return the value of a name of the scope around. Raises KeyError."""
        return self.outer[name]


def guarded(place: Place, code: Code) -> Code:
    """Return `code` with every Fault turned into null and a warning at `place`."""

    def guard(variables: Variables, run: Run) -> Value:
        try:
            return code(variables, run)
        except Fault as fault:
            run.warn(fault.code, place, fault.facts)
            return None

    return guard


def user_function(
    parameters: Sequence[str], types: Sequence[Type], body: Code, scope: Variables
) -> Function:
    """Return the function that an analyst wrote, which sees the scope it was written in."""

    def call(args: Sequence[Value], named: Mapping[str, Value] | None, run: Run) -> Value:
        if named is not None:
            args = _in_order(parameters, named)
        if len(args) != len(parameters):
            raise Fault("wrong_arguments", function="function", limit=len(parameters))
        names: dict[str, Value] = {}
        for name, wanted, value in zip(parameters, types, args, strict=True):
            names[name] = fitting = fit(value, wanted)
            if not conforms(fitting, wanted):
                raise Fault("wrong_argument", function="function", parameter=name)
        run.tick()
        run.deep += 1
        if run.deep > MAX_CALLS_DEEP:
            raise Exhausted("too_deep", limit=MAX_CALLS_DEEP)
        result = body(Scope(names, scope), run)
        run.deep -= 1
        return checked_size(result)

    return Function("function", tuple(parameters), call, tuple(types))


def _in_order(parameters: Sequence[str], named: Mapping[str, Value]) -> list[Value]:
    """Return the arguments in order; one that is not given is null (DMN 1.5 §10.3.2.13.5)."""
    for name in named:
        if name not in parameters:
            raise Fault("unknown_parameter", function="function", parameter=name)
    return [named.get(name) for name in parameters]
