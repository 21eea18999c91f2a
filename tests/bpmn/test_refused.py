"""What we do not execute is refused with the element and the construct, never ignored."""

from __future__ import annotations

import pytest

from engine import bpmn, xml
from engine.bpmn.bundle import compile_bundle
from engine.bpmn.normalise import normalise
from engine.bpmn.supported import unsupported
from engine.errors import Finding, InvalidModel
from tests.bpmn.driving import diagram, extra, flows, script, user

START, END = '<startEvent id="start"/>', '<endEvent id="end"/>'
LINE = START + "{}" + END + flows(("start", "x"), ("x", "end"))


def own_findings(files: dict[str, bytes]) -> list[Finding]:
    """Return what this side refuses without the rules: the list, the normaliser, the compiler."""
    found: list[Finding] = []
    normalised = {}
    for file, data in files.items():
        root = xml.parse(data, file)
        found += unsupported(root, file)
        tree, refused = normalise(root, file)
        found += refused
        normalised[file] = xml.write(tree)
    return found or compile_bundle(normalised, None)[1]


def inner(name: str) -> str:
    return f"<{name}EventDefinition/>"


COMPLEX = (
    "<complexBehaviorDefinition><condition>{}</condition><event>{}</event>"
    "</complexBehaviorDefinition>"
)


def throwing(more: str, behaviour: str = "") -> str:
    """Return a repeated task `x` whose instances throw something."""
    loop = "multiInstanceLoopCharacteristics"
    twice = "<loopCardinality>2</loopCardinality>"
    return user("x", inner=f"<{loop} {more}>{twice}{behaviour}</{loop}>")


NODE = {
    "language": '<scriptTask id="x" scriptFormat="javascript"><script>1</script></scriptTask>',
    "what_ever": user("x", 'whatEver="1"'),
    "invented": user("x", inner="<invented/>"),
}
OURS = {
    "pr:colour": user("x", 'pr:colour="red"'),
    "pr:clock@until": user("x", inner=extra('<pr:clock term="t" action="start" until="x"/>')),
    "pr:sound": user("x", inner=extra("<pr:sound/>")),
    "pr:in@variables": user("x", inner=extra('<pr:mapping><pr:in variables="some"/></pr:mapping>')),
}
VENDOR = {
    "code": '<serviceTask id="x" camunda:class="a.B"/>',
    "task_kind": '<serviceTask id="x" camunda:type="mail" camunda:topic="t"/>',
    "listener": user("x", inner=extra("<camunda:executionListener/>")),
    "form_fields": user("x", inner=extra("<camunda:formData/>")),
    "users": user("x", 'camunda:candidateUsers="a"'),
    "form_page": user("x", inner=extra('<zeebe:formDefinition externalReference="a"/>')),
    "listener_job": user("x", inner=extra("<zeebe:executionListeners/>")),
    "unknown": user("x", inner=extra('<zeebe:loopCharacteristics inputCollection="=a"/>')),
}


@pytest.mark.parametrize("construct", sorted(NODE))
def test_a_construct_that_is_not_executed_is_refused_by_name(construct: str) -> None:
    findings = own_findings(diagram(LINE.format(NODE[construct]), top='<message id="m"/>'))
    assert (f"bpmn.unsupported.{construct}", "x") in [(f.rule, f.element) for f in findings]
    assert all(f.line for f in findings if f.rule.startswith("bpmn.unsupported"))


@pytest.mark.parametrize("name", sorted(OURS))
def test_an_addition_of_ours_without_a_meaning_is_refused_by_name(name: str) -> None:
    findings = own_findings(diagram(LINE.format(OURS[name])))
    assert ("bpmn.unsupported.extension", "x", name) in [
        (f.rule, f.element, f.facts.get("name")) for f in findings
    ]


@pytest.mark.parametrize("code", sorted(VENDOR))
def test_a_vendor_extension_with_a_meaning_is_refused_with_what_would_do_it(code: str) -> None:
    findings = bpmn.check(diagram(LINE.format(VENDOR[code])))
    (found,) = [f for f in findings if f.rule == f"bpmn.vendor.{code}"]
    assert (found.element, found.severity, found.line) == ("x", "error", 1)
    assert found.facts["written"]


@pytest.mark.parametrize("construct", sorted({**NODE, **OURS, **VENDOR}))
def test_none_of_it_can_be_deployed(construct: str) -> None:
    text = {**NODE, **OURS, **VENDOR}[construct]
    with pytest.raises(InvalidModel):
        bpmn.prepare(diagram(LINE.format(text), top='<message id="m"/>'))


