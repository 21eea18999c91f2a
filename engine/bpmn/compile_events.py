"""What an event waits for or does, compiled from what SpiffWorkflow read."""

from __future__ import annotations

from SpiffWorkflow.bpmn.specs.event_definitions.conditional import ConditionalEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.item_aware_event import (
    ErrorEventDefinition,
    EscalationEventDefinition,
    SignalEventDefinition,
)
from SpiffWorkflow.bpmn.specs.event_definitions.message import MessageEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.simple import (
    CancelEventDefinition,
    TerminateEventDefinition,
)
from SpiffWorkflow.bpmn.specs.event_definitions.timer import (
    CycleTimerEventDefinition,
    DurationTimerEventDefinition,
    TimeDateEventDefinition,
)

from engine.bpmn import timers
from engine.bpmn.compile_keys import Correlations
from engine.bpmn.compiling import Compiler
from engine.bpmn.diagram import Event, Text
from engine.bpmn.parser import NodeSpec

_TIMERS = (
    (TimeDateEventDefinition, "date", timers.moment),
    (DurationTimerEventDefinition, "duration", timers.period),
    (CycleTimerEventDefinition, "cycle", timers.cycle),
)

TIMED = frozenset({"intermediateCatchEvent", "boundaryEvent", "startEvent"})
_NAMED = (
    (ErrorEventDefinition, "error", "code"),
    (EscalationEventDefinition, "escalation", "code"),
    (SignalEventDefinition, "signal", "name"),
    (TerminateEventDefinition, "terminate", ""),
    (CancelEventDefinition, "cancel", ""),
)


def sends_message(spec: NodeSpec) -> bool:
    """Say whether a send task throws a message itself, instead of asking for a job."""
    added = spec.extensions
    work = added.job or added.topic or added.letter
    return spec.kind == "sendTask" and spec.message is not None and not work


def event_of(compiler: Compiler, correlations: Correlations, spec: NodeSpec) -> Event:
    """Return the compiled event of a node; `correlations` are those of its file."""
    definition = spec.event
    if spec.kind == "receiveTask" or sends_message(spec):
        return _message(compiler, correlations, spec, spec.message)
    if spec.extensions.term and spec.kind in TIMED:
        if definition is not None:
            compiler.refuse(spec.origin, "bpmn.timer.term_and_time")
        return Event("timer", rule="term", text=Text(spec.extensions.term))
    if isinstance(definition, MessageEventDefinition):
        return _message(compiler, correlations, spec, definition.name)
    return _plain(compiler, spec)


def _plain(compiler: Compiler, spec: NodeSpec) -> Event:
    if spec.undoes is not None:
        return Event("compensate", spec.undoes or None, waits=spec.waits)
    if spec.event is None:
        return Event()
    for cls, kind, name in _NAMED:
        if isinstance(spec.event, cls):
            return Event(kind, getattr(spec.event, name) if name else None)
    if isinstance(spec.event, ConditionalEventDefinition):
        source = (spec.event.expression or "").strip()
        return Event("conditional", text=compiler.feel(source, spec.origin, "condition"))
    return _timer(compiler, spec)


def _message(
    compiler: Compiler, correlations: Correlations, spec: NodeSpec, name: str | None
) -> Event:
    keys = correlations.keys(compiler, spec, name)
    return Event("message", name, keys=keys, keep=correlations.keep(compiler, spec, name))


def _timer(compiler: Compiler, spec: NodeSpec) -> Event:
    for cls, rule, parse in _TIMERS:
        if not isinstance(spec.event, cls):
            continue
        source = (spec.event.expression or "").strip()
        text = compiler.literal_or_feel(source, spec.origin, "timer")
        if not source.startswith("="):
            try:
                parse(source)
            except (ValueError, OverflowError):
                compiler.refuse(spec.origin, "bpmn.timer.syntax", text=source, timer=rule)
        return Event("timer", rule=rule, text=text)
    compiler.refuse(spec.origin, "bpmn.unsupported.event")
    return Event()


def interrupts(spec: NodeSpec) -> bool:
    """Say whether a boundary event or the start of an event sub-process interrupts."""
    attribute = "isInterrupting" if spec.kind == "startEvent" else "cancelActivity"
    return spec.attributes.get(attribute, "true") == "true"
