"""What an operator sees of the systems outside: how each is connected, and how that goes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.connectors import typed, wire
from engine.connectors.contracts import System, systems
from engine.connectors.serving import CALL
from engine.connectors.ways import Setup, Way, setup_of, setups
from engine.errors import BpmnError, EngineError, ModelFault, NotAllowed, NotFound
from engine.model import SYSTEM, Actor, Happened, HistoryKind, Permission
from engine.runtime import Runtime
from engine.store import exchanges as rows
from engine.store import history as trail
from engine.store.exchanges import ExchangeRow, Outcome

SOON = timedelta(days=1)
MOST_JOBS = 10_000
FAILED = "failed"


@dataclass(frozen=True, slots=True)
class View:
    """One system: how it is connected, what last went well and what did not, and what waits.

    `waits` counts work that will be tried again, `stuck` work that waits for an operator,
    `by_hand` what people still have to enter. `problem` is a code when it cannot be reached as it
    is set up.
    """

    system: System
    setup: Setup
    address: str
    last_done: datetime | None
    fault: ExchangeRow | None
    waits: int
    stuck: int
    by_hand: int
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Reached:
    """What came of a test: `code` is empty when the system answered as its contract says."""

    system: System
    way: Way
    code: str = ""
    facts: tuple[tuple[str, object], ...] = ()


def overview(runtime: Runtime, *, by: Actor) -> tuple[View, ...]:
    """Return every system, by name; the look is written down.

    Raises NotAllowed, and Unavailable when the operator's file cannot be used.
    """
    _must(runtime, by)
    found, chosen = systems(runtime), setups(runtime)
    with runtime.store.read() as tx:
        by_hand = rows.by_hand(tx)
        jobs = Counter(rows.waiting(tx, CALL, runtime.now() + SOON, MOST_JOBS))
        views = []
        for name, each in found.items():
            last = rows.last(tx, name, Outcome.DONE), rows.last(tx, name, Outcome.FAULT)
            waits = jobs[name, "open"] + jobs[name, "running"]
            counts = waits, jobs[name, FAILED], by_hand.get(name, 0)
            views.append(_view(runtime, (each, chosen[name]), last, counts))
    _note(runtime, HistoryKind.LIST_READ, by, list="connectors")
    return tuple(views)


def _view(
    runtime: Runtime,
    what: tuple[System, Setup],
    last: tuple[ExchangeRow | None, ExchangeRow | None],
    counts: tuple[int, int, int],
) -> View:
    (system, setup), (done, fault), (waits, stuck, by_hand) = what, last, counts
    address, problem = "", ""
    if setup.way is Way.HTTP:
        there = runtime.endpoints.get(setup.endpoint)
        address, problem = (there.url, "") if there else ("", "connector.endpoint")
    since = None if done is None else done.at
    return View(system, setup, address, since, fault, waits, stuck, by_hand, problem)


def reach(runtime: Runtime, *, system: str, by: Actor) -> Reached:
    """Ask a system whether it is there, and write that down; only `http` goes outside.

    Raises NotAllowed, NotFound, and Unavailable when the operator's file cannot be used.
    """
    _must(runtime, by)
    found = systems(runtime).get(system)
    if found is None:
        raise NotFound("connector_unknown", system=system[:60])
    setup = setup_of(runtime, found)
    told = Reached(found, setup.way)
    if setup.way is Way.HTTP and found.probe is not None:
        told = _reached(runtime, found, setup)
    _note(runtime, HistoryKind.SYSTEM_TESTED, by, name=found.title, code=told.code)
    return told


def _reached(runtime: Runtime, system: System, setup: Setup) -> Reached:
    assert system.probe is not None, "asked of a system with one"
    try:
        there = wire.endpoint_of(runtime, system, setup.endpoint)
        wire.call(there, system, system.probe, typed.request(system.probe, {}), "")
    except BpmnError as refusal:
        facts = {"system": system.title, "detail": refusal.values["reason"]}
        fault: EngineError = ModelFault("connector.answer", **facts)
    except EngineError as raised:
        fault = raised
    else:
        return Reached(system, setup.way)
    return Reached(system, setup.way, fault.code, tuple(fault.facts.items()))


def _must(runtime: Runtime, by: Actor) -> None:
    if by is not SYSTEM and not runtime.policy.can(by, Permission.OPERATE):
        raise NotAllowed("permission", permission=str(Permission.OPERATE))


def _note(runtime: Runtime, kind: HistoryKind, by: Actor, **meta: object) -> None:
    with runtime.store.write("connector.look") as tx:
        trail.log(tx, [Happened(kind, by, meta)], runtime.now())
