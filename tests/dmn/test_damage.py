"""A damaged model is refused or gives null; it never raises anything else."""

from __future__ import annotations

import copy
import random
from xml.etree import ElementTree as Xml

import pytest

from engine.dmn import parse
from engine.errors import InvalidModel
from tests.dmn.building import (
    NAMESPACE,
    binding,
    column,
    decision,
    entry,
    knowledge,
    literal,
    model,
    rule,
    table,
    values,
)
from tests.dmn.test_types import TYPES

TEXTS = ["", "null", '"a"', "x + 1", "f(1)", "-", "not(1)", "[1, 2]", "{a: 1}", "1 +", "s(2)"]
TABLE = table(
    column("input", "x", id="i", label="X"),
    column("output", values("outputValues", "1, 2"), id="o", name="a"),
    column("output", values("defaultOutputEntry", "2"), id="p", name="b"),
    rule("r1", ["< 2"], ["1", '"a"']),
    rule("r2", ["[2..5]"], ["f(x)", "-"]),
    policy="PRIORITY",
)
CALL = f"<invocation>{literal('f')}{binding('n', '3')}</invocation>"
LOOP = (
    f'<for iteratorVariable="q"><in>{literal("[1, x]")}</in>'
    f"<return>{literal('q + a')}</return></for>"
)
WHOLE = model(
    TYPES,
    '<inputData id="x" name="x"><variable name="x" typeRef="Getal"/></inputData>',
    knowledge("f", "n:number", literal("n * 2"), gives="number"),
    decision("t", TABLE, "requiredInput x", "requiredKnowledge f"),
    decision(
        "d",
        f"<context>{entry('a', CALL)}{entry('', LOOP)}</context>",
        "requiredKnowledge f",
        "requiredInput x",
    ),
    decision("e", literal("[s(1).b, d]"), "requiredKnowledge s", "requiredDecision d"),
    '<decisionService id="s" name="s"><outputDecision href="#t"/><inputData href="#x"/>'
    "</decisionService>",
)


def damaged(seed: int) -> bytes:
    """Return the model with a few elements, attributes or texts lost, moved or changed."""
    chosen = random.Random(seed)
    root = Xml.fromstring(WHOLE)
    for _ in range(chosen.randint(1, 4)):
        nodes = list(root.iter())
        node = chosen.choice(nodes)
        inside = [child for child in nodes[1:] if node in list(child.iter())]
        match chosen.randrange(4):
            case 0 if len(node):
                node.remove(chosen.choice(list(node)))
            case 1 if node.attrib:
                every = [value for one in nodes for value in one.attrib.values()]
                node.set(chosen.choice(list(node.attrib)), chosen.choice(["", "#weg", *every]))
            case 2:
                node.text = chosen.choice(TEXTS)
            case 3 if not inside:
                node.append(copy.deepcopy(chosen.choice(nodes[1:])))
            case _:
                node.attrib.clear()
    return Xml.tostring(root)


@pytest.mark.parametrize(
    "seeds", [range(start, start + 50) for start in range(0, 300, 50)], ids=str
)
def test_a_damaged_model_never_raises_anything_else(seeds: range) -> None:
    Xml.register_namespace("", NAMESPACE)
    for seed in seeds:
        data = damaged(seed)
        try:
            made = parse(data)
        except InvalidModel:
            continue
        for asked in [*made.decisions, *made.services]:
            problems = made.evaluate(asked, {"x": 3}).problems
            assert not [one for one in problems if one.startswith("internal_error")], seed
        if made.findings:
            with pytest.raises(InvalidModel):
                parse(data, "proef.dmn")


def test_the_model_is_whole_before_it_is_damaged() -> None:
    made = parse(WHOLE)
    assert made.findings == ()
    assert made.evaluate("e", {"x": 3})[:2] == (["a", [7, 9]], ())
