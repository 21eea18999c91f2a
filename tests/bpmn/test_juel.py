"""The part of JUEL that is read says the same in FEEL; the rest is not read."""

from __future__ import annotations

import pytest

from engine import bpmn, feel
from engine.bpmn.juel import to_feel
from engine.errors import InvalidModel
from tests.bpmn.driving import Driver, diagram, flows, user


@pytest.mark.parametrize(
    ("juel", "expected"),
    [
        ("${x > 1}", "x > 1"),
        ("#{ approved }", "approved"),
        ("${!approved}", "not(approved)"),
        ("${a == 'yes' && b != null}", 'a = "yes" and b != null'),
        ("${a eq 1 or b ge 2}", "a = 1 or b >= 2"),
        ("${order.total * 2 - 1 <= 10.5}", "order.total * 2 - 1 <= 10.5"),
        ('${name == "a\'b"}', 'name = "a\'b"'),
        ("${ok ? 1 : (no ? 2 : 3)}", "(if ok then 1 else ((if no then 2 else 3)))"),
        ("${not (a and b)}", "not((a and b))"),
        ("${x lt -1}", "x < -1"),
    ],
)
def test_the_simple_part_is_feel(juel: str, expected: str) -> None:
    assert to_feel(juel) == expected
    feel.compile_expression(expected)


@pytest.mark.parametrize(
    "juel",
    [
        "${execution.getVariable('x')}",
        "${bean.run(x)}",
        "${empty x}",
        "${x mod 2 == 0}",
        "${items[0]}",
        "text ${x}",
        "${x} and ${y}",
        "${x >}",
        "${(x}",
        "${a ? b}",
        "${'unclosed}",
        "${}",
        "${" + "(" * 500 + "x" + ")" * 500 + "}",
        "x > 1",
    ],
)
def test_the_rest_is_not_read(juel: str) -> None:
    assert to_feel(juel) is None


def choosing(condition: str, assignee: str = "${who}") -> dict[str, bytes]:
    body = (
        '<startEvent id="start"/><exclusiveGateway id="g" default="g_b"/>'
        + user("a", f'camunda:assignee="{assignee}"')
        + user("b")
        + '<endEvent id="end"/>'
        + flows(("start", "g"), ("g", "a", condition), ("g", "b"), ("a", "end"), ("b", "end"))
    )
    return diagram(body)


def test_a_diagram_of_camunda_7_runs() -> None:
    case = Driver(choosing("${x &gt; 1 &amp;&amp; !stop}"), "p")
    case.start(x=2, stop=False, who="els")
    assert [(t.element, t.assignee) for t in case.tasks.values()] == [("a", "els")]


@pytest.mark.parametrize(
    ("condition", "assignee"), [("${bean.ok()}", "${who}"), ("${x}", "${bean.who(x)}")]
)
def test_what_is_not_read_is_refused(condition: str, assignee: str) -> None:
    with pytest.raises(InvalidModel):
        bpmn.prepare(choosing(condition, assignee))
