"""Compensation and transactions (BPMN 2.0.2 §10.7, §13.5.5): undone in the reverse order."""

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

COMP = "§10.7"
UNDO = "<compensateEventDefinition/>"
CANCEL = "<cancelEventDefinition/>"


def undo(activity: str) -> str:
    return f'<compensateEventDefinition activityRef="{activity}"/>'


def undone(name: str, loop: str = "", *, waits: bool = False) -> str:
    """Return a script `name` with a handler `un_name`; `waits` makes the handler a user task."""
    done = script(name, "{n: 1}").replace("</scriptTask>", f"{loop}</scriptTask>")
    task = user(f"un_{name}") if waits else script(f"un_{name}", f'{{"u_{name}": true}}')
    return (
        done
        + event("boundaryEvent", f"b_{name}", UNDO, f'attachedToRef="{name}"')
        + task.replace(f'id="un_{name}"', f'id="un_{name}" isForCompensation="true"')
        + f'<association id="l_{name}" sourceRef="b_{name}" targetRef="un_{name}"/>'
    )


def transaction(name: str, inner: str) -> str:
    return f'<transaction id="{name}">{inner}</transaction>'


def cancelled(*nodes: str, names: str) -> str:
    """Return a transaction `s` whose end cancels it, with the way out over `b` to task `r`."""
    inner = inside("s", *nodes, names=names).replace(end("se"), end("se", CANCEL))
    return (
        line(transaction("s", inner), names="s")
        + event("boundaryEvent", "b", CANCEL, 'attachedToRef="s"')
        + user("r")
        + flows(("b", "r"), ("r", "end"))
    )


