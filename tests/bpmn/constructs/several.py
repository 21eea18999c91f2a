"""Several triggers, several tokens, no fixed order (BPMN 2.0.2 §10.5.6, §13.3.2, §13.3.5)."""

from tests.bpmn.constructs.model import (
    TERMINATE,
    Construct,
    boundary,
    catch,
    end,
    event,
    flows,
    handler,
    line,
    message,
    script,
    signal,
    start,
    throw,
    timer,
    user,
)

MULTIPLE = "§10.5.6"
TWO = message() + message("m2")
BOTH = 'parallelMultiple="true"'


def adhoc(*parts: str, more: str = "", until: str = "") -> str:
    condition = f"<completionCondition>{until}</completionCondition>" if until else ""
    inside = "".join(parts) + condition
    return line(f'<adHocSubProcess id="s" {more}>{inside}</adHocSubProcess>', names="s")


CONSTRUCTS = (
    Construct(
        "multiple, catch event: whichever comes first",
        MULTIPLE,
        line(catch("c", TWO), names="c"),
        """start | -start +c | c c
        deliver c x=1 | -c -end |""",
        "x = 1",
    ),
    Construct(
        "multiple, catch event with a message and a timer",
        MULTIPLE,
        line(catch("c", message() + timer()), names="c"),
        """start | -start +c | c c
        fire c | -c -end |""",
    ),
    Construct(
        "parallel multiple, catch event: all of them",
        MULTIPLE,
        line(event("intermediateCatchEvent", "c", TWO, BOTH), names="c"),
        """start | -start +c | c c
        deliver c x=1 | | c
        deliver c y=2 | -c -end |""",
        """x = 1
        y = 2""",
    ),
    Construct(
        "multiple, boundary, interrupting",
        MULTIPLE,
        line(user("a") + boundary("b", "a", message() + timer()) + user("r"), names="a")
        + flows(("b", "r"), ("r", "end")),
        """start | -start +a | a b b
        fire b | xa -b +r | r
        complete r | -r -end |""",
    ),
    Construct(
        "multiple, boundary, non-interrupting: each of them",
        MULTIPLE,
        line(user("a") + boundary("b", "a", message() + timer(), cancel=False), names="a")
        + flows(("b", "end")),
        """start | -start +a | a b b
        fire b | -b -end | a b
        deliver b | -b -end | a b
        complete a | -a -end |""",
    ),
    Construct(
        "multiple, start of an event sub-process",
        MULTIPLE,
        line(user("a"), names="a") + handler("h", message() + timer(), user("b"), names="b"),
        """start | -start +a | a h_s h_s
        fire h_s | xa +h -h_s +b | b
        complete b | -b -h_e -h |""",
    ),
    Construct(
        "multiple, throw event: one after the other",
        MULTIPLE,
        start()
        + '<parallelGateway id="fork"/>'
        + catch("c", signal())
        + catch("d", signal("s2"))
        + throw("t", signal() + signal("s2"))
        + end()
        + flows(("start", "fork"), ("fork", "c"), ("fork", "d"), ("fork", "t"))
        + flows(("c", "end"), ("d", "end"), ("t", "end")),
        "start | -start -fork -c -d -end -t -end -end |",
    ),
    Construct(
        "multiple, end event: throws, then terminates",
        MULTIPLE,
        start()
        + '<parallelGateway id="fork"/>'
        + catch("c", signal())
        + user("u")
        + user("v")
        + end("x", TERMINATE + signal())
        + flows(("start", "fork"), ("fork", "c"), ("fork", "u"), ("u", "x"), ("c", "v"))
        + flows(("v", "end"))
        + end(),
        """start | -start -fork +c +u | c u
        complete u | -u -c xv -x |""",
        ordered=True,
    ),
    Construct(
        "start quantity: waits for so many tokens",
        "§13.3.2",
        start()
        + '<parallelGateway id="fork"/>'
        + user("u")
        + user("v")
        + user("a", 'startQuantity="2"')
        + end()
        + flows(("start", "fork"), ("fork", "u"), ("fork", "v"), ("u", "a"), ("v", "a"))
        + flows(("a", "end")),
        """start | -start -fork +u +v | u v
        complete u | -u | v
        complete v | -v +a | a
        complete a | -a -end |""",
    ),
    Construct(
        "completion quantity: leaves with so many tokens",
        "§13.3.2",
        line(
            script("a", "{n: 1}").replace("<scriptTask", '<scriptTask completionQuantity="2"'),
            user("b"),
            names="a b",
        ),
        """start | -start -a +b +b | b b
        complete b | -b -end | b
        complete b | -b -end |""",
    ),
    Construct(
        "ad-hoc, parallel: everything that nothing leads to is open",
        "§13.3.5",
        adhoc(user("a"), user("b"), user("c"), flows(("b", "c"))),
        """start | -start +s +a +b | a b
        complete b | -b +c | a c
        complete a | -a | c
        complete c | -c -s -end |""",
    ),
    Construct(
        "ad-hoc, sequential: in the drawn order",
        "§13.3.5",
        adhoc(user("a"), user("b"), more='ordering="Sequential"'),
        """start | -start +s +a | a
        complete a | -a +b | b
        complete b | -b -s -end |""",
    ),
    Construct(
        "ad-hoc, completion condition cancels the rest",
        "§13.3.5",
        adhoc(user("a"), user("b"), until="enough"),
        """start enough=false | -start +s +a +b | a b
        complete a enough=true | -a xb -s -end |""",
    ),
    Construct(
        "ad-hoc, completion condition lets the rest finish, nothing new starts",
        "§13.3.5",
        adhoc(
            user("a"),
            user("b"),
            user("c"),
            flows(("a", "c")),
            more='cancelRemainingInstances="false"',
            until="enough",
        ),
        """start enough=false | -start +s +a +b | a b
        complete a enough=true | -a | b
        complete b | -b -s -end |""",
    ),
)
