"""`advance`: one command in, everything it changed out. Pure: no database, no clock, no network."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from engine.bpmn import (
    adhoc,
    bubbling,
    compensation,
    due,
    events,
    keys,
    loops,
    opening,
    operating,
    standstill,
)
from engine.bpmn import document as documents
from engine.bpmn.bundle import Bundle
from engine.bpmn.case import MAX_VISITS, Case, Pick, is_whole
from engine.bpmn.diagram import Node
from engine.bpmn.document import OPEN, ROOT, WAIT, Document, Token
from engine.bpmn.elements import ENTER, complex_gateway, inclusive
from engine.bpmn.scopes import Visible
from engine.bpmn.state import Clocks
from engine.bpmn.timers import LOCAL
from engine.errors import AlreadyDone, ModelFault, NotFound, Stale
from engine.feel import tagged
from engine.model import (
    Command,
    Complete,
    Deliver,
    FinishJob,
    FireTimer,
    ModelFailure,
    Operation,
    Signal,
    Start,
    Step,
    ThrowError,
    Value,
)


def advance(
    bundle: Bundle,
    process_id: str,
    document: Mapping[str, Any] | None,
    command: Command,
    now: datetime,
    clocks: Clocks,
) -> Step:
    """Carry out `command` on a case and run it to its next wait states.

    `document` is the stored state, `None` for `Start`; it is never changed. `now` is an aware
    moment. `clocks` are the legal clocks of the case: they are moved along.

    The job of a command (FireTimer, FinishJob, ThrowError that is handled) is used up and not
    named in `jobs_dropped`; a timer that fires again, or whose term moved, comes back in
    `jobs_wanted` under the same token. A term's timer that is not due yet is only wanted anew.

    Raises NotFound when the process, its start event or the token never existed, AlreadyDone when
    the token is gone, Stale when it waits for something else, and ModelFault when the diagram has
    no answer; then nothing happened.
    """
    case = begin(bundle, process_id, document, now, clocks)
    return finish(case, command)


def begin(
    bundle: Bundle,
    process_id: str,
    document: Mapping[str, Any] | None,
    now: datetime,
    clocks: Clocks,
) -> Case:
    """Return a case unpacked for one step. Raises NotFound when there is no such process."""
    bundle.diagram(process_id)
    state = Document(process_id) if document is None else documents.read(document)
    return Case(bundle, state, now, clocks)


def finish(case: Case, command: Command, pick: Pick | None = None) -> Step:
    """Carry out `command` and run; `pick` chooses the next of several ready tokens.

    Every order of concurrent tokens is legal; without `pick` it is depth first.
    """
    with _storable(case):
        _carry_out(case, command)
    return settle(case, pick)


def settle(case: Case, pick: Pick | None = None) -> Step:
    """Run whatever can go on and return the step; of a case that nobody changed, none does."""
    with _storable(case):
        _run(case, pick)
        due.follow_terms(case)
        _fields(case)
        case.record.standstill = standstill.found(case)
    return case.record.step(documents.write(case.document), ended=case.ended)


@contextmanager
def _storable(case: Case) -> Iterator[None]:
    """Let a value that no case can keep, a function for one, be a fault of the diagram."""
    try:
        yield
    except tagged.NotStorable as refused:
        facts = {"element": case.at, "result": str(refused)}
        raise ModelFault("value_not_storable", **facts) from None


def visible(document: Mapping[str, Any], token: str | None = None) -> dict[str, Value]:
    """Return the variables that a token sees, or those of the root process.

    Raises NotFound when the token is not there.
    """
    state = documents.read(document)
    if token is None:
        return dict(Visible(state, None, ROOT))
    found = state.tokens.get(token)
    if found is None:
        raise NotFound("token_not_found", token=token)
    return dict(Visible(state, found, found.scope))


# --- commands ------------------------------------------------------------------------------------


def _carry_out(case: Case, command: Command) -> None:
    fresh = not case.document.scopes
    if isinstance(command, Start):
        if not fresh:
            raise AlreadyDone("case_started")
        opening.open_case(case, command)
        return
    if fresh:
        raise NotFound("case_not_started")
    if isinstance(command, Signal):
        bubbling.broadcast(case, command.signal, dict(command.values))
    elif isinstance(command, Operation):
        operating.carry_out(case, command)
    else:
        _move_token(case, command)


def _move_token(
    case: Case, command: Complete | FinishJob | ThrowError | FireTimer | Deliver
) -> None:
    token = case.document.find(command.token)
    case.at = case.node(token).origin
    if isinstance(command, Complete):
        _finish(case, token, "human", command.values)
    elif isinstance(command, FinishJob):
        _finish(case, token, "job", command.values)
    elif isinstance(command, ThrowError):
        _throw(case, token, command)
    elif isinstance(command, FireTimer):
        _fire_timer(case, token)
    else:
        _deliver(case, token, command)


def _finish(case: Case, token: Token, behaviour: str, values: Mapping[str, Value]) -> None:
    node = case.node(token)
    if token.state != OPEN or node.behaviour != behaviour:
        raise Stale("token_waits_for_something_else", token=token.id, element=node.origin)
    if behaviour == "human":
        case.record.task_closed(token.id, completed=True)
    case.give_outputs(token, node, values)
    case.leave(token)


def _throw(case: Case, token: Token, command: ThrowError) -> None:
    node = case.node(token)
    if token.state != OPEN or node.behaviour != "job":
        raise Stale("token_waits_for_something_else", token=token.id, element=node.origin)
    handler = bubbling.handler_of(case, token, command.error_code)
    if handler is None:
        case.record.failed = ModelFailure(node.origin, command.error_code)
        return
    token.state = WAIT  # its job is the one that threw: not to be dropped
    events.fire(case, handler, dict(command.values))


def _fire_timer(case: Case, token: Token) -> None:
    node = case.node(token)
    if token.state != WAIT or node.event.kind != "timer":
        raise Stale("token_waits_for_something_else", token=token.id, element=node.origin)
    when = due.term_due(case, node) if node.event.rule == "term" else token.due
    if when is not None and datetime.fromisoformat(when) <= case.now:
        token.due = when
        events.fire(case, token)
    elif node.event.rule == "term":
        token.due = None
        due.move_timer(case, token, node, when)
    else:
        raise Stale("timer_not_due", token=token.id, element=node.origin, due=when)


def _deliver(case: Case, token: Token, command: Deliver) -> None:
    node = case.node(token)
    waits = token.state == WAIT and node.event.kind == "message"
    if not waits or node.event.name != command.message:
        raise Stale("token_waits_for_something_else", token=token.id, element=node.origin)
    keys.taken(case, token.scope, node, command.values)
    events.fire(case, token, dict(command.values))


# --- running -------------------------------------------------------------------------------------


SETTLING = frozenset({"inclusive", "complex"})
LISTENING = frozenset({"catch", "event_gateway"})
SPLITTING = frozenset({"parallel", "inclusive"})


def _run(case: Case, pick: Pick | None) -> None:
    while True:
        _follow(case)
        if case.queue:
            place = pick(len(case.queue)) if pick else 0
            token = case.document.tokens.get(case.queue.pop(place))
            if token is not None:
                _enter(case, token)
        elif not _settle(case):
            return


def _follow(case: Case) -> None:
    """Do what must happen before the next token goes: loops go on, events listen, fire.

    Catching events are armed in the moment in which they are reached, and the conditions of flows
    out of an activity are looked at in the moment in which it is left (BPMN 2.0.2 §13.3.1); what a
    step produced goes before older tokens (depth first).
    """
    first: list[str] = []
    while case.returned or case.fresh or case.completed or (case.changed and case.conditions):
        if case.completed:
            adhoc.look(case, case.completed.pop())
        elif case.returned:
            _return(case, *case.returned.pop(0))
        elif case.fresh:
            token = case.document.tokens.get(case.fresh.pop(0))
            if token is not None and _at_once(case.node(token)):
                _enter(case, token)
            elif token is not None:
                first.append(token.id)
        else:
            bubbling.conditions(case)
    case.queue[:0] = first


def _at_once(node: Node) -> bool:
    """Say whether a node lets no other token go first: it listens, or splits for an activity."""
    splits = node.shown is None and node.behaviour in SPLITTING and len(node.incoming) == 1
    return splits or node.behaviour in LISTENING


def _return(case: Case, parent: str, child: Token) -> None:
    """Tell a loop or a compensation that one of its own is done."""
    whole = case.document.tokens.get(parent)
    if whole is not None and child.number is not None:
        loops.child_done(case, whole, child)
    elif whole is not None:
        compensation.child_done(case, whole)


def _enter(case: Case, token: Token) -> None:
    node = case.node(token)
    case.visits += 1
    case.at = node.origin
    if case.visits > MAX_VISITS:
        raise ModelFault("too_many_steps", element=node.origin, limit=MAX_VISITS)
    if node.start_quantity > 1 and token.number is None and not adhoc.enough(case, token, node):
        return
    case.announce(token, node)
    if token.number is None:
        events.arm_boundaries(case, token, node)
    if is_whole(token, node):
        loops.begin(case, token, node)
    else:
        ENTER[node.behaviour](case, token, node)


def _settle(case: Case) -> bool:
    """Let a gateway go on that waits for nobody any more; return whether there was one."""
    for token in list(case.document.tokens.values()):
        node = case.node(token)
        if token.state != WAIT or node.behaviour not in SETTLING:
            continue
        if node.behaviour == "inclusive" and inclusive.settle(case, token, node):
            return True
        if (
            node.behaviour == "complex"
            and token.watch
            and complex_gateway.settle(case, token, node)
        ):
            return True
    return False


def fields(
    bundle: Bundle, process_id: str, values: Mapping[str, Value], now: datetime
) -> Mapping[str, Value]:
    """Return the search fields that a case of a process has with these values."""
    found = {}
    for field in bundle.diagram(process_id).fields:
        assert field.source.expression is not None
        outcome = field.source.expression.evaluate(values, now=now.astimezone(LOCAL))
        found[field.target] = outcome.value
    return found


def _fields(case: Case) -> None:
    """Evaluate the search fields of the root process; report those that changed."""
    fields = case.bundle.diagram(case.document.process).fields
    if not fields:
        return
    context = case.root()
    for field in fields:
        assert field.source.expression is not None
        outcome = field.source.expression.evaluate(context, now=case.local_now)
        value = tagged.encode(outcome.value)
        if value != case.document.fields.get(field.target):
            case.document.fields[field.target] = value
            case.record.fields[field.target] = value