@pytest.mark.parametrize(
    "more",
    [
        'camunda:historyTimeToLive="P180D"',
        'camunda:asyncBefore="true"',
        'xmlns:bioc="http://bpmn.io/schema/bpmn/biocolor/1.0" bioc:stroke="#000"',
        'implementation="##unspecified"',
        'startQuantity="1"',
        'isForCompensation="false"',
    ],
)
def test_what_changes_nothing_is_allowed(more: str) -> None:
    harmless = "<documentation>text</documentation>" + extra("<camunda:properties/>")
    assert own_findings(diagram(LINE.format(user("x", more, harmless)))) == []


TIMER = (
    user("x")
    + '<boundaryEvent id="b" attachedToRef="x"{0}><timerEventDefinition><{1}>{2}</{1}>'
    + "</timerEventDefinition></boundaryEvent>"
    + flows(("b", "end"))
)
CANCELS, BESIDE = "", ' cancelActivity="false"'


@pytest.mark.parametrize(
    ("body", "rule", "element"),
    [
        (TIMER.format(CANCELS, "timeDuration", "14 days"), "bpmn.timer.syntax", "b"),
        (TIMER.format(CANCELS, "timeDate", "P1D"), "bpmn.timer.syntax", "b"),
        (TIMER.format(BESIDE, "timeCycle", "P1D"), "bpmn.timer.syntax", "b"),
        (TIMER.format(BESIDE, "timeCycle", "R0/P1D"), "bpmn.timer.syntax", "b"),
        (TIMER.format(BESIDE, "timeCycle", "0 9 * * *"), "bpmn.timer.syntax", "b"),
        (TIMER.format(CANCELS, "timeDuration", "= 1 +"), "bpmn.feel.syntax", "b"),
        (throwing('behavior="None"'), "bpmn.loop.no_event", "x"),
        (throwing('behavior="One" oneBehaviorEventRef="nobody"'), "bpmn.loop.no_event", "x"),
        (throwing('behavior="Complex"'), "bpmn.loop.no_event", "x"),
        (throwing('behavior="Complex"', COMPLEX.format("1 = 1", "")), "bpmn.loop.no_event", "x"),
        (
            throwing('behavior="Complex"', COMPLEX.format("", inner("escalation"))),
            "bpmn.loop.no_condition",
            "x",
        ),
        (
            throwing('behavior="Complex"', COMPLEX.format("1 = 1", inner("error"))),
            "bpmn.loop.event_kind",
            "x",
        ),
        (script("x", "1 + 1"), "bpmn.script.not_a_context", "x"),
        (script("x", "{a: }"), "bpmn.feel.syntax", "x"),
        (script("x", ""), "bpmn.script.missing", "x"),
        ('<serviceTask id="x"/>', "bpmn.job.missing", "x"),
        ('<businessRuleTask id="x"/>', "bpmn.decision.missing", "x"),
        ('<callActivity id="x"/>', "bpmn.call.missing", "x"),
        ('<callActivity id="x" calledElement="q"/>', "bpmn.call.unknown", "x"),
        ('<callActivity id="x" calledElement="=q +"/>', "bpmn.feel.syntax", "x"),
        ('<receiveTask id="x"/>', "bpmn.message.unknown", "x"),
        ('<intermediateCatchEvent id="x"/>', "bpmn.event.waits_for_nothing", "x"),
        (user("x") + user("lost"), "bpmn.flow.unreachable", "lost"),
        (user("x") + user("x"), "bpmn.id.duplicate", "x"),
        (
            user("x") + '<boundaryEvent id="b" attachedToRef="nobody">'
            "<errorEventDefinition/></boundaryEvent>" + flows(("b", "end")),
            "bpmn.boundary.not_attached",
            "b",
        ),
        (
            user("x", inner=extra('<pr:mapping><pr:in source="=1" target=""/></pr:mapping>')),
            "bpmn.mapping.incomplete",
            "x",
        ),
        (user("x", 'pr:assignee="=("'), "bpmn.feel.syntax", "x"),
        (user("x") + flows(("x", "nowhere")), "bpmn.flow.no_target", "x_nowhere"),
    ],
)
def test_what_cannot_be_executed_is_refused_at_the_element(
    body: str, rule: str, element: str
) -> None:
    findings = own_findings(diagram(LINE.format(body)))
    assert (rule, element) in [(f.rule, f.element) for f in findings]


def test_every_finding_comes_at_once() -> None:
    body = LINE.format(user("x", 'pr:colour="red" whatEver="2"'))
    assert len(own_findings(diagram(body))) == 2


def test_a_process_that_may_not_be_executed_is_refused() -> None:
    files = diagram(LINE.format(user("x")))
    asleep = {
        k: v.replace(b'isExecutable="true"', b'isExecutable="false"') for k, v in files.items()
    }
    assert "bpmn.process.not_executable" in [f.rule for f in own_findings(asleep)]


def test_two_processes_with_one_id_are_refused() -> None:
    files = diagram(LINE.format(user("x")))
    assert "bpmn.process.duplicate" in [
        f.rule for f in own_findings({**files, "other.bpmn": files["p.bpmn"]})
    ]
