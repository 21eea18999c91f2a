"""The same forms for form-js, the viewer beside the editor; nothing unexplained."""

import itertools
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, seed, settings

from tests.forms.formjs.comparing import Broken, FormJs, Outcome, at, differences, ours
from tests.forms.formjs.differences import BREAKS, RULES, classify
from tests.forms.formjs.drawing import Drawn, drawn
from tests.node import node

PAGE = Path(__file__).parents[2] / "docs" / "form-differences.md"
BUNDLE = Path(__file__).parent / ".assets" / "formjs.cjs"
ROW = re.compile(r"\| `(.+)` \| `(.+)` \| `(.+)` \| `(.+)` \|")
GENERATED = settings(deadline=None, database=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def formjs() -> Iterator[FormJs]:
    """Yield form-js in a node process."""
    started = FormJs(node(BUNDLE))
    yield started
    started.close()


@settings(GENERATED, max_examples=200)
@seed(20260320)
@given(drawn())
def test_generated_forms_differ_only_where_it_is_explained(formjs: FormJs, one: Drawn) -> None:
    assert unexplained(formjs, one) == []


@pytest.mark.long
@settings(GENERATED, max_examples=5_000)
@given(drawn())
def test_five_thousand_forms_differ_only_where_it_is_explained(formjs: FormJs, one: Drawn) -> None:
    assert unexplained(formjs, one) == []


def unexplained(formjs: FormJs, one: Drawn) -> list[Any]:
    mine = ours(one.schema, one.data)
    try:
        other = formjs.submitted(one.schema, one.data)
    except Broken as broken:
        return [] if BREAKS.search(str(broken)) else [str(broken)]
    found = differences(one.schema, one.data, mine, other)
    return [each for each in found if classify(each) is None]


def rows() -> Iterator[tuple[str, dict[str, Any], dict[str, Any], str, str]]:
    heading = ""
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            heading = line[3:]
        elif row := ROW.fullmatch(line):
            parts = json.loads(row[1])
            name(parts, itertools.count(1))
            yield heading, schema(parts), json.loads(row[2]), row[3], row[4]


def schema(parts: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "default", "id": "proef", "schemaVersion": 18, "components": parts}


def name(parts: list[dict[str, Any]], ids: Iterator[int]) -> None:
    """Give components what a row of the page leaves out."""
    for each in parts:
        each["id"] = f"id{next(ids)}"
        if each["type"] != "expression":
            each["label"] = "L"
        name(each.get("components", []), ids)


def test_every_class_of_difference_is_explained_with_an_example() -> None:
    assert {heading for heading, *_ in rows()} == {*RULES, "breaks"}


@pytest.mark.parametrize(("made", "data", "here"), [row[1:4] for row in rows()])
def test_the_page_says_what_comes_out_here(
    made: dict[str, Any], data: dict[str, Any], here: str
) -> None:
    assert shown(ours(made, data), made) == read(here)


@pytest.mark.parametrize(("heading", "made", "data", "said"), [(*r[:3], r[4]) for r in rows()])
def test_the_page_says_what_form_js_makes_of_it(
    formjs: FormJs, heading: str, made: dict[str, Any], data: dict[str, Any], said: str
) -> None:
    if said == "error":
        with pytest.raises(Broken, match=BREAKS):
            formjs.submitted(made, data)
        return
    other = formjs.submitted(made, data)
    assert shown(other, made) == read(said)
    found = differences(made, data, ours(made, data), other)
    assert heading in {classify(each) for each in found}


def read(said: str) -> Any:
    return json.loads(said, parse_int=Decimal, parse_float=Decimal)


def shown(outcome: Outcome, made: dict[str, Any]) -> dict[str, Any]:
    """Return what is wrong with each field that is shown, else what it gives."""
    computed = {each["key"] for each in made["components"] if each["type"] == "expression"}
    kept = {
        key: at(outcome.clean, key) for key in [*outcome.fields, *(computed & {*outcome.clean})]
    }
    return kept | {key: f"!{codes[0]}" for key, codes in outcome.fields.items() if codes}
