"""Event sub-processes (BPMN 2.0.2 §10.3.5, §13.5.4): beside their scope, or instead of it."""

from tests.bpmn.constructs.model import (
    TERMINATE,
    Construct,
    boundary,
    conditional,
    end,
    error,
    escalation,
    flows,
    handler,
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

MAIN = line(user("a"), names="a")
TWO = line(user("a"), user("c"), names="a c")
B = user("b")
SECTION = "§13.5.4"

CONSTRUCTS = (
    Construct(
        "event sub-process, message, interrupting",
        SECTION,
        MAIN + handler("h", message(), B, names="b"),
        """start | -start +a | a h_s
        deliver h_s x=1 | xa +h -h_s +b | b
        complete b | -b -h_e -h |""",
        "x = 1",
    ),
    Construct(
        "event sub-process, message, non-interrupting, more than once",
        SECTION,
        MAIN + handler("h", message(), B, names="b", cancel=False),
        """start | -start +a | a h_s
        deliver h_s | +h -h_s +b | a b h_s
        deliver h_s | +h -h_s +b | a b b h_s
        complete a | -a -end | b b h_s
        complete b | -b -h_e -h | b h_s
        complete b | -b -h_e -h |""",
    ),
    Construct(
        "event sub-process that nobody triggers",
        SECTION,
        MAIN + handler("h", message(), B, names="b"),
        """start | -start +a | a h_s
        complete a | -a -end |""",
    ),
    Construct(
        "event sub-process, timer, interrupting",
        SECTION,
        MAIN + handler("h", timer(), B, names="b"),
        """start | -start +a | a h_s
        fire h_s | xa +h -h_s +b | b
        complete b | -b -h_e -h |""",
    ),
    Construct(
        "event sub-process, timer, non-interrupting, once",
        SECTION,
        MAIN + handler("h", timer(), B, names="b", cancel=False),
        """start | -start +a | a h_s
        fire h_s | +h -h_s +b | a b
        complete a | -a -end | b
        complete b | -b -h_e -h |""",
    ),
    Construct(
        "event sub-process, timer cycle R2, non-interrupting",
        SECTION,
        MAIN + handler("h", timer("R2/P1D", "timeCycle"), names="", cancel=False),
        """start | -start +a | a h_s
        fire h_s | -h -h_s -h_e | a h_s
        fire h_s | -h -h_s -h_e | a
        complete a | -a -end |""",
    ),
    Construct(
        "event sub-process, error, of the process",
        "§10.5.1",
        line(
            '<serviceTask id="a" pr:job="work"/>',
            names="a",
        )
        + handler("h", error(), B, names="b"),
        """start | -start +a | a
        error a e1 why="x" | xa +h -h_s +b | b
        complete b | -b -h_e -h |""",
        'why = "x"',
    ),
    Construct(
        "event sub-process, error, in a sub-process: the flow goes on behind it",
        "§10.5.1",
        line(
            sub(
                "s",
                inside("s", user("a"), names="a").replace(end("se"), end("se", error())),
                handler("h", error(), B, names="b"),
            ),
            user("c"),
            names="s c",
        ),
        """start | -start +s -ss +a | a
        complete a | -a -se +h -h_s +b | b
        complete b | -b -h_e -h -s +c | c
        complete c | -c -end |""",
    ),
    Construct(
        "event sub-process, any error",
        "§10.5.1",
        line('<serviceTask id="a" pr:job="work"/>', names="a") + handler("h", error(""), names=""),
        """start | -start +a | a
        error a e2 | xa -h -h_s -h_e |""",
    ),
    Construct(
        "event sub-process, the error with the code goes before any error",
        "§10.5.1",
        line('<serviceTask id="a" pr:job="work"/>', names="a")
        + handler("any", error(""), names="")
        + handler("h", error("e2"), names=""),
        """start | -start +a | a
        error a e2 | xa -h -h_s -h_e |""",
    ),
    Construct(
        "event sub-process, an error thrown inside it goes on outwards",
        "§13.5.4",
        line(
            sub(
                "s",
                inside("s", user("a"), names="a"),
                handler("h", message(), names="").replace(end("h_e"), end("h_e", error())),
                handler("i", error(), names=""),
            ),
            names="s",
        )
        + handler("o", error(), B, names="b"),
        """start | -start +s -ss +a | a h_s
        deliver h_s | xa xh -h_s -h_e xs +o -o_s +b | b
        complete b | -b -o_e -o |""",
    ),
    Construct(
        "event sub-process, escalation, interrupting",
        "§10.5.7",
        line(throw("t", escalation()), user("a"), names="t a")
        + handler("h", escalation(), B, names="b"),
        """start | -start -t +h -h_s +b | b
        complete b | -b -h_e -h |""",
    ),
    Construct(
        "event sub-process, escalation, non-interrupting",
        "§10.5.7",
        line(throw("t", escalation()), user("a"), names="t a")
        + handler("h", escalation(), B, names="b", cancel=False),
        """start | -start -t +h -h_s +b +a | a b
        complete a | -a -end | b
        complete b | -b -h_e -h |""",
    ),
    Construct(
        "event sub-process, non-interrupting, throws on what it caught: it goes outwards",
        "§10.5.6",
        sub(
            "s",
            inside("s", throw("t", escalation()), user("a"), names="t a"),
            handler("h", escalation(), B, names="b", cancel=False).replace(
                end("h_e"), end("h_e", escalation())
            ),
        )
        + boundary("o", "s", escalation(), cancel=False)
        + user("z")
        + start()
        + end()
        + flows(("start", "s"), ("s", "end"), ("o", "z"), ("z", "end")),
        """start | -start +s -ss -t +h -h_s +b +a | a b
        complete b | -b -h_e -o -h +z | a z
        complete a | -a -se -s -end | z
        complete z | -z -end |""",
    ),
    Construct(
        "event sub-process, signal, interrupting",
        "§10.5.1",
        TWO + handler("h", signal(), B, names="b"),
        """start | -start +a | a h_s
        signal s2 | | a h_s
        signal s1 | xa +h -h_s +b | b
        complete b | -b -h_e -h |""",
    ),
    Construct(
        "event sub-process, signal, non-interrupting",
        "§10.5.1",
        MAIN + handler("h", signal(), B, names="b", cancel=False),
        """start | -start +a | a h_s
        signal s1 x=3 | +h -h_s +b | a b h_s
        complete a | -a -end | b h_s
        complete b | -b -h_e -h |""",
        "x = 3",
    ),
    Construct(
        "event sub-process, condition, interrupting, from false to true",
        "§10.5.1",
        TWO + handler("h", conditional("x &gt; 1"), B, names="b"),
        """start x=1 | -start +a | a
        complete a x=2 | -a +h -h_s +b | b
        complete b | -b -h_e -h |""",
    ),
    Construct(
        "event sub-process, condition, non-interrupting, again after it was false",
        "§10.5.1",
        line(user("a"), user("c"), user("d"), user("f"), names="a c d f")
        + handler("h", conditional("x"), names="", cancel=False),
        """start x=false | -start +a | a
        complete a x=true | -a -h -h_s +c -h_e | c
        complete c x=true | -c +d | d
        complete d x=false | -d +f | f
        complete f x=true | -f -h -h_s -end -h_e |""",
    ),
    Construct(
        "event sub-process, a handler that is beside dies with its scope",
        SECTION,
        line(
            sub(
                "s",
                inside("s", user("a"), names="a"),
                handler("h", message(), B, names="b", cancel=False),
                handler("i", message("m2"), user("c"), names="c"),
            ),
            names="s",
        ),
        """start | -start +s -ss +a | a h_s i_s
        deliver h_s | +h -h_s +b | a b h_s i_s
        deliver i_s | xa xh xb +i -i_s +c | c
        complete c | -c -i_e -i -s -end |""",
    ),
    Construct(
        "event sub-process, with an event sub-process inside it",
        SECTION,
        MAIN
        + handler("h", message(), B + handler("i", message("m2"), user("c"), names="c"), names="b"),
        """start | -start +a | a h_s
        deliver h_s | xa +h -h_s +b | b i_s
        deliver i_s | xb +i -i_s +c | c
        complete c | -c -i_e -i -h |""",
    ),
    Construct(
        "event sub-process, terminate in the scope ends it too",
        "§13.5.6",
        line(
            sub(
                "s",
                inside("s", user("a"), names="a").replace(end("se"), end("se", TERMINATE)),
                handler("h", message(), B, names="b", cancel=False),
            ),
            user("z"),
            names="s z",
        ),
        """start | -start +s -ss +a | a h_s
        deliver h_s | +h -h_s +b | a b h_s
        complete a | -a -se xh xb -s +z | z
        complete z | -z -end |""",
    ),
    Construct(
        "event sub-process, started by an error of a called process",
        "§10.5.1",
        line('<callActivity id="k" calledElement="q"/>', names="k")
        + handler("h", error(), names=""),
        """start | -start +k -qs +qa | qa
        complete qa | -qa -qe xk -h -h_s -h_e |""",
        called=inside("q", user("qa"), names="qa").replace(end("qe"), end("qe", error())),
    ),
    Construct(
        "event sub-process, variables of its message live in the process",
        SECTION,
        TWO + handler("h", message(), script("b", "{y: x + 1}"), names="b", cancel=False),
        """start | -start +a | a h_s
        deliver h_s x=1 | -h -h_s -b -h_e | a h_s
        complete a | -a +c | c h_s
        complete c | -c -end |""",
        """x = 1
        y = 2""",
    ),
)
