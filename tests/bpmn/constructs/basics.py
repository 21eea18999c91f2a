"""Tasks, gateways, flows, timers, messages, sub-processes and calls (BPMN 2.0.2 §10, §13)."""

from tests.bpmn.constructs.model import (
    Construct,
    boundary,
    catch,
    end,
    error,
    flows,
    inside,
    line,
    message,
    script,
    start,
    sub,
    throw,
    timer,
    user,
)
from tests.bpmn.driving import extra


def gateway(kind: str, name: str = "g", more: str = "") -> str:
    return f'<{kind}Gateway id="{name}" {more}/>'


def chosen(kind: str, *pairs: tuple[str, ...], more: str = "") -> str:
    """Return a gateway `g` to tasks a, b, c (those that are named in `pairs`)."""
    names = [pair[1] for pair in pairs]
    nodes = "".join(user(name) for name in names)
    ends = [(name, "end") for name in names]
    return start() + gateway(kind, more=more) + nodes + end() + flows(("start", "g"), *pairs, *ends)


def joined(kind: str, *pairs: tuple[str, ...], more: str = "") -> str:
    """Return a gateway `g` to tasks, joined again in `j` of the same kind, then task z."""
    names = [pair[1] for pair in pairs]
    nodes = "".join(user(name) for name in names)
    return (
        start()
        + gateway(kind, more=more)
        + nodes
        + gateway(kind, "j")
        + user("z")
        + end()
        + flows(("start", "g"), *pairs, *((n, "j") for n in names), ("j", "z"), ("z", "end"))
    )


def two_of_three(condition: str, *, back: bool = False) -> str:
    """Return a fork `g` to a, b, c, joined in the complex gateway `j`, then z; perhaps back."""
    activation = f"<activationCondition>{condition}</activationCondition>"
    ways = flows(("start", "m"), ("m", "g"), *(("g", n) for n in "abc"), *((n, "j") for n in "abc"))
    out = flows(("j", "z"), ("z", "end"))
    if back:
        out = flows(("j", "z"), ("z", "m", "again"), ("z", "end", "not(again)"))
    tasks = "".join(user(name) for name in "abcz")
    merge = '<exclusiveGateway id="m"/>'
    join = f'<complexGateway id="j">{activation}</complexGateway>'
    return start() + merge + gateway("parallel") + tasks + join + end() + ways + out


AB = (("g", "a"), ("g", "b"))
WHEN = (("g", "a", "x &gt; 1"), ("g", "b", "x &gt; 2"))
CALL = '<callActivity id="k" calledElement="q">{}</callActivity>'

