"""Variables: reading through the scopes, writing where the name lives. Values are kept tagged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from typing_extensions import override

from engine.bpmn.document import Document, Scope, Token
from engine.feel import tagged
from engine.model import Value


class Visible(Mapping[str, Value]):
    """The variables that one token sees, nearest scope first; decoded when they are read.

    A called process sees its own variables only (what its caller passed in).
    """

    def __init__(
        self,
        document: Document,
        token: Token | None,
        scope: str,
        nearest: dict[str, Any] | None = None,
    ) -> None:
        layers = [nearest] if nearest else []
        layers += [token.vars] if token is not None and token.vars else []
        layers += [s.vars for s in chain(document, scope) if s.vars is not None]
        self._layers: list[dict[str, Any]] = layers
        self._decoded: dict[str, Value] = {}

    @override
    def __getitem__(self, name: str) -> Value:
        """Return the nearest value of `name`. Raises KeyError when nobody has it."""
        if name in self._decoded:
            return self._decoded[name]
        for layer in self._layers:
            if name in layer:
                return self._decoded.setdefault(name, tagged.decode(layer[name]))
        raise KeyError(name)

    @override
    def __iter__(self) -> Iterator[str]:
        """Yield every visible name once."""
        return iter({name: None for layer in reversed(self._layers) for name in layer})

    @override
    def __len__(self) -> int:
        """Return how many names are visible."""
        return len({name for layer in self._layers for name in layer})

    def tagged(self) -> dict[str, Any]:
        """Return all visible variables as tagged JSON."""
        merged: dict[str, Any] = {}
        for layer in reversed(self._layers):
            merged.update(layer)
        return merged


def chain(document: Document, scope: str) -> Iterator[Scope]:
    """Yield `scope` and the scopes around it, up to its own process."""
    current: Scope | None = document.scopes[scope]
    while current is not None:
        yield current
        if current.body == current.process or current.owner is None:
            return
        current = document.scopes[current.around or document.tokens[current.owner].scope]


def home(document: Document, scope: str, name: str) -> Scope:
    """Return the scope that a write of `name` goes to.

    The nearest scope that has the name; a new name goes to the nearest instance of a
    multi-instance activity, else to the process (called or root).
    """
    new: Scope | None = None
    last = document.scopes[scope]
    for around in chain(document, scope):
        if around.vars is not None and name in around.vars:
            return around
        if around.own and new is None:
            new = around
        last = around
    return new or last


def has(document: Document, scope: str, name: str) -> bool:
    """Say whether a scope or one around it has a variable called `name`."""
    return any(s.vars is not None and name in s.vars for s in chain(document, scope))


def put(variables: dict[str, Any], path: str, value: Any) -> tuple[str, Any, Any]:
    """Write tagged `value` at `path` (`a` or `a.b.c`) and return (name, old, new) of the variable.

    What was there before is never altered, only replaced: older documents keep their values.
    """
    name, *inner = path.split(".")
    old = variables.get(name)
    new = _nested(old, inner, value)
    variables[name] = new
    return name, old, new


def _nested(old: Any, path: list[str], value: Any) -> Any:
    if not path:
        return value
    context = dict(old) if isinstance(old, dict) else {}
    context[path[0]] = _nested(context.get(path[0]), path[1:], value)
    return context
