"""Knowledge models and decision services: what they see, take and give. DMN 1.5 §6.3, §10.4."""

from __future__ import annotations

import time
from decimal import Decimal
from typing import Any

import pytest

from engine.dmn import Model, parse
from engine.errors import NotFound
from tests.dmn.building import column, decision, knowledge, literal, model, rule, table, tables

TWO = Decimal(2)


def asked(made: Model, what: str, **inputs: Any) -> tuple[Any, tuple[str, ...]]:
    return made.evaluate(what, inputs)[:2]


def service(*parts: str) -> str:
    """Return a decision service; a part is a tag and an id."""
    inside = "".join(f'<{tag} href="#{key}"/>' for tag, key in (one.split() for one in parts))
    return f'<decisionService id="s" name="s"><variable name="s"/>{inside}</decisionService>'


def test_a_knowledge_model_may_be_a_table_and_call_another() -> None:
    lookup = table(
        column("input", "bedrag", id="i"),
        column("output", "", id="o"),
        rule("laag", ["< 10"], ["dubbel(bedrag)"]),
        rule("hoog", [">= 10"], ["bedrag"]),
    )
    made = tables(
        knowledge("dubbel", "n:number", literal("n * 2")),
        knowledge("tarief", "bedrag:number", lookup, "dubbel"),
        decision("d", literal("tarief(1) + tarief(bedrag: 10)"), "requiredKnowledge tarief"),
    )
    value, trace = made.decide("d", {})
    assert (value, trace.matched, trace.problems) == (Decimal(12), ("laag", "hoog"), ())


def test_a_knowledge_model_sees_its_parameters_and_what_it_requires_alone() -> None:
    made = tables(
        '<inputData id="x" name="x"/>',
        knowledge("f", "", literal("x")),
        decision("d", literal("f()"), "requiredKnowledge f", "requiredInput x"),
    )
    assert asked(made, "d", x=TWO) == (None, ("unknown_name: f",))


def test_what_is_not_required_is_not_seen() -> None:
    made = tables(
        '<inputData id="x" name="x"/>',
        knowledge("f", "", literal("1")),
        decision("a", literal("x"), "requiredInput x"),
        decision("b", literal("[x, f(), a]")),
        decision("c", literal("vrij")),
    )
    value, problems = asked(made, "b", x=TWO)
    assert value == [None, None, None]
    assert "unknown_name: b" in problems
    assert asked(made, "c", vrij=TWO) == (TWO, ())


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ('f(["a"])', "a"),
        ('f(["a", "b"])', None),
        ("f(1)", None),
        ("f()", None),
        ('f(y: "a")', None),
    ],
)
def test_arguments_are_converted_or_the_call_is_null(call: str, expected: Any) -> None:
    made = tables(
        knowledge("f", "x:string", literal("x")),
        decision("d", literal(call), "requiredKnowledge f"),
    )
    assert asked(made, "d")[0] == expected


def test_what_a_knowledge_model_gives_is_of_its_type() -> None:
    for text, expected in (('["a"]', "a"), ("1", None)):
        made = tables(
            knowledge("f", "", literal(text), gives="string"),
            decision("d", literal("f()"), "requiredKnowledge f"),
        )
        assert asked(made, "d")[0] == expected


def test_a_knowledge_model_may_call_itself_up_to_a_limit() -> None:
    made = tables(
        knowledge("fac", "n:number", literal("if n <= 1 then 1 else n * fac(n - 1)")),
        decision("d", literal("fac(5)"), "requiredKnowledge fac"),
        decision("diep", literal("fac(5000)"), "requiredKnowledge fac"),
    )
    assert asked(made, "d") == (Decimal(120), ())
    assert asked(made, "diep")[0] is None
    assert asked(made, "diep")[1][0].startswith("too_deep")


def test_calls_that_double_are_stopped_soon() -> None:
    again = literal("s() + s()")
    made = tables(
        decision("d", again, "requiredKnowledge s"),
        knowledge("f", "", literal("f() + f()")),
        decision("e", literal("f()"), "requiredKnowledge f"),
        service("outputDecision d"),
    )
    start = time.perf_counter()
    assert asked(made, "d")[0] is None
    assert asked(made, "e")[0] is None
    assert time.perf_counter() - start < 1


def test_an_external_function_is_null_when_the_model_is_tried() -> None:
    external = '<functionDefinition kind="Java"><formalParameter name="a"/></functionDefinition>'
    data = model(decision("f", external), decision("d", literal("f(1)"), "requiredDecision f"))
    value, problems = asked(parse(data), "d")
    assert value is None
    assert {"external_function: d", "not_executable: f"} <= set(problems)


SERVED = (
    '<inputData id="x" name="x"><variable name="x" typeRef="number"/></inputData>',
    decision("basis", literal("100"), variable='<variable name="basis" typeRef="number"/>'),
    decision("uit", literal("tussen + x"), "requiredInput x", "requiredDecision tussen"),
    decision("tussen", literal("basis * 2"), "requiredDecision basis"),
    decision("vraag", literal("s(1, 10)"), "requiredKnowledge s", "requiredInput x"),
    decision("op_naam", literal("s(basis: 10, x: 2)"), "requiredKnowledge s"),
    decision("fout", literal('s("a", 10)'), "requiredKnowledge s"),
)
PARTS = ("outputDecision uit", "encapsulatedDecision tussen", "inputDecision basis", "inputData x")


def test_a_service_takes_input_data_and_then_input_decisions() -> None:
    made = tables(*SERVED, service(*PARTS))
    assert asked(made, "vraag", x=Decimal(7)) == (Decimal(21), ())
    assert asked(made, "op_naam") == (Decimal(22), ())
    assert asked(made, "fout") == (None, ("wrong_argument: fout",))


def test_a_service_leaves_a_trace_of_each_decision() -> None:
    made = tables(*SERVED, service(*PARTS))
    _, traces = made.decide_all("vraag", {}, "taak")
    assert [(one.decision, one.element) for one in traces] == [
        ("tussen", "taak"),
        ("uit", "taak"),
        ("vraag", "taak"),
    ]


def test_a_service_is_asked_like_a_decision() -> None:
    made = tables(*SERVED, service(*PARTS))
    assert asked(made, "s", x=1, basis=10) == (Decimal(21), ())
    assert asked(made, "s", x=1)[1][0] == "missing_input: basis"
    assert asked(made, "uit", x=1) == (Decimal(201), ())


def test_a_service_with_several_outputs_gives_a_context() -> None:
    made = tables(*SERVED, service("outputDecision uit", "outputDecision basis", "inputData x"))
    assert asked(made, "s", x=1) == ({"uit": Decimal(201), "basis": Decimal(100)}, ())


def test_a_decision_is_asked_by_id_or_name() -> None:
    named = literal("1")
    made = tables(f'<decision id="d" name="De beslissing">{named}</decision>')
    assert asked(made, "De beslissing") == asked(made, "d") == (Decimal(1), ())
    with pytest.raises(NotFound):
        made.evaluate("weg", {})


def test_python_numbers_are_taken_as_numbers() -> None:
    made = tables(decision("d", literal("a[1] + b.c")))
    assert asked(made, "d", a=[1], b={"c": 0.5}) == (Decimal("1.5"), ())