CONSTRUCTS = (
    Construct(
        "compensation, throw event: everything done, the last first",
        COMP,
        line(undone("x"), undone("y"), throw("t", UNDO), names="x y t"),
        "start | -start -x -y -t -un_y -un_x -end |",
        "u_x = true",
    ),
    Construct(
        "compensation, one activity",
        COMP,
        line(undone("x"), undone("y"), throw("t", undo("x")), names="x y t"),
        "start | -start -x -y -t -un_x -end |",
        "u_y = null",
    ),
    Construct(
        "compensation, what was not done is not undone",
        COMP,
        line(throw("t", UNDO), undone("x"), names="t x"),
        "start | -start -t -x -end |",
    ),
    Construct(
        "compensation, nothing is undone twice",
        COMP,
        line(undone("x"), throw("t", UNDO), throw("v", UNDO), names="x t v"),
        "start | -start -x -t -un_x -v -end |",
    ),
    Construct(
        "compensation, the throw event waits for the handlers",
        COMP,
        line(undone("x", waits=True), undone("y", waits=True), throw("t", UNDO), names="x y t"),
        """start | -start -x -y +t +un_y | un_y
        complete un_y | -un_y +un_x | un_x
        complete un_x | -un_x -t -end |""",
    ),
    Construct(
        "compensation, end event",
        "§10.5.3",
        line(undone("x"), names="x").replace(end("end"), end("end", UNDO)),
        "start | -start -x -end -un_x |",
    ),
    Construct(
        "compensation, into a completed sub-process",
        COMP,
        line(
            sub("s", inside("s", undone("x"), undone("y"), names="x y")),
            throw("t", UNDO),
            names="s t",
        ),
        "start | -start -s -ss -x -y -se -t -un_y -un_x -end |",
    ),
    Construct(
        "compensation, a sub-process by its name",
        COMP,
        line(
            sub("s", inside("s", undone("x"), names="x")),
            undone("y"),
            throw("t", undo("s")),
            names="s y t",
        ),
        "start | -start -s -ss -x -se -y -t -un_x -end |",
    ),
    Construct(
        "compensation, a sub-process that was interrupted is not undone",
        COMP,
        line(sub("s", inside("s", undone("x"), user("a"), names="x a")), names="s").replace(
            end("se"), end("se", error())
        )
        + boundary("b", "s", error())
        + throw("t", UNDO)
        + flows(("b", "t"), ("t", "end")),
        """start | -start +s -ss -x +a | a
        complete a | -a -se xs -b -t -end |""",
    ),
    Construct(
        "compensation, the handler at the border of a sub-process undoes it as a whole",
        COMP,
        line(
            sub("s", inside("s", undone("x"), names="x"))
            + event("boundaryEvent", "b_s", UNDO, 'attachedToRef="s"')
            + script("un_s", "{all: 1}").replace('"un_s"', '"un_s" isForCompensation="true"')
            + '<association id="l_s" sourceRef="b_s" targetRef="un_s"/>',
            throw("t", UNDO),
            names="s t",
        ),
        "start | -start -s -ss -x -se -t -un_s -end |",
    ),
    Construct(
        "compensation, event sub-process of a completed sub-process",
        "§10.3.5",
        line(
            sub("s", inside("s", undone("x"), names="x"), handler("h", UNDO, user("k"), names="k")),
            throw("t", UNDO),
            names="s t",
        ),
        """start | -start -s -ss -x -se +t +h -h_s +k | k
        complete k | -k -h_e -h -t -end |""",
    ),
    Construct(
        "compensation, an event sub-process that undoes the rest itself",
        "§10.3.5",
        line(
            sub(
                "s",
                inside("s", undone("x"), names="x"),
                handler("h", UNDO, throw("k", UNDO), names="k"),
            ),
            throw("t", UNDO),
            names="s t",
        ),
        "start | -start -s -ss -x -se -t -h -h_s -k -un_x -h_e -end |",
    ),
    Construct(
        "compensation, the sub-process still knows its own variables",
        "§10.3.5",
        line(
            sub(
                "s",
                "<extensionElements><pr:mapping>"
                '<pr:in source="=7" target="mine"/></pr:mapping></extensionElements>',
                inside("s", user("x"), names="x"),
                handler("h", UNDO, script("k", "{seen: mine}"), names="k"),
            ),
            throw("t", UNDO),
            names="s t",
        ),
        """start seen=0 | -start +s -ss +x | x
        complete x mine=8 | -x -se -s -t -h -h_s -k -h_e -end |""",
        """seen = 8
        mine = null""",
    ),
    Construct(
        "compensation, every instance of a sub-process is undone",
        COMP,
        line(
            sub(
                "s",
                inside("s", undone("x"), names="x"),
                many(cardinality("2"), 'isSequential="true"'),
            ),
            throw("t", UNDO),
            names="s t",
        ),
        "start | -start -s -s -ss -x -se -s -ss -x -se -t -un_x -un_x -end |",
    ),
    Construct(
        "compensation, a repeated task is undone once",
        COMP,
        line(undone("x", many(cardinality("2"))), throw("t", UNDO), names="x t"),
        "start | -start -x -x -x -t -un_x -end |",
    ),
    Construct(
        "compensation, in an error event sub-process: undoes the scope around it",
        COMP,
        line(
            sub(
                "s",
                inside("s", undone("x"), user("a"), names="x a"),
                handler("h", error(), throw("t", UNDO), names="t"),
            ),
            names="s",
        ).replace(end("se"), end("se", error())),
        """start | -start +s -ss -x +a | a
        complete a | -a -se -h -h_s -t -un_x -h_e -s -end |""",
    ),
    Construct(
        "compensation, does not look outside its scope",
        COMP,
        line(
            undone("x"),
            sub("s", inside("s", undone("y"), throw("t", UNDO), names="y t")),
            names="x s",
        ),
        "start | -start -x -s -ss -y -t -un_y -se -end |",
    ),
    Construct(
        "transaction, that completes",
        "§13.5.5",
        line(transaction("s", inside("s", undone("x"), user("a"), names="x a")), names="s"),
        """start | -start +s -ss -x +a | a
        complete a | -a -se -s -end |""",
    ),
    Construct(
        "transaction, cancelled: undone, then out over the border",
        "§13.5.5",
        cancelled(undone("x"), undone("y"), user("a"), names="x y a"),
        """start | -start +s -ss -x -y +a | a
        complete a | -a -se -un_y -un_x xs -b +r | r
        complete r | -r -end |""",
    ),
    Construct(
        "transaction, cancelled: other work in it stops before anything is undone",
        "§13.5.5",
        line(
            transaction(
                "s",
                start(name="ss")
                + '<parallelGateway id="f"/>'
                + undone("x", waits=True)
                + user("w")
                + user("a")
                + end("se", CANCEL)
                + end("sf")
                + flows(("ss", "f"), ("f", "x"), ("x", "w"), ("w", "sf"), ("f", "a"), ("a", "se")),
            ),
            names="s",
        )
        + event("boundaryEvent", "b", CANCEL, 'attachedToRef="s"')
        + flows(("b", "end")),
        """start | -start +s -ss -f -x +w +a | a w
        complete a | -a +se xw +un_x | un_x
        complete un_x | -un_x -se xs -b -end |""",
    ),
    Construct(
        "transaction, an error leaves it without undoing",
        "§13.5.5",
        line(transaction("s", inside("s", undone("x"), user("a"), names="x a")), names="s").replace(
            end("se"), end("se", error())
        )
        + boundary("b", "s", error())
        + flows(("b", "end")),
        """start | -start +s -ss -x +a | a
        complete a | -a -se xs -b -end |""",
    ),
)
