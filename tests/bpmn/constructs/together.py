"""Parallel multiple events (BPMN 2.0.2 §10.5.6): all triggers must come; and mixed triggers."""

from tests.bpmn.constructs.model import (
    Construct,
    boundary,
    cardinality,
    catch,
    conditional,
    end,
    error,
    escalation,
    event,
    flows,
    handler,
    inside,
    line,
    many,
    message,
    signal,
    start,
    sub,
    throw,
    timer,
    user,
)

MULTIPLE = "§10.5.6"
TWO = message() + message("m2")
BOTH = 'parallelMultiple="true"'


def together(triggers: str, *, cancel: bool = True) -> str:
    """Return a boundary event `b` of `a` that waits for all of `triggers`."""
    return boundary("b", "a", triggers, cancel=cancel).replace(
        "<boundaryEvent", f"<boundaryEvent {BOTH}"
    )


def watched(triggers: str, *, cancel: bool = True) -> str:
    drawn = together(triggers, cancel=cancel)
    return line(user("a") + drawn + user("r"), names="a") + flows(("b", "r"), ("r", "end"))


def handled(triggers: str, *, cancel: bool = True) -> str:
    drawn = handler("h", triggers, user("u"), names="u", cancel=cancel)
    return line(user("a"), names="a") + drawn.replace("<startEvent", f"<startEvent {BOTH}")


CONSTRUCTS = (
    Construct(
        "parallel multiple, boundary, interrupting: all of them",
        MULTIPLE,
        watched(TWO),
        """start | -start +a | a b b
        deliver b x=1 | | a b
        deliver b y=2 | xa -b +r | r
        complete r | -r -end |""",
        """x = 1
        y = 2""",
    ),
    Construct(
        "parallel multiple, boundary: the activity completes before all came",
        MULTIPLE,
        watched(TWO),
        """start | -start +a | a b b
        deliver b x=1 | | a b
        complete a | -a -end |""",
        "x = null",
    ),
    Construct(
        "parallel multiple, boundary, non-interrupting: starts over",
        MULTIPLE,
        watched(message() + signal(), cancel=False),
        """start | -start +a | a b b
        signal s1 | | a b
        signal s1 | | a b
        deliver b | -b +r | a b b r
        deliver b | | a b r
        signal s1 | -b +r | a b b r r
        complete a | -a -end | r r
        complete r | -r -end | r
        complete r | -r -end |""",
    ),
    Construct(
        "parallel multiple, boundary with a timer: once, as the timer comes once",
        MULTIPLE,
        watched(message() + timer(), cancel=False),
        """start | -start +a | a b b
        fire b | | a b
        deliver b | -b +r | a r
        complete r | -r -end | a
        complete a | -a -end |""",
    ),
    Construct(
        "parallel multiple, boundary with a timer cycle R2: twice",
        MULTIPLE,
        watched(timer("R2/PT1H", "timeCycle") + message(), cancel=False),
        """start | -start +a | a b b
        deliver b | | a b
        fire b | -b +r | a b b r
        fire b | | a b r
        deliver b | -b +r | a r r
        complete a | -a -end | r r
        complete r | -r -end | r
        complete r | -r -end |""",
    ),
    Construct(
        "parallel multiple, boundary with a condition: false in between",
        MULTIPLE,
        start()
        + '<parallelGateway id="fork"/>'
        + user("a")
        + together(conditional("x &gt; 1") + message(), cancel=False)
        + "".join(user(name) for name in "klz")
        + end()
        + flows(("start", "fork"), ("fork", "a"), ("fork", "k"), ("k", "l"), ("l", "z"))
        + flows(("a", "end"), ("z", "end"), ("b", "end")),
        """start x=0 | -start -fork +a +k | a b k
        complete k x=2 | -k +l | a b l
        deliver b | -b -end | a b l
        deliver b | | a l
        complete l x=0 | -l +z | a z
        complete z x=3 | -z -b -end -end | a b
        complete a | -a -end |""",
    ),
    Construct(
        "parallel multiple, boundary with an escalation and a signal",
        MULTIPLE,
        line(
            sub("a", inside("i", throw("t", escalation()), user("w"), names="t w"))
            + together(escalation() + signal())
            + user("r"),
            names="a",
        )
        + flows(("b", "r"), ("r", "end")),
        """start | -start +a -is -t +w | b w
        signal s1 | xa xw -b +r | r
        complete r | -r -end |""",
    ),
    Construct(
        "parallel multiple, boundary of a repeated activity",
        MULTIPLE,
        line(user("a", inner=many(cardinality("2"))) + together(TWO) + user("r"), names="a")
        + flows(("b", "r"), ("r", "end")),
        """start | -start +a +a +a | a a b b
        deliver b | | a a b
        complete a | -a | a b
        deliver b | xa xa -b +r | r
        complete r | -r -end |""",
    ),
    Construct(
        "parallel multiple, start of an event sub-process, interrupting",
        MULTIPLE,
        handled(message() + timer()),
        """start | -start +a | a h_s h_s
        deliver h_s x=1 | | a h_s
        fire h_s | xa +h -h_s +u | u
        complete u | -u -h_e -h |""",
        "x = 1",
    ),
    Construct(
        "parallel multiple, start of an event sub-process, non-interrupting",
        MULTIPLE,
        handled(TWO, cancel=False),
        """start | -start +a | a h_s h_s
        deliver h_s | | a h_s
        deliver h_s | +h -h_s +u | a h_s h_s u
        complete a | -a -end | h_s h_s u
        complete u | -u -h_e -h |""",
    ),
    Construct(
        "multiple, boundary with an error, a condition and a signal",
        MULTIPLE,
        line(
            sub(
                "a",
                inside("i", user("w"), names="w").replace(
                    '<endEvent id="ie">', f'<endEvent id="ie">{error()}'
                ),
            )
            + boundary("b", "a", error() + conditional("x &gt; 1") + signal())
            + user("r"),
            names="a",
        )
        + flows(("b", "r"), ("r", "end")),
        """start x=0 | -start +a -is +w | b w
        complete w | -w -ie xa -b +r | r
        complete r | -r -end |""",
    ),
    Construct(
        "multiple, boundary with an escalation and a condition, each time",
        MULTIPLE,
        line(
            sub("a", inside("i", throw("t", escalation()), user("w"), names="t w"))
            + boundary("b", "a", escalation() + conditional("x &gt; 1"), cancel=False)
            + user("r"),
            names="a",
        )
        + flows(("b", "r"), ("r", "end")),
        """start x=0 | -start +a -is -t -b +r +w | r w
        complete r x=2 | -r -b -end +r | r w
        complete w | -w -ie -a -end | r
        complete r | -r -end |""",
    ),
    Construct(
        "multiple, catch event with a condition and a signal",
        MULTIPLE,
        line(catch("c", conditional("x &gt; 1") + signal()), names="c"),
        """start x=2 | -start -c -end |""",
    ),
    Construct(
        "parallel multiple, catch event with a condition and a timer",
        MULTIPLE,
        line(
            event("intermediateCatchEvent", "c", conditional("x &gt; 1") + timer(), BOTH), names="c"
        ),
        """start x=2 | -start +c | c
        fire c | -c -end |""",
    ),
)
