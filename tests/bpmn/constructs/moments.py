"""Timers in all their forms (BPMN 2.0.2 §10.5.5, table 10.101)."""

from tests.bpmn.constructs.model import (
    Construct,
    boundary,
    catch,
    flows,
    handler,
    line,
    timer,
    user,
)

TIMER = "§10.5.5"


def watched(text: str, kind: str = "timeCycle", *, cancel: bool = True) -> str:
    """Return a task `a` with timer `b` at its border, which leads to `r`."""
    drawn = boundary("b", "a", timer(text, kind), cancel=cancel)
    return line(user("a") + drawn + user("r"), names="a") + flows(("b", "r"), ("r", "end"))


CONSTRUCTS = (
    Construct(
        "timer, cycle at an interrupting boundary: the first time counts",
        TIMER,
        watched("R3/PT1H"),
        """start | -start +a | a b
        fire b | xa -b +r | r
        complete r | -r -end |""",
    ),
    Construct(
        "timer, cycle at a catch event: the first time counts",
        TIMER,
        line(catch("c", timer("R/PT1H", "timeCycle")), names="c"),
        """start | -start +c | c
        fire c | -c -end |""",
    ),
    Construct(
        "timer, cycle at the start of an interrupting event sub-process",
        TIMER,
        line(user("a"), names="a")
        + handler("h", timer("R2/PT1H", "timeCycle"), user("u"), names="u"),
        """start | -start +a | a h_s
        fire h_s | xa +h -h_s +u | u
        complete u | -u -h_e -h |""",
    ),
    Construct(
        "timer, cycle from a date: what has passed is not caught up with",
        TIMER,
        watched("R4/2026-02-28T09:00/P1D", cancel=False),
        """start | -start +a | a b
        fire b | -b +r | a b r
        fire b | -b +r | a r r
        complete r | -r -end | a r
        complete r | -r -end | a
        complete a | -a -end |""",
    ),
    Construct(
        "timer, cycle until a date: the last time is then",
        TIMER,
        watched("R2/P1D/2026-03-05T09:00", cancel=False),
        """start | -start +a | a b
        fire b | -b +r | a b r
        fire b | -b +r | a r r
        complete a | -a -end | r r
        complete r | -r -end | r
        complete r | -r -end |""",
    ),
    Construct(
        "timer, cycle between two dates",
        TIMER,
        watched("R1/2026-03-05T09:00/2026-03-06T09:00", cancel=False),
        """start | -start +a | a b
        fire b | -b +r | a r
        complete r | -r -end | a
        complete a | -a -end |""",
    ),
    Construct(
        "timer, a date that has passed is due at once",
        TIMER,
        watched("2020-01-01", "timeDate"),
        """start | -start +a | a b
        fire b | xa -b +r | r
        complete r | -r -end |""",
    ),
)
