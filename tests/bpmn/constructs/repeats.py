"""Repeated activities (BPMN 2.0.2 §10.3.8, §13.3.6, §13.3.7): multi-instance and standard loops."""

from tests.bpmn.constructs.model import (
    TERMINATE,
    Construct,
    boundary,
    cardinality,
    end,
    error,
    flows,
    inside,
    line,
    many,
    message,
    script,
    sub,
    user,
)
from tests.bpmn.driving import extra

MANY, LOOP = "§13.3.7", "§13.3.6"
SEQUENTIAL = 'isSequential="true"'
OVER = 'pr:collection="items" pr:element="item"'
KEEP = f'{OVER} pr:outputCollection="results" pr:outputElement="item * 2"'
OUT = f'{OVER} pr:outputCollection="out" pr:outputElement="r"'
ZEEBE = extra(
    '<zeebe:loopCharacteristics inputCollection="=items" inputElement="item" '
    'outputCollection="results" outputElement="=item + loopCounter"/>'
)


def repeated(loop: str, more: str = "") -> str:
    return line(user("a", inner=loop) + more, names="a")


def scripted(loop: str, text: str = "{n: item}") -> str:
    task = script("a", text).replace("</scriptTask>", f"{loop}</scriptTask>")
    return line(task, names="a")


def standard(condition: str = "", more: str = "") -> str:
    inner = f"<loopCondition>{condition}</loopCondition>" if condition else ""
    return f"<standardLoopCharacteristics {more}>{inner}</standardLoopCharacteristics>"


def nested(loop: str, *nodes: str, names: str) -> str:
    return line(sub("s", inside("s", *nodes, names=names), loop), names="s")


