"""What a placed case needs in its new version: listeners armed, work defined anew, joins looked at.

One rule for all: what both versions define alike stays as it was evaluated when the token came;
what the new version defines otherwise is evaluated now. A timer keeps the moment at which it is
due.
"""

from __future__ import annotations

from collections.abc import Iterable

from engine.bpmn import due, events, joins, timers
from engine.bpmn.case import Case, is_whole, loop_kind
from engine.bpmn.diagram import Node, Text
from engine.bpmn.document import OPEN, WAIT, Token
from engine.bpmn.elements import ENTER, human, parallel
from engine.bpmn.migrating.placing import Placing
from engine.bpmn.migrating.plan import alike
from engine.bpmn.views import form_of
from engine.model import ElementMoved, TaskChanged

ALL_WORK = frozenset({"human", "job", "catch"})


def carry(case: Case, placing: Placing) -> tuple[TaskChanged, ...]:
    """Bring a case that was placed into agreement with its new diagrams.

    Returns the open tasks as the new version defines them; everything else is in `case.record`.
    Raises ModelFault when something of the new version cannot be evaluated.
    """
    for token in placing.withdrawn:
        if token.state == WAIT:
            case.disarm(token, placing.old[token.id])
        case.remove(token)
    tasks = []
    for identity, new in placing.new.items():
        token, old = case.document.tokens[identity], placing.old[identity]
        task = _work(case, token, old, new)
        if task is not None:
            tasks.append(task)
        _listen_at(case, placing, token, old, new)
    for scope in placing.now:
        _listen_in(case, placing, scope)
    _join(case, placing)
    return tuple(tasks)


def moved(case: Case, placing: Placing) -> tuple[ElementMoved, ...]:
    """Return the tokens whose element is another one now, or is called otherwise."""
    found = []
    for identity, new in placing.new.items():
        token, old = case.document.tokens.get(identity), placing.old[identity]
        if token is None or _label(token, old) == _label(token, new):
            continue
        found.append(ElementMoved(identity, *_label(token, new)))
    return tuple(found)


def _label(token: Token, node: Node) -> tuple[str, str, str, str]:
    kind = loop_kind(node) if is_whole(token, node) else node.kind
    return node.origin, node.process, node.name, kind


# --- work and events -----------------------------------------------------------------------------


def _work(case: Case, token: Token, old: Node, new: Node) -> TaskChanged | None:
    """Define what a token waits for as the new version does; return its task when it is one."""
    if token.state not in (OPEN, WAIT):
        return None
    if new.behaviour in ALL_WORK and _inputs(old) != _inputs(new):
        _drop_inputs(token, old)
        if new.behaviour != "job":
            case.take_inputs(token, new)
    if token.state == WAIT:
        _event(case, token, old, new)
    elif new.behaviour == "job" and _job(old) != _job(new):
        case.record.job_dropped(token.id)
        ENTER["job"](case, token, new)
    elif new.behaviour == "human":
        return _task(case, token, old, new)
    return None


def _task(case: Case, token: Token, old: Node, new: Node) -> TaskChanged:
    regroup = _source(old.texts.get("candidate_group")) != _source(new.texts.get("candidate_group"))
    redate = _deadline(old) != _deadline(new)
    return TaskChanged(
        token=token.id,
        element=new.origin,
        process=new.process,
        name=new.name or new.origin,
        kind=human.kind_of(new),
        form=form_of(new),
        four_eyes=new.extensions.four_eyes,
        term=new.extensions.term,
        legal_basis=new.extensions.legal_basis,
        new_group=regroup,
        candidate_group=case.text_of(token, new, "candidate_group") if regroup else None,
        new_due=redate,
        due=human.due_of(case, token, new) if redate else None,
    )


def _event(case: Case, token: Token, old: Node, new: Node) -> None:
    """Let a waiting token wait for what the new version says."""
    kind = new.event.kind
    if kind == "timer":
        _timer(case, token, old, new)
    elif kind == "conditional" and _source(old.event.text) != _source(new.event.text):
        events.arm(case, token, new)
    elif kind in ("message", "signal") and _heard(old) != _heard(new):
        case.record.unsubscribed(token.id)
        events.arm(case, token, new)


def _timer(case: Case, token: Token, old: Node, new: Node) -> None:
    """Let a timer keep the moment at which it is due; only a legal term sets another one."""
    if _timing(old) == _timing(new):
        return
    kept, every, left = token.due, token.every, token.left
    token.every = token.left = None
    if "term" in (old.event.rule, new.event.rule):
        if kept is not None:
            case.record.job_dropped(token.id)
        if new.event.rule == "term" or kept is None:
            due.set_due(case, token, new)
        due.want_timer(case, token, new)
    elif new.event.rule == "cycle":
        due.set_due(case, token, new)
        token.due = kept
        token.left = _rounds_left(token, every, left)


