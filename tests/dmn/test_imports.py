"""Models that import one another: names, types, functions, inputs. DMN 1.5 §6.3.3."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from engine.dmn import parse, parse_all
from engine.errors import InvalidModel
from tests.dmn.building import NAMESPACE, decision, entry, knowledge, literal, model

BASE = model(
    '<itemDefinition name="Soort"><typeRef>string</typeRef></itemDefinition>'
    '<inputData id="wie" name="wie"><variable name="wie" typeRef="Soort"/></inputData>',
    knowledge("groet", "q:Soort", literal('"dag " + q')),
    decision("begroet", literal("groet(wie)"), "requiredInput wie", "requiredKnowledge groet"),
).replace(b"urn:proef", b"urn:basis")


def importing(space: str, type_: str, *, of: str = "urn:basis") -> bytes:
    before = f"{space}." if space else ""
    typed = f'<contextEntry><variable name="t" typeRef="{type_}"/>{literal(before + "wie")}'
    return model(
        f'<import name="{space}" namespace="{of}" importType="{NAMESPACE}"/>',
        decision(
            "d",
            f"<context>{typed}</contextEntry>{entry('g', literal(before + 'groet(t)'))}"
            f"{entry('b', literal(before + 'begroet'))}</context>",
            f"requiredInput {of}#wie",
            f"requiredDecision {of}#begroet",
            f"requiredKnowledge {of}#groet",
        ),
    )


@pytest.mark.parametrize("space", ["Het basismodel", "b", ""])
def test_imported_things_are_seen_under_the_name_of_the_import(space: str) -> None:
    type_ = f"{space}.Soort" if space else "Soort"
    made = parse(importing(space, type_), "proef.dmn", {"basis.dmn": BASE})
    expected = {"t": "Jan", "g": "dag Jan", "b": "dag Jan"}
    given: list[dict[str, Any]] = [{"wie": "Jan"}, {space: {"wie": "Jan"}}]
    for inputs in given:
        assert made.evaluate("d", inputs)[:2] == (expected, ())


def test_the_trace_names_the_file_of_each_decision() -> None:
    made = parse_all({"a.dmn": importing("b", "b.Soort"), "b.dmn": BASE})
    _, traces = made["a.dmn"].decide_all("d", {"wie": "Jan"})
    assert [(one.decision, one.table) for one in traces] == [("begroet", "b.dmn"), ("d", "a.dmn")]


def refused(files: dict[str, bytes]) -> list[tuple[str, str]]:
    with pytest.raises(InvalidModel) as raised:
        parse_all(files)
    return [(one.file, one.rule) for one in raised.value.findings]


def test_imports_that_cannot_be_followed_are_refused() -> None:
    alone = importing("b", "b.Soort")
    assert ("a.dmn", "dmn.unknown_import") in refused({"a.dmn": alone})
    assert ("c.dmn", "dmn.namespace_twice") in refused(
        {"a.dmn": alone, "b.dmn": BASE, "c.dmn": BASE}
    )
    one, other = importing("x", "string", of="urn:y"), importing("x", "string", of="urn:proef")
    files = {"a.dmn": one, "b.dmn": other.replace(b'namespace="urn:proef">', b'namespace="urn:y">')}
    assert ("b.dmn", "dmn.import_cycle") in refused(files)


def test_every_finding_of_every_file_comes_at_once() -> None:
    broken = model(decision("d", literal("1 +")))
    assert refused({"a.dmn": broken, "b.dmn": broken, "c.dmn": b"<a/>"}) == [
        ("c.dmn", "dmn.not_dmn"),
        ("a.dmn", "dmn.feel_syntax"),
        ("b.dmn", "dmn.feel_syntax"),
    ]


def test_a_model_that_is_tried_says_what_is_wrong_and_runs_the_rest() -> None:
    made = parse(model(decision("goed", literal("1")), decision("fout", literal("1 +"))))
    assert [one.rule for one in made.findings] == ["dmn.feel_syntax"]
    assert made.evaluate("goed", {})[:2] == (Decimal(1), ())
    assert made.evaluate("fout", {})[:2] == (None, ("not_executable: fout",))
