"""Signals, escalations, conditions and terminate (BPMN 2.0.2 §10.5, §13.5)."""

import itertools

from tests.bpmn.constructs.model import (
    TERMINATE,
    Construct,
    boundary,
    catch,
    conditional,
    end,
    error,
    escalation,
    flows,
    inside,
    line,
    message,
    script,
    signal,
    start,
    sub,
    throw,
    timer,
    user,
)

FORK = '<parallelGateway id="fork"/>'
SERVICE = '<serviceTask id="a" pr:job="work"/>'


def forked(*nodes: str, ways: str) -> str:
    """Return a fork into several lines, each written `a b c`, that end apart."""
    pairs = [("start", "fork")]
    for way in ways.split(","):
        stops = ["fork", *way.split(), "end"]
        pairs += list(itertools.pairwise(stops))
    return start() + FORK + "".join(nodes) + end() + flows(*pairs)


def watched(inner: str, attached: str, *pairs: tuple[str, str], more: str = "") -> str:
    """Return a sub-process `s` with `inside`, an event `b` at its border and a task `r` behind."""
    return (
        line(sub("s", inner), names="s")
        + attached
        + user("r")
        + more
        + flows(("b", "r"), ("r", "end"), *pairs)
    )


CONSTRUCTS = (
    Construct(
        "signal, thrown to a catch event of the same case",
        "§10.5.1",
        forked(catch("c", signal()), throw("t", signal()), ways="c,t"),
        "start | -start -fork -c -t -end -end |",
    ),
    Construct(
        "signal, reaches everyone who waits for it",
        "§10.5.1",
        forked(
            catch("c", signal()),
            catch("d", signal()),
            catch("f", signal("s2")),
            user("u"),
            throw("t", signal()),
            ways="c,d,f,u t",
        ),
        """start | -start -fork +c +d +f +u | c d f u
        complete u | -u -t -c -d -end -end -end | f
        signal s2 | -f -end |""",
    ),
    Construct(
        "signal, from another case, with its values",
        "§10.5.1",
        line(catch("c", signal()), names="c"),
        """start | -start +c | c
        signal s1 x=1 | -c -end |""",
        "x = 1",
    ),
    Construct(
        "signal, thrown by an end event",
        "§10.5.3",
        (start() + FORK + catch("c", signal()) + end("x", signal()) + end())
        + flows(("start", "fork"), ("fork", "c"), ("c", "end"), ("fork", "x")),
        "start | -start -fork -c -x -end |",
    ),
    Construct(
        "signal, boundary, interrupting",
        "§10.5.4",
        line(user("a") + boundary("b", "a", signal()) + user("r"), names="a")
        + flows(("b", "r"), ("r", "end")),
        """start | -start +a | a b
        signal s1 | xa -b +r | r
        complete r | -r -end |""",
    ),
    Construct(
        "signal, boundary, non-interrupting, more than once",
        "§10.5.4",
        line(user("a") + boundary("b", "a", signal(), cancel=False), names="a")
        + flows(("b", "end")),
        """start | -start +a | a b
        signal s1 | -b -end | a b
        signal s1 | -b -end | a b
        complete a | -a -end |""",
    ),
    Construct(
        "signal, interrupts its own thrower",
        "§10.5.1",
        watched(
            inside("s", throw("t", signal()), user("a"), names="t a"), boundary("b", "s", signal())
        ),
        """start | -start xs -ss -t -b +r | r
        complete r | -r -end |""",
    ),
    Construct(
        "signal, behind an event-based gateway",
        "§13.4.4",
        start()
        + '<eventBasedGateway id="g"/>'
        + catch("c", signal())
        + catch("d", message())
        + end()
        + flows(("start", "g"), ("g", "c"), ("g", "d"), ("c", "end"), ("d", "end")),
        """start | -start +g | c d
        signal s1 | -g -c -end |""",
    ),
    Construct(
        "signal, crosses sub-processes and called processes",
        "§10.5.1",
        forked(
            sub("s", inside("s", catch("c", signal()), names="c")),
            '<callActivity id="k" calledElement="q"/>',
            ways="s,k",
        ),
        """start | -start -fork +s -ss +c +k -qs +qu | c qu
        complete qu | -qu -qt -c -se -s -end -qe -k -end |""",
        called=inside("q", user("qu"), throw("qt", signal()), names="qu qt"),
    ),
    Construct(
        "escalation, thrown inside, boundary non-interrupting",
        "§10.5.7",
        watched(
            inside("s", throw("t", escalation()), user("a"), names="t a"),
            boundary("b", "s", escalation(), cancel=False),
        ),
        """start | -start +s -ss -t -b +r +a | a r
        complete a | -a -se -s -end | r
        complete r | -r -end |""",
    ),
    Construct(
        "escalation, thrown inside, boundary interrupting",
        "§10.5.7",
        watched(
            inside("s", throw("t", escalation()), user("a"), names="t a"),
            boundary("b", "s", escalation()),
        ),
        """start | -start xs -ss -t -b +r | r
        complete r | -r -end |""",
    ),
    Construct(
        "escalation, at an end: the sub-process still ends",
        "§10.5.3",
        watched(
            inside("s", user("a"), names="a").replace(end("se"), end("se", escalation())),
            boundary("b", "s", escalation(), cancel=False),
        ),
        """start | -start +s -ss +a | a
        complete a | -a -se -b -s +r -end | r
        complete r | -r -end |""",
    ),
    Construct(
        "escalation, any code",
        "§10.5.7",
        watched(
            inside("s", throw("t", escalation("c2")), user("a"), names="t a"),
            boundary("b", "s", escalation("")),
        ),
        """start | -start xs -ss -t -b +r | r
        complete r | -r -end |""",
    ),
    Construct(
        "escalation, another code passes by; nobody handles it and the case goes on",
        "§10.5.7",
        watched(
            inside("s", throw("t", escalation("c2")), user("a"), names="t a"),
            boundary("b", "s", escalation("c1")),
        ),
        """start | -start +s -ss -t +a | a
        complete a | -a -se -s -end |""",
    ),
    Construct(
        "escalation, from a called process",
        "§10.5.7",
        line('<callActivity id="s" calledElement="q"/>', names="s")
        + boundary("b", "s", escalation(), cancel=False)
        + user("r")
        + flows(("b", "r"), ("r", "end")),
        """start | -start -s -qs -qt -b +r -qe -end | r
        complete r | -r -end |""",
        called=inside("q", throw("qt", escalation()), names="qt"),
    ),
    Construct(
        "escalation, the nearest handler only",
        "§10.5.7",
        line(
            sub(
                "o",
                inside(
                    "o",
                    sub("s", inside("s", throw("t", escalation()), names="t")),
                    boundary("b", "s", escalation(), cancel=False),
                    names="s",
                )
                + flows(("b", "oe")),
            ),
            names="o",
        )
        + boundary("z", "o", escalation(), cancel=False)
        + flows(("z", "end")),
        "start | -start -o -os -s -ss -t -b -oe -se -oe -end |",
    ),
    Construct(
        "condition, catch event: goes on when it becomes true",
        "§10.5.1",
        forked(catch("c", conditional("x = 2")), user("u"), user("v"), ways="c,u v"),
        """start x=1 | -start -fork +c +u | u
        complete u x=2 | -u -c +v -end | v
        complete v | -v -end |""",
    ),
    Construct(
        "condition, catch event: true already when it is reached",
        "§10.5.1",
        line(catch("c", conditional("x = 1")), names="c"),
        "start x=1 | -start -c -end |",
    ),
    Construct(
        "condition, on a variable that is not there yet",
        "§10.5.1",
        forked(catch("c", conditional("ready")), user("u"), ways="c,u"),
        """start | -start -fork +c +u | u
        complete u ready=true | -u -c -end -end |""",
    ),
    Construct(
        "condition, boundary, interrupting",
        "§10.5.4",
        forked(user("a"), user("u"), ways="a,u")
        + boundary("b", "a", conditional("stop = true"))
        + flows(("b", "end")),
        """start | -start -fork +a +u | a u
        complete u stop=true | -u xa -b -end -end |""",
    ),
    Construct(
        "condition, boundary, non-interrupting: once each time it becomes true",
        "§10.5.4",
        forked(user("a"), user("u"), user("v"), user("w"), ways="a,u v w")
        + boundary("b", "a", conditional("n = 1"), cancel=False)
        + flows(("b", "end")),
        """start n=1 | -start -fork +a -b -end +u | a u
        complete u n=1 | -u +v | a v
        complete v n=0 | -v +w | a w
        complete w n=1 | -w -b -end -end | a
        complete a | -a -end |""",
    ),
    Construct(
        "condition, changed by a script of a concurrent branch",
        "§10.5.1",
        forked(
            catch("c", conditional("x = 2")),
            user("u"),
            script("k", "{x: 2}"),
            user("v"),
            ways="c,u k v",
        ),
        """start x=1 | -start -fork +c +u | u
        complete u | -u -k -c +v -end | v
        complete v | -v -end |""",
    ),
    Construct(
        "condition, behind an event-based gateway",
        "§13.4.4",
        start()
        + FORK
        + user("u")
        + '<eventBasedGateway id="g"/>'
        + catch("c", conditional("x = 2"))
        + catch("d", timer())
        + end()
        + flows(
            ("start", "fork"),
            ("fork", "u"),
            ("u", "end"),
            ("fork", "g"),
            ("g", "c"),
            ("g", "d"),
            ("c", "end"),
            ("d", "end"),
        ),
        """start | -start -fork +g +u | d u
        complete u x=2 | -u -g -c -end -end |""",
    ),
    Construct(
        "terminate, of the process: everything ends at once",
        "§13.5.6",
        start()
        + FORK
        + user("a")
        + user("u")
        + sub("s", inside("s", user("i"), names="i"))
        + end("x", TERMINATE)
        + end()
        + flows(("start", "fork"), ("fork", "a"), ("fork", "s"), ("fork", "u"), ("u", "x"))
        + flows(("a", "end"), ("s", "end")),
        """start | -start -fork +a +s -ss +i +u | a i u
        complete u | -u -x xa xs xi |""",
    ),
    Construct(
        "terminate, of a sub-process: the flow goes on behind it",
        "§13.5.6",
        line(
            sub(
                "s",
                start(name="ss")
                + '<parallelGateway id="f"/>'
                + user("i")
                + user("j")
                + end("x", TERMINATE)
                + end("se")
                + flows(("ss", "f"), ("f", "i"), ("f", "j"), ("i", "se"), ("j", "x")),
            ),
            user("z"),
            names="s z",
        ),
        """start | -start +s -ss -f +i +j | i j
        complete j | -j -x xi -s +z | z
        complete z | -z -end |""",
    ),
    Construct(
        "terminate, of a called process: its caller goes on",
        "§13.5.6",
        line('<callActivity id="k" calledElement="q"/>', user("z"), names="k z"),
        """start | -start +k -qs +qa | qa
        complete qa | -qa -qe -k +z | z
        complete z | -z -end |""",
        called=inside("q", user("qa"), names="qa").replace(end("qe"), end("qe", TERMINATE)),
    ),
    Construct(
        "error, boundary, with the code before any",
        "§10.5.1",
        line(SERVICE, names="a")
        + boundary("b", "a", error())
        + boundary("any", "a", error(""))
        + user("r")
        + user("o")
        + flows(("b", "r"), ("r", "end"), ("any", "o"), ("o", "end")),
        """start | -start +a | a
        error a e1 | xa -b +r | r
        complete r | -r -end |""",
    ),
    Construct(
        "error, boundary for any error",
        "§10.5.1",
        line(SERVICE, names="a")
        + boundary("b", "a", error(""))
        + user("r")
        + flows(("b", "r"), ("r", "end")),
        """start | -start +a | a
        error a e2 | xa -b +r | r
        complete r | -r -end |""",
    ),
)