def _rounds_left(token: Token, every: str | None, left: int | None) -> int | None:
    """Return how often a cycle still fires: what the old one did already counts."""
    if every is None or left is None or min(left, token.left or 0) < 1:
        return token.left
    times = timers.cycle(every).times
    assert token.left is not None, "a smaller number was taken"
    assert times is not None, "a number of rounds is left"
    return max(token.left - (times - left), 1)


# --- listeners -----------------------------------------------------------------------------------


def _listen_at(case: Case, placing: Placing, token: Token, old: Node, new: Node) -> None:
    """Arm the boundary events of an activity, the events behind a gateway, that are new."""
    if token.host is not None or token.gate is not None or token.number is not None:
        return
    if new.behaviour == "event_gateway":
        added = _added(placing, old.process, _targets(old), _targets(new))
        _arm(case, added, token.scope, gate=token.id)
    elif not (token.state == WAIT and new.start_quantity > 1):  # not entered yet
        added = _added(placing, old.process, old.attached, new.attached)
        _arm(case, added, token.scope, host=token.id)


def _listen_in(case: Case, placing: Placing, scope: str) -> None:
    """Arm the event sub-processes of a scope that are new, unless one of them interrupted it."""
    owner = case.document.scopes[scope].owner
    undone = owner is not None and placing.new[owner].behaviour == "undo"
    if undone or any(_interrupts(case, token) for token in case.in_scope(scope)):
        return
    process, body = placing.was[scope]
    before = placing.plan.old.diagrams[process].handlers.get(body, ())
    after = case.diagram(scope).handlers.get(case.document.scopes[scope].body, ())
    _arm(case, _added(placing, process, before, after), scope, watch=True)


def _added(
    placing: Placing, process: str, before: Iterable[str], after: Iterable[str]
) -> list[str]:
    """Return those of `after` that are no counterpart of any of `before` in the old `process`.

    What has a counterpart but no token any more was used up: it is not armed again.
    """
    nodes = placing.plan.old.diagrams[process].nodes
    pairs = ((nodes[name], placing.plan.node_of(nodes[name])) for name in before)
    known = {new.id for old, new in pairs if new is not None and alike(old, new)}
    return [name for name in after if name not in known]


def _arm(case: Case, names: Iterable[str], scope: str, **hangs: str | bool) -> None:
    for name in names:
        token = case.place(name, scope, **hangs)
        events.arm(case, token, case.node(token))


def _interrupts(case: Case, token: Token) -> bool:
    """Say whether a token runs in the place of everything else in its scope."""
    node = case.node(token)
    if node.behaviour == "undo":
        return node.event.kind == "cancel"
    starts = case.diagram(token.scope).nodes
    return node.triggered and any(starts[name].interrupting for name in node.starts)


def _join(case: Case, placing: Placing) -> None:
    """Let a parallel gateway go on that waits for nothing more in the new version."""
    for identity, new in placing.new.items():
        token = case.document.tokens.get(identity)
        if token is None or new.behaviour != "parallel":
            continue
        here = joins.arrived(case.in_scope(token.scope), token)
        if joins.parallel_ready(new, here):
            parallel.merge(case, token, new, here)
            case.leave(token)


# --- what a definition says ----------------------------------------------------------------------


def _targets(gateway: Node) -> list[str]:
    return [flow.target for flow in gateway.outgoing]


def _source(text: Text | None) -> str | None:
    return None if text is None else text.source


def _inputs(node: Node) -> tuple[object, ...]:
    pairs = [(each.target, each.source.source) for each in node.inputs or ()]
    return node.inputs is None, node.all_in, pairs


def _drop_inputs(token: Token, old: Node) -> None:
    names = {pair.target.partition(".")[0] for pair in old.inputs or ()}
    kept = {name: value for name, value in (token.vars or {}).items() if name not in names}
    token.vars = kept or None


def _job(node: Node) -> tuple[object, ...]:
    about = (node.extensions.job, node.extensions.register)
    return about, _source(node.texts.get("letter")), _inputs(node)


def _deadline(node: Node) -> tuple[object, ...]:
    return node.extensions.term, _source(node.texts.get("due_date"))


def _heard(node: Node) -> tuple[object, ...]:
    keys = [(key.name, _source(key.own), _source(key.path)) for key in node.event.keys]
    return node.event.name, keys


def _timing(node: Node) -> tuple[object, ...]:
    return node.event.rule, _source(node.event.text)
