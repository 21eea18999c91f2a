"""When a process begins by the clock: the timer start events of a process (BPMN 2.0.2 §10.5.2)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from engine.bpmn import timers
from engine.bpmn.bundle import Bundle
from engine.bpmn.diagram import Node
from engine.bpmn.due import moment_of
from engine.errors import ModelFault, NotFound
from engine.feel import tagged
from engine.model import Value

_MOMENT = timedelta(microseconds=1)
_SUMMER_TIME = timedelta(hours=1)


def begins_at(
    bundle: Bundle, process_id: str, event: str, now: datetime, last: tuple[int, datetime] | None
) -> datetime | None:
    """Return the next moment at which a timer start event begins a case; `None`: never again.

    `last` is how often it began since it was put into force, and when it last was due (`None`: not
    yet). A date that is over begins nothing; a duration counts once from `now`; a repetition goes
    on as often as it says. Raises NotFound for an unknown event, ModelFault when what the analyst
    wrote gives no time.
    """
    node = _node(bundle, process_id, event)
    assert node.event.text is not None
    text = node.event.text
    value = text.source
    if text.expression is not None:
        value = text.expression.evaluate({}, now=now.astimezone(timers.LOCAL)).value
    try:
        return _next(value, now, last)
    except (ValueError, OverflowError):
        facts = {"expression": text.source, "result": tagged.encode(value)}
        raise ModelFault("timer_without_time", element=event, **facts) from None


def _node(bundle: Bundle, process_id: str, event: str) -> Node:
    diagram = bundle.diagram(process_id)
    for name in diagram.starts.get(diagram.id, ()):
        node = diagram.nodes[name]
        if node.origin == event and node.event.kind == "timer":
            return node
    raise NotFound("start_event", process=process_id, element=event)


def _next(value: Value, now: datetime, last: tuple[int, datetime] | None) -> datetime | None:
    if isinstance(value, str) and value.startswith("R"):
        return _in_cycle(timers.cycle(value), now, last)
    if last is not None:
        return None
    moment = moment_of(value, now)
    fixed = isinstance(value, date) or (isinstance(value, str) and not value.startswith("P"))
    return None if fixed and moment < now else moment


def _in_cycle(
    repeated: timers.Cycle, now: datetime, last: tuple[int, datetime] | None
) -> datetime | None:
    if repeated.end is not None:
        earliest = now if last is None else last[1] + _MOMENT
        due = timers.first_of(repeated, earliest)[0]
        return due if due >= earliest else None
    if last is None:
        start = repeated.start
        return timers.after(now, repeated.every) if start is None else _from(start, repeated, now)
    times, before = last
    if repeated.times is not None and times >= repeated.times:
        return None
    if repeated.start is None:
        return timers.after(before, repeated.every)
    return _from(repeated.start, repeated, before + _MOMENT)


def _from(start: datetime, repeated: timers.Cycle, earliest: datetime) -> datetime:
    """Return the first of the repetitions that is not before `earliest`.

    Each is counted from `start`: 31 January every month stays at the end of the month.
    """
    every = repeated.every
    calendar = timedelta(days=every.months * 31 + every.days)
    longest = every.elapsed + (calendar + _SUMMER_TIME if calendar else calendar)
    number = max(0, (earliest - start) // longest)
    while (moment := timers.after(start, every.times(number))) < earliest:
        number += 1
    return moment
