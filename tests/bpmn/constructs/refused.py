"""What BPMN can say and the machine does not do, each refused with the element and the reason."""

from tests.bpmn.constructs.behaviours import TWO, each, when
from tests.bpmn.constructs.data import assign, comes, specification, transform
from tests.bpmn.constructs.model import (
    Refused,
    boundary,
    error,
    escalation,
    event,
    flows,
    handler,
    inside,
    line,
    many,
    message,
    script,
    signal,
    start,
    sub,
    throw,
    user,
)
from tests.bpmn.constructs.together import BOTH, together
from tests.bpmn.constructs.undoing import UNDO, undo, undone


def repeated(more: str, inner: str = "") -> str:
    return line(user("a", inner=many(TWO + inner, more)), names="a")


def association(source: str, target: str) -> str:
    return f'<association id="{source}_{target}" sourceRef="{source}" targetRef="{target}"/>'


def into(computed: str) -> str:
    """Return a task `a` with data that comes in."""
    return line(user("a", inner=specification("n") + comes("in_n", computed)), names="a")


UNDOES = user("v", 'isForCompensation="true"')
AGAIN = event("boundaryEvent", "c", UNDO, 'attachedToRef="x"')

REFUSED = (
    Refused(
        "data, an arrow that both transforms and assigns",
        "bpmn.data.two_ways",
        "a",
        into(transform("price") + assign("1", "n")),
    ),
    Refused(
        "data, an assignment to what is no variable",
        "bpmn.mapping.target",
        "a",
        into(assign("1", "getDataObject('n')")),
    ),
    Refused(
        "data, an assignment of nothing",
        "bpmn.mapping.incomplete",
        "a",
        into(assign("", "n")),
    ),
    Refused(
        "data, two assignments to one variable",
        "bpmn.mapping.twice",
        "a",
        into(assign("1", "n") + assign("2", "n")),
    ),
    Refused(
        "data that streams while the activity runs",
        "bpmn.unsupported.while_executing_input_refs",
        "a",
        into("").replace(
            "</inputSet>", "<whileExecutingInputRefs>in_n</whileExecutingInputRefs></inputSet>"
        ),
    ),
    Refused(
        "multi-instance, behavior None or One without an event: the default signal has no name",
        "bpmn.loop.no_event",
        "a",
        repeated('behavior="One"'),
    ),
    Refused(
        "multi-instance, behavior None with an event that does not exist",
        "bpmn.loop.no_event",
        "a",
        repeated(each("nobody")),
    ),
    Refused(
        "multi-instance, behavior Complex without definitions",
        "bpmn.loop.no_event",
        "a",
        repeated('behavior="Complex"'),
    ),
    Refused(
        "multi-instance, behavior Complex, a definition that throws nothing",
        "bpmn.loop.no_event",
        "a",
        repeated('behavior="Complex"', when("1 = 1", "")),
    ),
    Refused(
        "multi-instance, behavior Complex, a definition without condition",
        "bpmn.loop.no_condition",
        "a",
        repeated('behavior="Complex"', when("", escalation())),
    ),
    Refused(
        "multi-instance, behavior that throws an error: only an end throws one",
        "bpmn.loop.event_kind",
        "a",
        repeated(each("wrong")),
        '<errorEventDefinition id="wrong" errorRef="e1"/>',
    ),
    Refused(
        "multi-instance, behavior that compensates",
        "bpmn.loop.event_kind",
        "a",
        repeated('behavior="Complex"', when("1 = 1", UNDO)),
    ),
    Refused(
        "parallel multiple, boundary with an error: it ends the work, so nothing else can come",
        "bpmn.multiple.parallel_error",
        "b",
        line(user("a") + together(error() + message()), names="a") + flows(("b", "end")),
    ),
    Refused(
        "parallel multiple, start of a process with more than messages",
        "bpmn.unsupported.parallel_start",
        "start",
        line(user("a"), names="a").replace(start(), start(message() + signal(), more=BOTH)),
    ),
    Refused(
        "multiple, boundary with compensation: it has no flow",
        "bpmn.multiple.compensation",
        "b",
        line(user("a") + boundary("b", "a", UNDO + message()), names="a") + flows(("b", "end")),
    ),
    Refused(
        "compensation, two handlers of one activity",
        "bpmn.compensation.twice",
        "b_x",
        line(undone("x") + UNDOES + association("b_x", "v"), names="x"),
    ),
    Refused(
        "compensation, two events at the border of one activity",
        "bpmn.compensation.twice",
        "c",
        line(undone("x") + AGAIN + UNDOES + association("c", "v"), names="x"),
    ),
    Refused(
        "compensation, two event sub-processes of one sub-process",
        "bpmn.compensation.twice",
        "i",
        line(
            sub(
                "s",
                inside("s", script("x", "{n: 1}"), names="x"),
                handler("h", UNDO, script("y", "{n: 2}"), names="y"),
                handler("i", UNDO, script("z", "{n: 3}"), names="z"),
            ),
            names="s",
        ),
    ),
    Refused(
        "compensation, event sub-process of a process that nobody calls",
        "bpmn.compensation.of_process",
        "h",
        line(user("a"), names="a") + handler("h", UNDO, script("y", "{n: 2}"), names="y"),
    ),
    Refused(
        "compensation, of an activity outside the scope",
        "bpmn.compensation.out_of_reach",
        "t",
        line(undone("x"), sub("s", inside("s", throw("t", undo("x")), names="t")), names="x s"),
    ),
)
