"""Compensation that is not waited for, of called processes, by handlers of every kind (§10.7)."""

from tests.bpmn.constructs.model import (
    Construct,
    boundary,
    cardinality,
    end,
    error,
    event,
    flows,
    handler,
    inside,
    line,
    many,
    script,
    start,
    sub,
    throw,
    user,
)
from tests.bpmn.constructs.undoing import COMP, UNDO, undo, undone

BESIDE = '<compensateEventDefinition waitForCompletion="false"/>'
UNDOES = 'isForCompensation="true"'
SUBS = "§10.3.5"
FORK = '<parallelGateway id="fork"/>'
JOIN = '<inclusiveGateway id="join"/>'
JOB = '<serviceTask id="a" pr:job="j"/>'
CALL = '<callActivity id="k" calledElement="q"/>'


def done_by(name: str, handler_drawn: str, by: str) -> str:
    """Return a script `name` that the activity `by` undoes, drawn as `handler_drawn`."""
    return (
        script(name, "{n: 1}")
        + event("boundaryEvent", f"b_{name}", UNDO, f'attachedToRef="{name}"')
        + handler_drawn
        + f'<association id="l_{name}" sourceRef="b_{name}" targetRef="{by}"/>'
    )


def whole_process(*nodes: str) -> str:
    """Return a process with task `w`, undone as a whole by an event sub-process `h`."""
    return line(script("w", "{n: 1}"), names="w") + handler("h", UNDO, *nodes, names="u")


CONSTRUCTS = (
    Construct(
        "compensation beside, throw event: the flow goes on at once",
        COMP,
        line(undone("x", waits=True), throw("t", BESIDE), user("a"), names="x t a"),
        """start | -start -x -t +a +un_x | a un_x
        complete a | -a -end | un_x
        complete un_x | -un_x |""",
    ),
    Construct(
        "compensation beside, the last first, one after the other",
        COMP,
        line(
            undone("x", waits=True),
            undone("y", waits=True),
            throw("t", BESIDE),
            user("a"),
            names="x y t a",
        ),
        """start | -start -x -y -t +a +un_y | a un_y
        complete un_y | -un_y +un_x | a un_x
        complete un_x | -un_x | a
        complete a | -a -end |""",
    ),
    Construct(
        "compensation beside, end event: the scope waits for it",
        COMP,
        line(
            sub(
                "s",
                inside("s", undone("x", waits=True), names="x").replace(
                    end("se"), end("se", BESIDE)
                ),
            ),
            user("a"),
            names="s a",
        ).replace(end("se"), end("se", BESIDE)),
        """start | -start +s -ss -x -se +un_x | un_x
        complete un_x | -un_x -s +a | a
        complete a | -a -end |""",
    ),
    Construct(
        "compensation beside, an inclusive join does not wait for it",
        COMP,
        start()
        + undone("x", waits=True)
        + FORK
        + throw("t", BESIDE)
        + user("a")
        + JOIN
        + user("z")
        + end()
        + flows(("start", "x"), ("x", "fork"), ("fork", "t"), ("fork", "a"), ("t", "join"))
        + flows(("a", "join"), ("join", "z"), ("z", "end")),
        """start | -start -x -fork -t +join +un_x +a | a un_x
        complete a | -a -join -join +z | un_x z
        complete z | -z -end | un_x
        complete un_x | -un_x |""",
    ),
    Construct(
        "compensation beside, nothing to undo",
        COMP,
        line(throw("t", BESIDE), user("a"), names="t a"),
        """start | -start -t +a | a
        complete a | -a -end |""",
    ),
    Construct(
        "compensation beside, dies with its scope",
        COMP,
        line(
            sub("s", inside("s", undone("x", waits=True), throw("t", BESIDE), JOB, names="x t a"))
            + boundary("b", "s", error())
            + user("r"),
            names="s",
        )
        + flows(("b", "r"), ("r", "end")),
        """start | -start +s -ss -x -t +a +un_x | a un_x
        error a e1 | xs xun_x xa -b +r | r
        complete r | -r -end |""",
    ),
    Construct(
        "compensation, what a called process remembers",
        COMP,
        line(CALL, throw("t", UNDO), names="k t"),
        "start | -start -k -start -x -y -end -t -un_y -un_x -end |",
        called=line(undone("x"), undone("y"), names="x y"),
    ),
    Construct(
        "compensation, a called process by the name of its call",
        COMP,
        line(undone("z"), CALL, throw("t", undo("k")), names="z k t"),
        "start | -start -z -k -start -x -end -t -un_x -end |",
        "u_z = null",
        called=line(undone("x"), names="x"),
    ),
    Construct(
        "compensation, event sub-process of a called process undoes it as a whole",
        SUBS,
        line(CALL, throw("t", UNDO), names="k t"),
        """start | -start -k -start -w -end +t +h -h_s +u | u
        complete u | -u -h_e -h -t -end |""",
        called=whole_process(user("u")),
    ),
    Construct(
        "compensation, event sub-process of a called process that nobody undoes",
        SUBS,
        line(CALL, names="k"),
        "start | -start -k -start -w -end -end |",
        called=whole_process(user("u")),
    ),
    Construct(
        "compensation, of a repeated call: every instance",
        COMP,
        line(
            CALL.replace("/>", f">{many(cardinality('2'))}</callActivity>"),
            throw("t", undo("k")),
            names="k t",
        ),
        "start | -start -k -k -start -x -end -k -start -x -end -t -un_x -un_x -end |",
        called=line(undone("x"), names="x"),
    ),
    Construct(
        "compensation, handler that is a sub-process",
        COMP,
        line(
            done_by(
                "x",
                sub("u", inside("u", user("w"), names="w"), more='isForCompensation="true"'),
                "u",
            ),
            throw("t", UNDO),
            names="x t",
        ),
        """start | -start -x +t +u -us +w | w
        complete w | -w -ue -u -t -end |""",
    ),
    Construct(
        "compensation, handler that is a call",
        COMP,
        line(
            done_by("x", '<callActivity id="u" calledElement="q" isForCompensation="true"/>', "u"),
            throw("t", UNDO),
            names="x t",
        ),
        """start | -start -x +t +u -start +w | w
        complete w | -w -end -u -t -end |""",
        called=line(user("w"), names="w"),
    ),
    Construct(
        "compensation, handler that is repeated",
        COMP,
        line(
            done_by("x", user("u", UNDOES, many(cardinality("2"))), "u"),
            throw("t", UNDO),
            names="x t",
        ),
        """start | -start -x +t +u +u +u | u u
        complete u | -u | u
        complete u | -u -u -t -end |""",
    ),
    Construct(
        "compensation, thrown by an event sub-process for one activity around it",
        COMP,
        line(undone("x"), undone("y"), user("a"), names="x y a")
        + handler("h", error(), throw("t", undo("x")), names="t").replace(
            error(), '<messageEventDefinition messageRef="m1"/>'
        ),
        """start | -start -x -y +a | a h_s
        deliver h_s | xa -h -h_s -t -un_x -h_e |""",
        "u_y = null",
    ),
    Construct(
        "compensation beside, thrown by an event sub-process",
        COMP,
        line(undone("x", waits=True), user("a"), names="x a")
        + handler("h", '<messageEventDefinition messageRef="m1"/>', throw("t", BESIDE), names="t"),
        """start | -start -x +a | a h_s
        deliver h_s | xa +h -h_s -t -h_e +un_x | un_x
        complete un_x | -un_x -h |""",
    ),
)
