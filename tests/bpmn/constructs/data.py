"""Data that is computed on its way, and data that documents (BPMN 2.0.2 §10.4)."""

from tests.bpmn.constructs.model import (
    Construct,
    boundary,
    catch,
    flows,
    line,
    many,
    message,
    script,
    signal,
    throw,
    user,
)

DATA = "§10.4.2"
OBJECTS = (
    '<dataObject id="o1" name="price"/><dataObjectReference id="price" dataObjectRef="o1"/>'
    '<dataObject id="o2" isCollection="true"/>'
    '<dataObjectReference id="r2" name="total" dataObjectRef="o2">'
    '<dataState id="st" name="paid"/></dataObjectReference>'
    '<dataStoreReference id="ds" name="Archive" dataStoreRef="store"/>'
)
FEEL_1_1 = 'xsi:type="tFormalExpression" language="http://www.omg.org/spec/FEEL/20140401"'
STORE = '<dataStore id="store" name="Archive"/>'


def specification(inputs: str = "", outputs: str = "") -> str:
    """Return an input and output specification with data of these names."""
    drawn = [f'<dataInput id="in_{n}" name="{n}"/>' for n in inputs.split()]
    drawn += [f'<dataOutput id="out_{n}" name="{n}"/>' for n in outputs.split()]
    refs = "".join(f"<dataInputRefs>in_{n}</dataInputRefs>" for n in inputs.split())
    outs = "".join(f"<dataOutputRefs>out_{n}</dataOutputRefs>" for n in outputs.split())
    sets = f"<inputSet>{refs}</inputSet><outputSet>{outs}</outputSet>"
    return f"<ioSpecification>{''.join(drawn)}{sets}</ioSpecification>"


def comes(target: str, inner: str = "", source: str = "") -> str:
    return _arrow("dataInputAssociation", source, target, inner)


def goes(target: str, inner: str = "", source: str = "") -> str:
    return _arrow("dataOutputAssociation", source, target, inner)


def _arrow(kind: str, source: str, target: str, inner: str) -> str:
    begin = f"<sourceRef>{source}</sourceRef>" if source else ""
    return f"<{kind}>{begin}<targetRef>{target}</targetRef>{inner}</{kind}>"


def assign(source: str, target: str, more: str = "") -> str:
    return f"<assignment><from {more}>{source}</from><to>{target}</to></assignment>"


def transform(text: str) -> str:
    return f"<transformation>{text}</transformation>"


def scripted(inner: str, text: str) -> str:
    """Return a script `a` with data drawn at it, and the data objects."""
    task = script("a", text).replace("<script>", f"{inner}<script>")
    return OBJECTS + line(task, names="a")


def service(inner: str) -> str:
    return f'<serviceTask id="a" pr:job="j">{inner}</serviceTask>'


