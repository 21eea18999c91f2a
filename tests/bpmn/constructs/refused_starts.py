"""What cannot begin a process or find a case, each refused with the element and the reason."""

from tests.bpmn.constructs.beginnings import KEYED, begun_by, gateway, receive
from tests.bpmn.constructs.model import (
    Refused,
    catch,
    conditional,
    end,
    error,
    escalation,
    event,
    flows,
    line,
    message,
    signal,
    start,
    sub,
    throw,
    timer,
)
from tests.bpmn.constructs.talking import OPEN, declared, joined, key

INSTANTIATES = 'instantiate="true"'
TWICE = (
    "><multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality>"
    "</multiInstanceLoopCharacteristics></receiveTask>"
)

REFUSED = (
    Refused(
        "start, on a condition, of a process: there is no case yet that it could be about",
        "bpmn.unsupported.conditional_start",
        "s",
        begun_by(conditional("x")),
    ),
    Refused("start, with an error, of a process", "bpmn.position.trigger", "s", begun_by(error())),
    Refused(
        "start, with an escalation, of a process",
        "bpmn.position.trigger",
        "s",
        begun_by(escalation()),
    ),
    Refused(
        "start, with a compensation, of a process",
        "bpmn.position.trigger",
        "s",
        begun_by("<compensateEventDefinition/>"),
    ),
    Refused(
        "start, at a time that needs the data of a case",
        "bpmn.start.variables",
        "s",
        begun_by(timer("=day", "timeDate")),
    ),
    Refused(
        "start, at the end of a legal term: no case, so no term",
        "bpmn.start.term",
        "s",
        begun_by("<timerEventDefinition/>", 'pr:term="t"'),
    ),
    Refused(
        "start, parallel multiple, with messages that have no key",
        "bpmn.start.no_key",
        "s",
        begun_by(message() + message("m2"), 'parallelMultiple="true"'),
    ),
    Refused(
        "start, two with one message",
        "bpmn.start.same_message",
        "r",
        begun_by(message()) + receive("r", "m1", INSTANTIATES) + flows(("r", "a")),
    ),
    Refused(
        "receive task that begins the process, behind a start event",
        "bpmn.start.instantiates",
        "r",
        line(receive("r", "m1", INSTANTIATES), names="r"),
    ),
    Refused(
        "receive task that begins the process, in a sub-process",
        "bpmn.start.instantiates",
        "u",
        line(sub("u", receive("r", "m1", INSTANTIATES), end("ue"), flows(("r", "ue"))), names="u"),
    ),
    Refused(
        "receive task that begins the process, repeated",
        "bpmn.start.instantiates",
        "r",
        receive("r", "m1", INSTANTIATES).replace("/>", TWICE) + end() + flows(("r", "end")),
    ),
    Refused(
        "event-based gateway that begins the process, behind a start event",
        "bpmn.start.instantiates",
        "g",
        gateway("Exclusive", catch("c", message()), catch("d", message("m2")))
        + start(name="s")
        + flows(("s", "g")),
    ),
    Refused(
        "event-based gateway that begins the process, with a timer",
        "bpmn.start.behind_gateway",
        "g",
        gateway("Exclusive", catch("c", message()), catch("d", timer())),
    ),
    Refused(
        "event-based gateway that begins the process, parallel, with a message without key",
        "bpmn.start.no_key",
        "d",
        gateway("Parallel", catch("c", message("k1")), catch("d", message())),
        KEYED,
    ),
    Refused(
        "event-based gateway that begins the process, parallel, with messages of two conversations",
        "bpmn.start.no_key",
        "d",
        gateway("Parallel", catch("c", message()), catch("d", message("m2"))),
        declared("a", m1="a") + declared("b", m2="b") + key("a") + key("b", name="other"),
    ),
    Refused(
        "event-based gateway, parallel, inside the flow",
        "bpmn.event_gateway.parallel",
        "g",
        gateway("Parallel", catch("c", message()), catch("d", message("m2"))).replace(
            INSTANTIATES, ""
        )
        + start(name="s")
        + flows(("s", "g")),
    ),
    Refused(
        "message flow, between two ends that name another message",
        "bpmn.message_flow.two_messages",
        "t_qs",
        line(throw("t", message()), names="t")
        + '</process><process id="q">'
        + start(message("m2"), "qs"),
        joined("t>qs"),
    ),
    Refused(
        "message flow, to the world outside, with a message that nobody names",
        "bpmn.event.no_message",
        "t",
        line(throw("t", OPEN), names="t"),
        joined("t>pool_w"),
    ),
    Refused(
        "message, kept for a time that is no duration",
        "bpmn.message.keep",
        "t",
        line(event("intermediateThrowEvent", "t", message(), 'pr:keep="30 days"'), names="t"),
    ),
    Refused(
        "correlation, on an event that has no message",
        "bpmn.correlation.not_a_message",
        "c",
        line(event("intermediateCatchEvent", "c", signal(), 'pr:correlation="nr"'), names="c"),
    ),
)
