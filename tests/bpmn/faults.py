"""Faults that the fuzz has to find: each a small change in the text of a function of the engine.

A function keeps its identity and gets other code, so that everyone who calls it has the fault.
"""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

from hypothesis import given

from engine.bpmn import (
    adhoc,
    bubbling,
    compensation,
    document,
    due,
    ending,
    events,
    joins,
    loops,
    run,
    scopes,
)
from engine.bpmn.bundle import Bundle
from engine.bpmn.case import Case
from engine.bpmn.elements import complex_gateway, exclusive, inclusive, parallel
from tests.bpmn.driving import loaded
from tests.bpmn.random_models import NORMAL, Model, ring, some
from tests.bpmn.token_model import TooMany
from tests.bpmn.token_more import AllTokens
from tests.bpmn.watching import play


@dataclass(frozen=True)
class Fault:
    """What is wrong, the ring of models to look in first, and the change that makes it so."""

    name: str
    ring: str
    function: Callable[..., Any]
    was: str
    becomes: str


FAULTS = (
    Fault(
        "an exclusive gateway always takes the default flow",
        "blocks",
        exclusive.enter,
        "if case.holds(",
        "if False and case.holds(",
    ),
    Fault(
        "a parallel join waits for one token only", "blocks", joins.parallel_ready, "all(", "any("
    ),
    Fault(
        "an inclusive join waits for nobody",
        "blocks",
        joins.inclusive_ready,
        "not any(",
        "not all(",
    ),
    Fault(
        "an event at the border listens on when its activity is left",
        "blocks",
        Case.remove,
        "self.watching(token.id):",
        "self.watching(token.id)[1:]:",
    ),
    Fault(
        "an event that does not interrupt fires once only",
        "blocks",
        events._fire_boundary,
        'elif node.event.kind == "timer" and',
        "elif True and",
    ),
    Fault(
        "an event at the border interrupts though it should not",
        "blocks",
        events._fire_boundary,
        "if node.interrupting:",
        "if True:",
    ),
    Fault(
        "an event sub-process interrupts nothing",
        "blocks",
        events._fire_handler,
        "case.cancel(other)",
        "case.alive(other)",
    ),
    Fault(
        "a timer cycle fires once too often",
        "blocks",
        due.again,
        "token.left == 1",
        "token.left == 0",
    ),
    Fault(
        "a completion condition is ignored",
        "blocks",
        loops._is_complete,
        "if rule.completion is None:",
        "if True:",
    ),
    Fault(
        "the loop counter starts at 0",
        "blocks",
        loops._instance,
        "Decimal(number)",
        "Decimal(number - 1)",
    ),
    Fault(
        "results are kept in the order of completion",
        "blocks",
        loops._collect,
        "[child.number - 1]",
        '[state["done"] - 1]',
    ),
    Fault(
        "a standard loop goes round once too often",
        "blocks",
        loops._is_over,
        "done >= rule.maximum",
        "done > rule.maximum",
    ),
    Fault(
        "a new variable of an instance lands in the process",
        "blocks",
        scopes.home,
        "return new or last",
        "return last",
    ),
    Fault(
        "how often a timer still fires is not saved",
        "blocks",
        document._pack_token,
        "is not None",
        'is not None and name != "left"',
    ),
    Fault(
        "that an instance has variables of its own is not saved",
        "blocks",
        document._pack_scope,
        "scope.own or None",
        "None",
    ),
    Fault(
        "terminate ends what stands around it too",
        "blocks",
        ending.finish,
        "case.in_scope(token.scope)",
        "list(case.document.tokens.values())",
    ),
    Fault(
        "an error for any code goes before one with the code",
        "events",
        bubbling._catching,
        "(code, None)",
        "(None, code)",
    ),
    Fault(
        "a signal reaches the first that waits only",
        "events",
        bubbling.broadcast,
        "event.name == signal:",
        "event.name == signal and not taken:",
    ),
    Fault(
        "a condition that stays true fires again",
        "events",
        bubbling.conditions,
        "if token.was and not before:",
        "if token.was:",
    ),
    Fault(
        "a called process gives nothing back",
        "events",
        Case._results,
        "for name in scope.written",
        "for name in ()",
    ),
    Fault(
        "what was done first is undone first",
        "undoing",
        compensation._next,
        "todo.pop()",
        "todo.pop(0)",
    ),
    Fault(
        "what can be undone is not saved",
        "undoing",
        document._pack_scope,
        "scope.done or None",
        "None",
    ),
    Fault(
        "what was undone can be undone again",
        "undoing",
        compensation._taken,
        "scope.done = [",
        "_ = [",
    ),
    Fault(
        "an ad-hoc sub-process does not look at its completion condition",
        "rare",
        adhoc.look,
        "if node.completion is None or",
        "if True or",
    ),
    Fault(
        "a complex gateway counts one flow too few",
        "rare",
        complex_gateway._look,
        "Decimal(len(here))",
        "Decimal(len(here) - 1)",
    ),
    Fault(
        "an inclusive join does not wait for who may come by two ways",
        "graphs",
        inclusive.settle,
        "if not joins.inclusive_ready(node, here, tokens):",
        "if not here:",
    ),
)

