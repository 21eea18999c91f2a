"""How results of the standard's tests are counted."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tests.dmn.building import decision, literal, model
from tools import tck, tck_cases

NUMBER = '<value xsi:type="xsd:decimal">{}</value>'
LIST = '<list><item><value xsi:type="xsd:string">a</value></item></list>'
RESULT = '<resultNode name="{}"{}><expected>{}</expected></resultNode>'
CASES = f"""<testCases xmlns="http://www.omg.org/spec/DMN/20160719/testcase"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><modelName>m.dmn</modelName>
<testCase id="1"><inputNode name="x">{NUMBER.format(2)}</inputNode>
  {RESULT.format("dubbel", "", NUMBER.format(4))}
  {RESULT.format("fout", ' errorResult="true"', '<value xsi:nil="true"/>')}
  {RESULT.format("lijst", "", LIST)}
</testCase></testCases>"""


def scored(folder: Path, double: str) -> list[bool]:
    data = model(
        '<inputData id="x" name="x"/>',
        decision("dubbel", literal(double), "requiredInput x"),
        decision("fout", literal("1 +")),
        decision("lijst", literal('["a"]')),
    )
    (folder / "m.dmn").write_bytes(data)
    (folder / "m-test-01.xml").write_text(CASES, encoding="utf-8")
    return [outcome.right for outcome in tck_cases.run_folder(folder)]


def test_right_and_wrong_results_are_told_apart(tmp_path: Path) -> None:
    assert scored(tmp_path, "x * 2") == [True, True, True]
    assert scored(tmp_path, "x * 3") == [False, True, True]


@pytest.mark.parametrize(
    ("expected", "got", "same"),
    [
        (Decimal("0.33333333"), Decimal(1) / 3, True),
        (Decimal("0.3333"), Decimal(1) / 3, False),
        (["a"], "a", False),
        ({"a": None}, {}, False),
        (True, Decimal(1), False),
        (None, None, True),
    ],
)
def test_values_are_compared_as_feel_has_them(expected: object, got: object, same: bool) -> None:
    assert tck_cases.same(expected, got) is same


def test_a_figure_under_the_floor_is_named() -> None:
    scores = {"feel": [tck.Score("map", right=1, total=2)]}
    found = tck.figures(scores)
    assert found == {"feel.percent": 50.0, "feel.right": 1, "feel.results": 2}
    assert tck.below(found, {"feel.percent": 50.0}) == []
    assert len(tck.below(found, {"feel.percent": 50.1})) == 1
