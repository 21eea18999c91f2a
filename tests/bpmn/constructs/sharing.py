"""Global tasks: tasks outside a process that call activities share (BPMN 2.0.2 §10.3.6)."""

from tests.bpmn.constructs.model import Construct, line

GLOBAL = "§10.3.6"
CALL = '<callActivity id="call" calledElement="shared"/>'


def calls(more: str = "") -> str:
    return line(CALL.replace("/>", f">{more}</callActivity>"), names="call")


def shared(kind: str, more: str = "", inner: str = "") -> str:
    return f'<{kind} id="shared" name="Shared" {more}>{inner}</{kind}>'


CONSTRUCTS = (
    Construct(
        "global user task, called: what it writes comes back",
        GLOBAL,
        calls(),
        """start x=1 | -start +call +shared | shared
        complete shared y=2 | -shared -call -end |""",
        """x = 1
        y = 2""",
        top=shared("globalUserTask", 'pr:candidateGroup="g"'),
    ),
    Construct(
        "global manual task, called",
        GLOBAL,
        calls(),
        """start | -start +call +shared | shared
        complete shared | -shared -call -end |""",
        top=shared("globalManualTask", 'pr:candidateGroup="g"'),
    ),
    Construct(
        "global task without a type, called: work for a person",
        GLOBAL,
        calls(),
        """start | -start +call +shared | shared
        complete shared | -shared -call -end |""",
        top=shared("globalTask", 'pr:candidateGroup="g"'),
    ),
    Construct(
        "global script task, called with a mapping",
        GLOBAL,
        calls(
            "<extensionElements><pr:mapping>"
            '<pr:in source="=x" target="a"/><pr:out source="=b" target="y"/>'
            "</pr:mapping></extensionElements>"
        ),
        "start x=1 | -start -call -shared -end |",
        """x = 1
        y = 2
        b = null""",
        top=shared("globalScriptTask", 'scriptLanguage="feel"', "<script>{b: a + 1}</script>"),
    ),
    Construct(
        "global script task, called for every item of a list",
        GLOBAL,
        calls(
            '<multiInstanceLoopCharacteristics pr:collection="=items" pr:element="item" '
            'pr:outputCollection="made" pr:outputElement="=double"/>'
        ),
        "start items=[1,2] | -start -call -call -shared -call -shared -end |",
        "made = [2, 4]",
        top=shared("globalScriptTask", "", "<script>{double: item * 2}</script>"),
    ),
)