CONSTRUCTS = (
    Construct(
        "task without a type: work for a person",
        "§10.3.3",
        line('<task id="a" pr:candidateGroup="g"/>', names="a"),
        """start | -start +a | a
              complete a | -a -end |""",
    ),
    Construct(
        "user task",
        "§10.3.3",
        line(user("a"), names="a"),
        """start | -start +a | a
              complete a x=1 | -a -end |""",
        "x = 1",
    ),
    Construct(
        "manual task",
        "§10.3.3",
        line('<manualTask id="a" pr:candidateGroup="g"/>', names="a"),
        """start | -start +a | a
              complete a | -a -end |""",
    ),
    Construct(
        "service task",
        "§10.3.3",
        line('<serviceTask id="a" pr:job="work"/>', names="a"),
        """start | -start +a | a
              finish a x=1 | -a -end |""",
        "x = 1",
    ),
    Construct(
        "send task with a job",
        "§10.3.3",
        line('<sendTask id="a" pr:job="work"/>', names="a"),
        """start | -start +a | a
              finish a | -a -end |""",
    ),
    Construct(
        "send task with a message",
        "§10.3.3",
        line('<sendTask id="a" messageRef="m1"/>', names="a"),
        "start | -start -a -end |",
    ),
    Construct(
        "receive task",
        "§10.3.3",
        line('<receiveTask id="a" messageRef="m1"/>', names="a"),
        """start | -start +a | a
              deliver a x=1 | -a -end |""",
        "x = 1",
    ),
    Construct(
        "script task in FEEL",
        "§10.3.3",
        line(script("a", "{x: 1 + 1}"), names="a"),
        "start | -start -a -end |",
        "x = 2",
    ),
    Construct(
        "mapping of a task: input of its own, output chosen",
        "§10.4.2",
        line(
            user(
                "a",
                inner=extra(
                    '<pr:mapping><pr:in source="=1" target="mine"/>'
                    '<pr:out source="=mine + x" target="y"/></pr:mapping>'
                ),
            ),
            names="a",
        ),
        """start | -start +a | a
              complete a x=1 | -a -end |""",
        """y = 2
              mine = null
              x = null""",
    ),
    Construct(
        "exclusive gateway, the first condition that holds",
        "§13.4.3",
        chosen("exclusive", *WHEN, more='default="g_b"').replace(
            "<conditionExpression>x &gt; 2</conditionExpression>", ""
        ),
        """start x=2 | -start -g +a | a
              complete a | -a -end |""",
    ),
    Construct(
        "exclusive gateway, the default flow",
        "§13.4.3",
        chosen("exclusive", ("g", "a", "x &gt; 1"), ("g", "b"), more='default="g_b"'),
        """start x=1 | -start -g +b | b
              complete b | -b -end |""",
    ),
    Construct(
        "exclusive gateway, two conditions hold: the first in the drawing",
        "§13.4.3",
        chosen("exclusive", *WHEN),
        """start x=3 | -start -g +a | a
              complete a | -a -end |""",
    ),
    Construct(
        "exclusive gateway merges without waiting",
        "§13.4.3",
        start()
        + gateway("parallel", "f")
        + user("a")
        + user("b")
        + gateway("exclusive", "j")
        + user("z")
        + end()
        + flows(
            ("start", "f"), ("f", "a"), ("f", "b"), ("a", "j"), ("b", "j"), ("j", "z"), ("z", "end")
        ),
        """start | -start -f +a +b | a b
              complete a | -a -j +z | b z
              complete b | -b -j +z | z z
              complete z | -z -end | z
              complete z | -z -end |""",
    ),
    Construct(
        "parallel gateway splits and waits for all",
        "§13.4.1",
        joined("parallel", *AB),
        """start | -start -g +a +b | a b
              complete a | -a +j | b
              complete b | -b -j -j +z | z
              complete z | -z -end |""",
    ),
    Construct(
        "inclusive gateway takes every flow that holds",
        "§13.4.2",
        joined("inclusive", *WHEN),
        """start x=3 | -start -g +a +b | a b
              complete a | -a +j | b
              complete b | -b -j -j +z | z
              complete z | -z -end |""",
    ),
    Construct(
        "inclusive gateway waits for nobody who cannot come",
        "§13.4.2",
        joined("inclusive", *WHEN),
        """start x=2 | -start -g +a | a
              complete a | -a -j +z | z
              complete z | -z -end |""",
    ),
    Construct(
        "inclusive gateway, the default flow",
        "§13.4.2",
        chosen("inclusive", ("g", "a", "x &gt; 1"), ("g", "b"), more='default="g_b"'),
        """start x=1 | -start -g +b | b
              complete b | -b -end |""",
    ),
    Construct(
        "event-based gateway: the first event goes on",
        "§13.4.4",
        start()
        + '<eventBasedGateway id="g"/>'
        + catch("c", message())
        + catch("d", timer())
        + end()
        + flows(("start", "g"), ("g", "c"), ("g", "d"), ("c", "end"), ("d", "end")),
        """start | -start +g | c d
              fire d | -g -d -end |""",
    ),
    Construct(
        "several flows out of a task go all",
        "§13.3.1",
        start()
        + user("t")
        + user("a")
        + user("b")
        + end()
        + flows(("start", "t"), ("t", "a"), ("t", "b"), ("a", "end"), ("b", "end")),
        """start | -start +t | t
              complete t | -t +a +b | a b
              complete a | -a -end | b
              complete b | -b -end |""",
    ),
    Construct(
        "a conditional flow out of a task",
        "§13.3.1",
        start()
        + user("t")
        + user("a")
        + user("b")
        + end()
        + flows(("start", "t"), ("t", "a", "x"), ("t", "b"), ("a", "end"), ("b", "end")),
        """start | -start +t | t
              complete t x=false | -t +b | b
              complete b | -b -end |""",
    ),
    Construct(
        "a task reached twice runs twice: no implicit join",
        "§13.3.1",
        start()
        + gateway("parallel")
        + user("a")
        + user("b")
        + user("z")
        + end()
        + flows(("start", "g"), *AB, ("a", "z"), ("b", "z"), ("z", "end")),
        """start | -start -g +a +b | a b
              complete a | -a +z | b z
              complete b | -b +z | z z
              complete z | -z -end | z
              complete z | -z -end |""",
    ),
    Construct(
        "timer, catch event, duration",
        "§10.5.1",
        line(catch("c", timer()), names="c"),
        """start | -start +c | c
              fire c | -c -end |""",
    ),
    Construct(
        "timer, catch event, date",
        "§10.5.1",
        line(catch("c", timer("2026-03-20", "timeDate")), names="c"),
        """start | -start +c | c
              fire c | -c -end |""",
    ),
    Construct(
        "timer, boundary, interrupting",
        "§10.5.4",
        line(user("a") + boundary("b", "a", timer()), names="a") + flows(("b", "end")),
        """start | -start +a | a b
              fire b | xa -b -end |""",
    ),
    Construct(
        "timer, boundary, non-interrupting",
        "§10.5.4",
        line(user("a") + boundary("b", "a", timer(), cancel=False), names="a")
        + flows(("b", "end")),
        """start | -start +a | a b
              fire b | -b -end | a
              complete a | -a -end |""",
    ),
    Construct(
        "timer, boundary, cycle R2",
        "§10.5.4",
        line(user("a") + boundary("b", "a", timer("R2/P1D", "timeCycle"), cancel=False), names="a")
        + flows(("b", "end")),
        """start | -start +a | a b
              fire b | -b -end | a b
              fire b | -b -end | a
              complete a | -a -end |""",
    ),
    Construct(
        "timer, boundary, cycle R without end",
        "§10.5.4",
        line(user("a") + boundary("b", "a", timer("R/P1D", "timeCycle"), cancel=False), names="a")
        + flows(("b", "end")),
        """start | -start +a | a b
              fire b | -b -end | a b
              fire b | -b -end | a b
              complete a | -a -end |""",
    ),
    Construct(
        "message, catch event",
        "§10.5.1",
        line(catch("c", message()), names="c"),
        """start | -start +c | c
              deliver c | -c -end |""",
    ),
    Construct(
        "message, throw event",
        "§10.5.1",
        line(throw("t", message()), names="t"),
        "start | -start -t -end |",
    ),
    Construct(
        "link: goes on where the name arrives",
        "§10.5.5",
        start()
        + throw("t", '<linkEventDefinition name="l"/>')
        + catch("c", '<linkEventDefinition name="l"/>')
        + end()
        + flows(("start", "t"), ("c", "end")),
        "start | -start -t -c -end |",
    ),
    Construct(
        "sub-process",
        "§13.3.4",
        line(sub("s", inside("s", user("a"), names="a")), user("z"), names="s z"),
        """start | -start +s -ss +a | a
              complete a | -a -se -s +z | z
              complete z | -z -end |""",
    ),
    Construct(
        "sub-process without start and end events",
        "§13.2.1",
        line(sub("s", user("a"), user("b")), names="s"),
        """start | -start +s +a +b | a b
              complete a | -a | b
              complete b | -b -s -end |""",
    ),
    Construct(
        "process without a start event begins where no flow arrives",
        "§10.5.2",
        user("a") + user("b") + user("c") + end() + flows(("a", "c"), ("c", "end"), ("b", "end")),
        """start | +a +b | a b
              complete a | -a +c | b c
              complete b | -b -end | c
              complete c | -c -end |""",
    ),
    Construct(
        "sub-process that is empty",
        "§13.3.4",
        line(sub("s"), names="s"),
        "start | -start -s -end |",
    ),
    Construct(
        "sub-process, error at its border",
        "§10.5.1",
        line(sub("s", inside("s", names="")), names="s").replace(end("se"), end("se", error()))
        + boundary("b", "s", error())
        + flows(("b", "end")),
        "start | -start xs -ss -se -b -end |",
    ),
    Construct(
        "call activity: everything in, what was written out",
        "§13.3.4",
        line(CALL.format(""), names="k"),
        "start x=1 | -start -k -qs -qa -qe -end |",
        "y = 2",
        inside("q", script("qa", "{y: x + 1}"), names="qa"),
    ),
    Construct(
        "call activity with a mapping",
        "§13.3.4",
        line(
            CALL.format(
                extra(
                    '<pr:mapping><pr:in source="=5" target="x"/>'
                    '<pr:out source="=y" target="z"/></pr:mapping>'
                )
            ),
            names="k",
        ),
        "start x=1 | -start -k -qs -qa -qe -end |",
        """z = 6
              y = null""",
        inside("q", script("qa", "{y: x + 1}"), names="qa"),
    ),
    Construct(
        "complex gateway, two of three, the last is taken without a token",
        "§13.4.5",
        two_of_three("activationCount &gt;= 2"),
        """start | -start -m -g +a +b +c | a b c
              complete a | -a +j | b c
              complete b | -b -j -j +z | c z
              complete c | -c -j | z
              complete z | -z -end |""",
    ),
    Construct(
        "complex gateway, begins again when all have come",
        "§13.4.5",
        two_of_three("activationCount &gt;= 2", back=True),
        """start | -start -m -g +a +b +c | a b c
              complete a | -a +j | b c
              complete b | -b -j -j +z | c z
              complete c | -c -j | z
              complete z again=true | -z -m -g +a +b +c | a b c
              complete a | -a +j | b c
              complete c | -c -j -j +z | b z
              complete z again=false | -z -end | b
              complete b | -b -j |""",
    ),
    Construct(
        "complex gateway, a condition on variables",
        "§13.4.5",
        two_of_three("go or activationCount = 3"),
        """start go=false | -start -m -g +a +b +c | a b c
              complete a go=true | -a -j +z | b c z
              complete b | -b -j | c z
              complete z | -z -end | c
              complete c | -c -j |""",
    ),
    Construct(
        "complex gateway, a flow for when it goes on and one for when it begins again",
        "§13.4.5",
        two_of_three("activationCount &gt;= 2").replace(
            flows(("j", "z")),
            flows(("j", "z", "waitingForStart"), ("j", "y", "not(waitingForStart)")),
        )
        + user("y")
        + flows(("y", "end")),
        """start | -start -m -g +a +b +c | a b c
              complete a | -a +j | b c
              complete b | -b -j -j +z | c z
              complete c | -c -j +y | y z
              complete z | -z -end | y
              complete y | -y -end |""",
    ),
    Construct(
        "complex gateway, merges and splits: the conditions are asked both times",
        "§13.4.5",
        two_of_three("activationCount &gt;= 1").replace(
            flows(("j", "z")),
            flows(("j", "z", "x &gt; 0"), ("j", "y", "x &gt; 1 and waitingForStart")),
        )
        + user("y")
        + flows(("y", "end")),
        """start x=2 | -start -m -g +a +b +c | a b c
              complete a | -a -j +z +y | b c y z
              complete b x=0 | -b -j | c y z
              complete c | -c -j | y z
              complete z | -z -end | y
              complete y | -y -end |""",
    ),
    Construct(
        "complex gateway that only splits is an inclusive one",
        "§13.4.5",
        chosen("complex", *WHEN),
        """start x=3 | -start -g +a +b | a b
              complete a | -a -end | b
              complete b | -b -end |""",
    ),
)
