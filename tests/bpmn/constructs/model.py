"""What a construct model is, and how its hand-written trace is played."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from engine import feel
from engine.feel import Value
from engine.model import Signal, Start
from tests.bpmn.driving import Driver, diagram, flows, script, user

MESSAGES = "".join(f'<message id="{n}" name="{n}"/>' for n in ("m1", "m2"))
SIGNALS = "".join(f'<signal id="{n}" name="{n}"/>' for n in ("s1", "s2"))
ERRORS = "".join(f'<error id="{n}" name="{n}" errorCode="{n}"/>' for n in ("e1", "e2"))
ESCALATIONS = "".join(
    f'<escalation id="{n}" name="{n}" escalationCode="{n}"/>' for n in ("c1", "c2")
)
TOP = MESSAGES + SIGNALS + ERRORS + ESCALATIONS


@dataclass(frozen=True)
class Construct:
    """One construct: the § that it follows, a model, and per command the trace it must give.

    A play is a line a command: `command | trace | what is open afterwards`; `+` entered, `-` left
    or passed, `x` cancelled. `called` is the process `q`; `top` stands beside the processes.
    One that is `ordered` gives another trace when concurrent tokens go in another order.
    """

    name: str
    section: str
    body: str
    play: str
    written: str = ""
    called: str = ""
    top: str = ""
    ordered: bool = False

    @property
    def files(self) -> dict[str, bytes]:
        """Return the diagrams as an analyst would have drawn them; the process is `p`."""
        files = diagram(self.body, top=TOP + self.top)
        if self.called:
            files |= diagram(self.called, process="q", top=TOP)
        return files

    def drive(self) -> Driver:
        return Driver(self.files, "p")


@dataclass(frozen=True)
class Refused:
    """A construct that is refused at deployment: by which rule, where, and a model of it."""

    name: str
    rule: str
    element: str
    body: str
    top: str = ""


def values_of(words: list[str]) -> dict[str, Value]:
    """Return `name=feel` words as values."""
    pairs = (word.partition("=") for word in words)
    return {name: feel.compile_expression(text).evaluate({}).value for name, _, text in pairs}


def act(case: Driver, command: str) -> None:
    """Carry out one written command: `complete a x=1`, `fire t`, `deliver m`, `signal s1`.

    A case begins with `start`, `message m1`, or `event s` (the signal or timer of a start event).
    """
    verb, *words = command.split()
    if verb == "start":
        case.start(**values_of(words))
    elif verb == "message":
        case.start(words[0], **values_of(words[1:]))
    elif verb == "event":
        case.do(Start(values_of(words[1:]), event=words[0]))
    elif verb == "signal":
        case.do(Signal(words[0], values_of(words[1:])))
    elif verb == "error":
        case.error(words[0], words[1], **values_of(words[2:]))
    elif verb == "fire":
        case.fire(words[0])
    else:
        getattr(case, verb)(words[0], **values_of(words[1:]))


def play(construct: Construct, case: Driver | None = None) -> Driver:
    """Play a construct, on `case` or on one that is loaded and saved, as it stands written."""
    case = case or construct.drive()
    for line in construct.play.strip().splitlines():
        command, trace, left = (part.strip() for part in line.split("|"))
        act(case, command)
        assert " ".join(case.passed(case.steps[-1])) == trace, command
        assert " ".join(case.open) == left, command
        assert case.ended == (not left), command
    for line in construct.written.strip().splitlines():
        name, _, text = line.strip().partition(" = ")
        assert case.variables.get(name) == feel.compile_expression(text).evaluate({}).value, name
    return case


# --- drawing -------------------------------------------------------------------------------------


def start(inner: str = "", name: str = "start", more: str = "") -> str:
    return f'<startEvent id="{name}" {more}>{inner}</startEvent>'


def end(name: str = "end", inner: str = "") -> str:
    return f'<endEvent id="{name}">{inner}</endEvent>'


def line(*nodes: str, names: str) -> str:
    """Return nodes in one line from `start` to `end`; `names` are those between."""
    stops = ["start", *names.split(), "end"]
    return start() + "".join(nodes) + end() + flows(*itertools.pairwise(stops))


def event(kind: str, name: str, inner: str, more: str = "") -> str:
    return f'<{kind} id="{name}" {more}>{inner}</{kind}>'


def catch(name: str, inner: str) -> str:
    return event("intermediateCatchEvent", name, inner)


def throw(name: str, inner: str) -> str:
    return event("intermediateThrowEvent", name, inner)


def boundary(name: str, host: str, inner: str, *, cancel: bool = True) -> str:
    cancels = "true" if cancel else "false"
    return event("boundaryEvent", name, inner, f'attachedToRef="{host}" cancelActivity="{cancels}"')


def sub(name: str, *parts: str, more: str = "") -> str:
    return f'<subProcess id="{name}" {more}>{"".join(parts)}</subProcess>'


def inside(prefix: str, *nodes: str, names: str) -> str:
    """Return the inside of a sub-process: a line with its own start and end (`prefix` + s, e)."""
    stops = [f"{prefix}s", *names.split(), f"{prefix}e"]
    pairs = itertools.pairwise(stops)
    return start(name=stops[0]) + "".join(nodes) + end(stops[-1]) + flows(*pairs)


def handler(name: str, trigger: str, *nodes: str, names: str, cancel: bool = True) -> str:
    """Return an event sub-process: trigger `name`_s, the nodes, `name`_e."""
    interrupts = "true" if cancel else "false"
    stops = [f"{name}_s", *names.split(), f"{name}_e"]
    first = start(trigger, stops[0], f'isInterrupting="{interrupts}"')
    drawn = first + "".join(nodes) + end(stops[-1]) + flows(*itertools.pairwise(stops))
    return sub(name, drawn, more='triggeredByEvent="true"')


def message(name: str = "m1") -> str:
    return f'<messageEventDefinition messageRef="{name}"/>'


def signal(name: str = "s1") -> str:
    return f'<signalEventDefinition signalRef="{name}"/>'


def error(name: str = "e1") -> str:
    return f'<errorEventDefinition errorRef="{name}"/>' if name else "<errorEventDefinition/>"


def escalation(name: str = "c1") -> str:
    reference = f'escalationRef="{name}"' if name else ""
    return f"<escalationEventDefinition {reference}/>"


def timer(text: str = "P1D", kind: str = "timeDuration") -> str:
    return f"<timerEventDefinition><{kind}>{text}</{kind}></timerEventDefinition>"


def conditional(text: str) -> str:
    return f"<conditionalEventDefinition><condition>{text}</condition></conditionalEventDefinition>"


def many(inner: str = "", more: str = "") -> str:
    name = "multiInstanceLoopCharacteristics"
    return f"<{name} {more}>{inner}</{name}>"


def cardinality(text: str) -> str:
    return f"<loopCardinality>{text}</loopCardinality>"


TERMINATE = "<terminateEventDefinition/>"

__all__ = ["TERMINATE", "Construct", "Refused", "flows", "play", "script", "user"]
