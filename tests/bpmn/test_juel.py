"""The part of JUEL that is read says the same in FEEL; the rest is not read, but proposed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from engine import bpmn, feel
from engine.bpmn.juel import proposal, template, to_feel
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
        ("${ok ? 1 : (no ? 2 : 3)}", "if ok then 1 else if no then 2 else 3"),
        ("${(ok ? 1 : 2) + 1}", "(if ok then 1 else 2) + 1"),
        ("${not (a and b)}", "not(a and b)"),
        ("${(a + b) * c - (d - e)}", "(a + b) * c - (d - e)"),
        ("${a < b == c}", "(a < b) = c"),
        ("${empty x}", 'list contains([null, "", [], {}], x)'),
        ("${!empty x.y}", 'not(list contains([null, "", [], {}], x.y))'),
        ("${x mod 2 == 0}", "x - 2 * round down(x / 2, 0) = 0"),
        ("${items[0].name}", "items[1].name"),
        ("${order['total'] > 1}", "order.total > 1"),
        (r"${x == 'it\'s'}", 'x = "it\'s"'),
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
        "${items[i]}",
        "${if}",
        "${x.size()}",
        "${a % b % c % d % e % f % g % h % i % j % k % l % m % n % o % p % q % r}",
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


VALUES: list[tuple[str, dict[str, object], object]] = [
    ("${empty x}", {"x": None}, True),
    ("${empty x}", {"x": ""}, True),
    ("${empty x}", {"x": []}, True),
    ("${empty x}", {"x": 0}, False),
    ("${empty x}", {"x": ["a"]}, False),
    ("${x mod 3}", {"x": 5}, 2),
    ("${x mod 3}", {"x": -5}, -2),
    ("${x[1]}", {"x": ["a", "b"]}, "b"),
]


@pytest.mark.parametrize(("juel", "values", "expected"), VALUES)
def test_it_gives_what_juel_gives(juel: str, values: dict[str, Any], expected: object) -> None:
    made = to_feel(juel)
    assert made is not None
    given = {key: Decimal(v) if type(v) is int else v for key, v in values.items()}
    assert feel.compile_expression(made).evaluate(given).value == expected


@pytest.mark.parametrize(
    ("text", "values", "expected"),
    [
        ("Dossier ${nr}", {"nr": Decimal(5)}, "Dossier 5"),
        ("Dossier ${nr}", {"nr": None}, "Dossier "),
        ("${a}-#{b.c}!", {"a": "x", "b": {"c": "y"}}, "x-y!"),
    ],
)
def test_a_text_with_expressions_in_it(text: str, values: dict[str, Any], expected: str) -> None:
    made = template(text)
    assert made is not None
    assert feel.compile_expression(made).evaluate(values).value == expected


@pytest.mark.parametrize(
    ("juel", "expected"),
    [
        ("${x.size() > 0}", "count(x) > 0"),
        ("${fn:length(x) == 0}", "count(x) = 0"),
        ("${x.contains(y)}", "list contains(x, y)"),
        ("${x.equals('a')}", 'x = "a"'),
        ("${!x.isEmpty()}", 'not(list contains([null, "", [], {}], x))'),
        ("${now()}", "now()"),
        ("${execution.getVariable('x') == 'a'}", 'x = "a"'),
        ("${execution.setVariable('x', y + 1)}", "{x: y + 1}"),
        ("${vars:equals(x, 1)}", "x = 1"),
        (
            "${x.get(0).name.toLowerCase().startsWith('a')}",
            'starts with(lower case(x[1].name), "a")',
        ),
    ],
)
def test_for_a_method_there_is_a_proposal_in_feel(juel: str, expected: str) -> None:
    assert to_feel(juel) is None
    assert proposal(juel) == expected
    feel.compile_expression(expected)


def test_for_a_bean_there_is_none() -> None:
    assert proposal("${bean.run(x)}") is None


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