CONSTRUCTS = (
    Construct(
        "data, assignment into an activity: a variable of its own",
        DATA,
        scripted(
            specification("half") + comes("in_half", assign("=price / 2", "half")),
            "{given: half, seen: price}",
        ),
        "start price=8 | -start -a -end |",
        """given = 4
        seen = 8
        half = null""",
        top=STORE,
    ),
    Construct(
        "data, assignment without a target goes to the data input that the arrow points at",
        DATA,
        scripted(
            specification("half") + comes("in_half", assign("price / 2", "")), "{given: half}"
        ),
        "start price=8 | -start -a -end |",
        "given = 4",
        top=STORE,
    ),
    Construct(
        "data, transformation out of an activity, into the data object",
        DATA,
        scripted(
            specification("", "r") + goes("r2", transform("=r * 10"), "out_r"), "{r: price + 1}"
        ),
        "start price=8 | -start -a -end |",
        """total = 90
        r = 9""",
        top=STORE,
    ),
    Construct(
        "data, several assignments in one arrow, FEEL by its name",
        DATA,
        scripted(
            specification("", "r")
            + goes(
                "r2",
                assign("r + 1", "total", FEEL_1_1) + assign("r + 2", "next.one"),
                "out_r",
            ),
            "{r: 1}",
        ),
        "start | -start -a -end |",
        """total = 2
        next = {one: 3}""",
        top=STORE,
    ),
    Construct(
        "data, what a person filled in is computed on its way out",
        DATA,
        OBJECTS + line(user("a", inner=goes("r2", assign("sum * 2", "total"))), names="a"),
        """start | -start +a | a
        complete a sum=3 | -a -end |""",
        """total = 6
        sum = 3""",
        top=STORE,
    ),
    Construct(
        "data, a job is given what is computed beside all it sees",
        DATA,
        OBJECTS
        + line(service(specification("x") + comes("in_x", transform("price + 1"))), names="a"),
        """start price=1 | -start +a | a
        finish a ok=true | -a -end |""",
        """ok = true
        x = null""",
        top=STORE,
    ),
    Construct(
        "data, an arrow that only copies documents",
        DATA,
        scripted(
            specification("price") + comes("in_price", source="price") + goes("ds", source="r2"),
            "{seen: price}",
        ),
        "start price=8 | -start -a -end |",
        "seen = 8",
        top=STORE,
    ),
    Construct(
        "data, properties and data stores document",
        "§10.4.1",
        '<property id="pp" name="note"/>' + scripted('<property id="q"/>', "{r: 1}"),
        "start | -start -a -end |",
        "r = 1",
        top=STORE,
    ),
    Construct(
        "data, of a catch event: what its message brought is computed",
        DATA,
        OBJECTS
        + line(
            catch("c", '<dataOutput id="d"/>' + goes("r2", assign("x + 1", "total")) + message()),
            names="c",
        ),
        """start | -start +c | c
        deliver c x=4 | -c -end |""",
        """total = 5
        x = 4""",
        top=STORE,
    ),
    Construct(
        "data, of a boundary event",
        DATA,
        OBJECTS
        + line(
            user("a") + boundary("b", "a", goes("r2", assign("x + 1", "total")) + message()),
            names="a",
        )
        + flows(("b", "end")),
        """start | -start +a | a b
        deliver b x=4 | xa -b -end |""",
        "total = 5",
        top=STORE,
    ),
    Construct(
        "data, of a throw event",
        DATA,
        OBJECTS
        + line(
            throw(
                "t", '<dataInput id="d" name="n"/>' + comes("d", assign("price", "n")) + signal()
            ),
            names="t",
        ),
        "start price=1 | -start -t -end |",
        top=STORE,
    ),
    Construct(
        "data, of a call activity: computed in and out",
        DATA,
        OBJECTS
        + line(
            '<callActivity id="k" calledElement="q">'
            + specification("n", "m")
            + comes("in_n", assign("price * 2", "n"))
            + goes("r2", assign("m + 1", "total"), "out_m")
            + "</callActivity>",
            names="k",
        ),
        "start price=3 | -start -k -start -a -end -end |",
        """total = 7
        m = 6""",
        called=line(script("a", "{m: n}"), names="a"),
        top=STORE,
    ),
    Construct(
        "data, of a multi-instance activity: the collection is what the arrow copies",
        "§10.3.8",
        OBJECTS
        + '<dataObject id="l" name="items"/><dataObject id="m" name="results"/>'
        + line(
            script("a", "{r: item * 2}").replace(
                "<script>",
                specification("many", "made")
                + comes("in_many", source="l")
                + goes("m", source="out_made")
                + many(
                    "<loopDataInputRef>in_many</loopDataInputRef>"
                    "<loopDataOutputRef>out_made</loopDataOutputRef>"
                    '<inputDataItem id="di" name="item"/><outputDataItem id="do" name="r"/>'
                )
                + "<script>",
            ),
            names="a",
        ),
        "start items=[1,2] | -start -a -a -a -end |",
        "results = [2, 4]",
        top=STORE,
    ),
)
