"""Events that instances throw as they complete (BPMN 2.0.2 §10.3.8, table 10.29)."""

from tests.bpmn.constructs.model import (
    Construct,
    boundary,
    cardinality,
    escalation,
    flows,
    inside,
    line,
    many,
    message,
    signal,
    sub,
    user,
)
from tests.bpmn.driving import extra

MANY = "§10.3.8"
DONE = '<signalEventDefinition id="done" signalRef="s1"/>'
RAISED = '<escalationEventDefinition id="raised" escalationRef="c1"/>'
SENT = '<messageEventDefinition id="sent" messageRef="m1"/>'
TWO = cardinality("2")
THREE = cardinality("3")
COUNT = extra('<pr:mapping><pr:out source="=numberOfCompletedInstances" target="n"/></pr:mapping>')


def each(reference: str) -> str:
    return f'behavior="None" noneBehaviorEventRef="{reference}"'


def first(reference: str) -> str:
    return f'behavior="One" oneBehaviorEventRef="{reference}"'


def when(condition: str, trigger: str, data: str = "") -> str:
    inner = f"<condition>{condition}</condition><event>{data}{trigger}</event>"
    return f"<complexBehaviorDefinition>{inner}</complexBehaviorDefinition>"


def caught(loop: str, trigger: str, *, cancel: bool, extras: str = "") -> str:
    """Return a repeated task `a` with an event `b` at its border that leads to `r`."""
    drawn = boundary("b", "a", extras + trigger, cancel=cancel)
    return line(user("a", inner=loop) + drawn + user("r"), names="a") + flows(
        ("b", "r"), ("r", "end")
    )


CONSTRUCTS = (
    Construct(
        "multi-instance, behavior None: a signal for every instance",
        MANY,
        caught(many(TWO, each("done")), signal(), cancel=False, extras=COUNT),
        """start | -start +a +a +a | a a b
        complete a | -a -b +r | a b r
        complete a | -a -b -a +r -end | r r
        complete r | -r -end | r
        complete r | -r -end |""",
        "n = 2",
        top=DONE,
    ),
    Construct(
        "multi-instance, behavior None, sequential, reference with a prefix",
        MANY,
        caught(
            many(TWO, 'isSequential="true" xmlns:t="test" ' + each("t:done")),
            signal(),
            cancel=False,
        ),
        """start | -start +a +a | a b
        complete a | -a -b +r +a | a b r
        complete a | -a -b -a +r -end | r r
        complete r | -r -end | r
        complete r | -r -end |""",
        top=DONE,
    ),
    Construct(
        "multi-instance, behavior None, caught by an interrupting event: the others end",
        MANY,
        caught(many(THREE, each("raised")), escalation(), cancel=True),
        """start | -start +a +a +a +a | a a a
        complete a | -a xa xa xa -b +r | r
        complete r | -r -end |""",
        top=RAISED,
    ),
    Construct(
        "multi-instance, behavior None, nobody catches the escalation",
        MANY,
        line(user("a", inner=many(TWO, each("raised"))), names="a"),
        """start | -start +a +a +a | a a
        complete a | -a | a
        complete a | -a -a -end |""",
        top=RAISED,
    ),
    Construct(
        "multi-instance, behavior One: a signal for the first instance",
        MANY,
        caught(many(THREE, first("done")), signal(), cancel=False),
        """start | -start +a +a +a +a | a a a b
        complete a | -a -b +r | a a b r
        complete a | -a | a b r
        complete a | -a -a -end | r
        complete r | -r -end |""",
        top=DONE,
    ),
    Construct(
        "multi-instance, behavior One, a message leaves the case",
        MANY,
        caught(many(TWO, first("sent")), message(), cancel=False),
        """start | -start +a +a +a | a a b
        complete a | -a | a b
        deliver b | -b +r | a b r
        complete a | -a -a -end | r
        complete r | -r -end |""",
        top=SENT,
    ),
    Construct(
        "multi-instance, behavior All: no event is thrown",
        MANY,
        caught(many(TWO, 'behavior="All" noneBehaviorEventRef="done"'), signal(), cancel=False),
        """start | -start +a +a +a | a a b
        complete a | -a | a b
        complete a | -a -a -end |""",
        top=DONE,
    ),
    Construct(
        "multi-instance, behavior Complex: as the conditions say",
        MANY,
        caught(
            many(
                THREE
                + when("numberOfCompletedInstances = 2", escalation())
                + when("refused", signal()),
                'behavior="Complex"',
            ),
            escalation(),
            cancel=False,
        )
        + boundary("x", "a", signal())
        + flows(("x", "r")),
        """start refused=false | -start +a +a +a +a | a a a x
        complete a | -a | a a x
        complete a | -a -b +r | a r x
        complete a refused=true | -a xa -x +r | r r
        complete r | -r -end | r
        complete r | -r -end |""",
    ),
    Construct(
        "multi-instance, behavior Complex, the completion condition comes after the event",
        MANY,
        caught(
            many(
                THREE
                + "<completionCondition>enough</completionCondition>"
                + when("enough", escalation()),
                'behavior="Complex"',
            ),
            escalation(),
            cancel=False,
        ),
        """start enough=false | -start +a +a +a +a | a a a
        complete a | -a | a a
        complete a enough=true | -a -b xa -a +r -end | r
        complete r | -r -end |""",
    ),
    Construct(
        "multi-instance, behavior None, of a sub-process",
        MANY,
        line(
            sub("a", inside("i", user("w"), names="w"), many(TWO, each("done")))
            + boundary("b", "a", signal(), cancel=False)
            + user("r"),
            names="a",
        )
        + flows(("b", "r"), ("r", "end")),
        """start | -start +a +a -is +w +a -is +w | b w w
        complete w | -w -ie -a -b +r | b r w
        complete w | -w -ie -a -b -a +r -end | r r
        complete r | -r -end | r
        complete r | -r -end |""",
        top=DONE,
    ),
)