CONSTRUCTS = (
    Construct(
        "multi-instance, parallel, cardinality",
        MANY,
        repeated(many(cardinality("2"))),
        """start | -start +a +a +a | a a
        complete a | -a | a
        complete a | -a -a -end |""",
    ),
    Construct(
        "multi-instance, sequential, cardinality",
        MANY,
        repeated(many(cardinality("2"), SEQUENTIAL)),
        """start | -start +a +a | a
        complete a | -a +a | a
        complete a | -a -a -end |""",
    ),
    Construct(
        "multi-instance, cardinality computed in FEEL",
        MANY,
        repeated(many(cardinality("=count(items) - 1"))),
        """start items=[1,2,3] | -start +a +a +a | a a
        complete a | -a | a
        complete a | -a -a -end |""",
    ),
    Construct(
        "multi-instance, cardinality 0 is passed",
        MANY,
        repeated(many(cardinality("0"))),
        "start | -start -a -end |",
    ),
    Construct(
        "multi-instance, parallel, collection with results in the order of the items",
        MANY,
        repeated(many(more=KEEP)),
        """start items=[1,2] | -start +a +a +a | a a
        complete a | -a | a
        complete a | -a -a -end |""",
        "results = [2, 4]",
    ),
    Construct(
        "multi-instance, an empty collection gives an empty list",
        MANY,
        repeated(many(more=KEEP)),
        "start items=[] | -start -a -end |",
        "results = []",
    ),
    Construct(
        "multi-instance, a collection that holds null",
        MANY,
        scripted(
            many(more=f'{OVER} pr:outputCollection="r" pr:outputElement="item"'), '{"q": item}'
        ),
        "start items=[null,3,null] | -start -a -a -a -a -end |",
        "r = [null, 3, null]",
    ),
    Construct(
        "multi-instance, sequential, collection of Zeebe",
        MANY,
        repeated(many(ZEEBE, SEQUENTIAL)),
        """start items=[5,6] | -start +a +a | a
        complete a | -a +a | a
        complete a | -a -a -end |""",
        "results = [6, 8]",
    ),
    Construct(
        "multi-instance, collection of Camunda 7",
        MANY,
        scripted(
            many(
                more='camunda:collection="items" camunda:elementVariable="item" '
                'pr:outputCollection="r" pr:outputElement="n"'
            )
        ),
        "start items=[7,8] | -start -a -a -a -end |",
        "r = [7, 8]",
    ),
    Construct(
        "multi-instance, data input and output as BPMN draws them",
        "§10.3.8",
        scripted(
            many(
                "<loopDataInputRef>items</loopDataInputRef>"
                "<loopDataOutputRef>out</loopDataOutputRef>"
                '<inputDataItem id="di" name="item"/><outputDataItem id="do" name="n"/>'
            )
        ),
        "start items=[7,8] | -start -a -a -a -end |",
        "out = [7, 8]",
    ),
    Construct(
        "multi-instance, parallel, completion condition ends the others",
        MANY,
        repeated(
            many(
                "<completionCondition>numberOfCompletedInstances &gt;= 2</completionCondition>",
                KEEP,
            )
        ),
        """start items=[1,2,3] | -start +a +a +a +a | a a a
        complete a | -a | a a
        complete a | -a xa -a -end |""",
        "results = [2, 4, null]",
    ),
    Construct(
        "multi-instance, sequential, completion condition on what an instance wrote",
        MANY,
        repeated(
            many(
                "<completionCondition>ok = true</completionCondition>",
                f"{SEQUENTIAL} {OVER}",
            )
        ),
        """start items=[1,2,3] | -start +a +a | a
        complete a ok=false | -a +a | a
        complete a ok=true | -a -a -end |""",
        "ok = null",
    ),
    Construct(
        "multi-instance, what is new stays in the instance, what exists is updated",
        MANY,
        scripted(many(more=f"{SEQUENTIAL} {OVER}"), "{total: total + item, last: item}"),
        "start items=[1,2,3] total=0 | -start -a -a -a -a -end |",
        """total = 6
        last = null
        item = null""",
    ),
    Construct(
        "multi-instance, sub-process, parallel",
        MANY,
        nested(many(more=KEEP), user("a"), names="a"),
        """start items=[1,2] | -start +s +s -ss +a +s -ss +a | a a
        complete a | -a -se -s | a
        complete a | -a -se -s -s -end |""",
        "results = [2, 4]",
    ),
    Construct(
        "multi-instance, sub-process, sequential",
        MANY,
        nested(many(more=f"{KEEP} {SEQUENTIAL}"), user("a"), names="a"),
        """start items=[1,2] | -start +s +s -ss +a | a
        complete a | -a -se -s +s -ss +a | a
        complete a | -a -se -s -s -end |""",
        "results = [2, 4]",
    ),
    Construct(
        "multi-instance, every instance of a sub-process has variables of its own",
        MANY,
        nested(
            many(more=f'{OVER} pr:outputCollection="out" pr:outputElement="mine"'),
            user("a"),
            script("b", "{mine: mine * 10}"),
            names="a b",
        ),
        """start items=[1,2] | -start +s +s -ss +a +s -ss +a | a a
        complete a mine=3 | -a -b -se -s | a
        complete a mine=item | -a -b -se -s -s -end |""",
        "out = [30, null]",
    ),
    Construct(
        "multi-instance, call activity",
        MANY,
        line(
            f'<callActivity id="k" calledElement="q">{many(more=OUT)}</callActivity>',
            names="k",
        ),
        "start items=[1,2] | -start -k -k -qs -x -qe -k -qs -x -qe -end |",
        "out = [11, 12]",
        called=inside("q", script("x", "{r: item + 10}"), names="x"),
    ),
    Construct(
        "multi-instance inside multi-instance",
        MANY,
        nested(
            many(more='pr:collection="rows" pr:element="row"'),
            script("a", "{total: total + cell}").replace(
                "</scriptTask>",
                many(more='pr:collection="row" pr:element="cell"') + "</scriptTask>",
            ),
            names="a",
        ),
        "start rows=[[1,2],[3]] total=0 | -start -s -s -ss -a -a -a -se -s -ss -a -a -se -end |",
        "total = 6",
    ),
    Construct(
        "multi-instance, a boundary message ends all instances",
        "§10.5.4",
        repeated(many(cardinality("2")), boundary("b", "a", message()) + user("c"))
        + flows(("b", "c"), ("c", "end")),
        """start | -start +a +a +a | a a b
        complete a | -a | a b
        deliver b | xa xa -b +c | c
        complete c | -c -end |""",
    ),
    Construct(
        "multi-instance, a boundary message beside the instances",
        "§10.5.4",
        repeated(many(cardinality("2")), boundary("b", "a", message(), cancel=False) + user("c"))
        + flows(("b", "c"), ("c", "end")),
        """start | -start +a +a +a | a a b
        deliver b | -b +c | a a b c
        complete a | -a | a b c
        complete a | -a -a -end | c
        complete c | -c -end |""",
    ),
    Construct(
        "multi-instance, an error in one instance ends them all",
        "§10.5.1",
        nested(many(cardinality("3")), user("a"), names="a").replace(end("se"), end("se", error()))
        + boundary("b", "s", error())
        + flows(("b", "end")),
        """start | -start +s +s -ss +a +s -ss +a +s -ss +a | a a a
        complete a | -a -se xs xs xs xa xs xa -b -end |""",
    ),
    Construct(
        "multi-instance, terminate ends its own instance only",
        "§13.5.6",
        nested(many(cardinality("2")), user("a"), names="a").replace(
            end("se"), end("se", TERMINATE)
        ),
        """start | -start +s +s -ss +a +s -ss +a | a a
        complete a | -a -se -s | a
        complete a | -a -se -s -s -end |""",
    ),
    Construct(
        "multi-instance, receive task: one subscription an instance",
        MANY,
        line(
            f'<receiveTask id="r" messageRef="m1">{many(cardinality("2"))}</receiveTask>', names="r"
        ),
        """start | -start +r +r +r | r r
        deliver r | -r | r
        deliver r | -r -r -end |""",
    ),
    Construct(
        "standard loop, at least once, as long as the condition holds",
        LOOP,
        line(user("a", inner=standard("again")), names="a"),
        """start | -start +a +a | a
        complete a again=true | -a +a | a
        complete a again=false | -a -a -end |""",
        "again = false",
    ),
    Construct(
        "standard loop, tested before: perhaps never",
        LOOP,
        line(user("a", inner=standard("again", 'testBefore="true"')), names="a"),
        "start again=false | -start -a -end |",
    ),
    Construct(
        "standard loop, at most so often",
        LOOP,
        line(user("a", inner=standard("true", 'loopMaximum="2"')), names="a"),
        """start | -start +a +a | a
        complete a | -a +a | a
        complete a | -a -a -end |""",
    ),
    Construct(
        "standard loop, a maximum only",
        LOOP,
        scripted(standard(more='loopMaximum="3"'), "{n: n + loopCounter}"),
        "start n=0 | -start -a -a -a -a -end |",
        "n = 6",
    ),
    Construct(
        "standard loop, sub-process",
        LOOP,
        nested(standard("loopCounter &lt; 2"), user("a"), names="a"),
        """start | -start +s +s -ss +a | a
        complete a | -a -se -s +s -ss +a | a
        complete a x=1 | -a -se -s -s -end |""",
        "x = 1",
    ),
)
