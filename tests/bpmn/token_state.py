"""The state of the token model: where tokens are, what runs, which variables there are.

A state is a flat dict; its keys are `(what, path)` or `(what, path, name)`. A path says where, as
`(node, number, node, number, …)` from the process inwards: the scope of a sub-process is the path
of that activity, an instance of a repeated activity has the path of the whole before its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from tests.bpmn.drawn import Flow, Graph, Node

Path = tuple[Any, ...]
Key = tuple[Any, ...]
Frozen = frozenset[tuple[Key, Any]]
Pairs = Iterable[tuple[str, Any]]
END = ""  # where a token stands that has nowhere to go
OF_SCOPE = ("at", "wait", "heads", "gate")  # what stands in a scope itself


class State(dict[Key, Any]):
    """One state: tokens on flows (`at`), what runs (`run`), variables (`vars`), and so on."""

    def __init__(self, graph: Graph, items: Iterable[tuple[Key, Any]] = ()) -> None:
        super().__init__(items)
        self.graph = graph

    def fork(self) -> State:
        return State(self.graph, self.items())

    def frozen(self) -> Frozen:
        return frozenset(self.items())

    def node(self, path: Path) -> Node:
        return self.graph.nodes[path[-2]]

    def new(self, scope: Path, name: str) -> Path:
        """Return the path of one more run of a node."""
        number = self["count", scope, name] = self.get(("count", scope, name), 0) + 1
        return (*scope, name, number)

    def log(self, name: str) -> None:
        """Note that an element was passed."""
        self["log", name] = self.get(("log", name), 0) + 1

    # --- tokens on flows -------------------------------------------------------------------

    def put(self, scope: Path, flows: list[Flow], times: int = 1) -> None:
        """Put tokens on flows; a path that leads nowhere ends by itself (§13.5.6)."""
        for place in [flow.id for flow in flows] or [END]:
            self["at", scope, place] = self.get(("at", scope, place), 0) + times

    def take(self, scope: Path, place: str) -> None:
        self["at", scope, place] -= 1
        if not self["at", scope, place]:
            del self["at", scope, place]

    def busy(self, scope: Path) -> bool:
        """Say whether anything is still going on in a scope."""
        return any(
            (key[0] in ("at", "wait") and key[1] == scope)
            or (key[0] == "run" and key[1][:-2] == scope)
            for key in self
        )

    def drop(self, path: Path) -> None:
        """Take away a run with everything in it."""
        for key in [k for k in self if k[0] != "log" and k[1][: len(path)] == path]:
            del self[key]

    def sweep(self, scope: Path, which: Callable[[Key], bool] = lambda _key: True) -> None:
        """Take away what goes on in a scope; the scope itself stays."""
        deep = len(scope)
        for key in [k for k in self if k[0] != "log" and k[1][:deep] == scope]:
            if (len(key[1]) > deep or key[0] in OF_SCOPE) and which(key):
                del self[key]

    # --- variables (§10.4) -----------------------------------------------------------------

    def seen(self, path: Path) -> dict[str, Any]:
        """Return the variables that are seen somewhere; the nearest goes first."""
        found: dict[str, Any] = {}
        for around in outwards(path):
            found = {**dict(self.get(("vars", around), ())), **found}
            if around[-2] in self.graph.processes:
                break
        return found

    def write(self, path: Path, pairs: Pairs) -> None:
        for name, written in pairs:
            home = self._home(path, name)
            held = {**dict(self.get(("vars", home), ())), name: written}
            self["vars", home] = frozenset(held.items())
            self["wrote", home] = self.get(("wrote", home), frozenset()) | {name}

    def _home(self, path: Path, name: str) -> Path:
        """Where the name lives; a new name in the nearest instance, else in the process."""
        new = None
        for around in outwards(path):
            loop = self.node(around).loop
            if name in dict(self.get(("vars", around), ())):
                return around
            if new is None and is_instance(around) and loop is not None and not loop.standard:
                new = around
            if around[-2] in self.graph.processes:
                return new or around
        raise AssertionError(path)

    # --- conditions ------------------------------------------------------------------------

    def holding(self, scope: Path, node: Node, **more: bool) -> list[Flow]:
        """Return the flows whose condition holds, else the default flow."""
        names = {**self.seen(scope), **more}
        chosen = [f for f in node.out if f.condition and value(f.condition, names) is True]
        return chosen or [f for f in node.out if f.id == node.default]

    def leaving(self, scope: Path, node: Node) -> list[Flow]:
        """Return the flows that are taken out of an activity or event (§13.3.1).

        Every flow without a condition, and every flow whose condition holds, else the default flow.
        """
        always = [f for f in node.out if not f.condition and f.id != node.default]
        return always + self.holding(scope, node)


def outwards(path: Path) -> Iterator[Path]:
    while path:
        yield path
        path = path[:-2]


def is_instance(path: Path) -> bool:
    """Say whether a path is one of a repeated activity: the same node stands before it."""
    return len(path) > 3 and path[-2] == path[-4]


class Names(dict[str, Any]):
    """Variables as FEEL sees them: a name that nobody knows is null."""

    def __missing__(self, name: str) -> Any:
        return {"true": True, "false": False}.get(name)


def value(text: str, names: Mapping[str, Any]) -> Any:
    """Return the value of the little FEEL that the models use; null where it has no answer."""
    python = text.strip().removeprefix("=").replace(" = ", " == ")
    try:
        return frozen(eval(python, {"__builtins__": {}}, Names(names)))
    except TypeError:
        return None


def entries(text: str, names: Mapping[str, Any]) -> Pairs:
    """Return the entries of a script: `{x: 1, y: x + 1}`, each sees those before it."""
    known = dict(names)
    for name, inner in re.findall(r'[{,]\s*"?(\w+)"?: ([^,}]*)', text):
        known[name] = value(inner, known)
        yield name, known[name]


def frozen(given: Any) -> Any:
    """Return lists as tuples, so that states can be kept in sets."""
    return tuple(frozen(item) for item in given) if isinstance(given, list) else given