# Both were in the engine once, and took more than 200 models to be found.
RARE = (
    Fault(
        "conditions of flows are looked at when other flows are gone",
        "graphs",
        run._at_once,
        "return splits or",
        "return",
    ),
    Fault(
        "an inclusive join swallows a second token on the same flow",
        "graphs",
        parallel.merge,
        'here.get(token.via or "", token)',
        "token",
    ),
)


@contextmanager
def planted(fault: Fault) -> Iterator[None]:
    """Let the engine have a fault for a while."""
    function: Any = fault.function
    source = textwrap.dedent(inspect.getsource(function))
    assert source.count(fault.was) == 1, f"no longer fits the engine: {fault.name}"
    space: dict[str, Any] = {}
    exec(source.replace(fault.was, fault.becomes), function.__globals__ | {}, space)
    sound, visits = function.__code__, vars(run)["MAX_VISITS"]
    function.__code__ = space[function.__name__].__code__
    vars(run)["MAX_VISITS"] = 1_000  # a fault may go round without end
    try:
        yield
    finally:
        function.__code__ = sound
        vars(run)["MAX_VISITS"] = visits


@cache
def models(name: str, most: int) -> list[tuple[Model, Bundle, AllTokens]]:
    """Return the first random models of a ring, compiled; the same ones every time."""
    found: list[Model] = []

    @some(most, shrink=False)
    @given(ring(name))
    def gather(model: Model) -> None:
        found.append(model)

    gather()
    return [(m, loaded(m.files), AllTokens(m.files, "p")) for m in found]


def found_by(fault: Fault, most: int) -> tuple[str, int] | None:
    """Return the ring and the number of the first model that shows a fault, `None` without one."""
    for name in sorted(NORMAL, key=lambda name: name != fault.ring):
        for number, (model, bundle, tokens) in enumerate(models(name, most), start=1):
            with planted(fault):
                sound = agrees(model, bundle, tokens)
            if not sound:
                assert agrees(model, bundle, tokens), f"not by the fault: {fault.name}\n{model}"
                return name, number
    return None


def agrees(model: Model, bundle: Bundle, tokens: AllTokens) -> bool:
    """Say whether the engine plays a model as the token model says, and without falling over."""
    try:
        play(model, bundle, tokens)
    except TooMany:
        return True
    except Exception:  # noqa: BLE001 - a fault may show itself in any way
        return False
    return True


if __name__ == "__main__":
    for one in (*FAULTS, *RARE):
        found = found_by(one, 2000 if one in RARE else 200) or ("NOT FOUND",)
        print(*found, "|", one.name)  # noqa: T201 - the figures
