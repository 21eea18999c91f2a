"""The same expressions for feelin, the interpreter of Camunda's modeler; nothing unexplained."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from engine.feel import evaluate
from tests.feel.comparing import Difference, alike, differences, feelin, ours, plain, shown
from tests.feel.differences import RULES, classify
from tests.feel.expressions import Garden
from tests.node import node

PAGE = Path(__file__).parents[2] / "docs" / "feel-differences.md"
BUNDLE = Path(__file__).parent / ".assets" / "feelin.mjs"
ROW = re.compile(r"\| `(.+)` \| `(.+)` \| `(.+)` \|")
WORDS = {"error": ["refused"], "NaN": ["strange"]}
SEED = 20260320


@pytest.fixture(scope="module", name="node")
def fixture_node() -> str:
    """Return the program node, of the wheel that the build uses or of the machine."""
    return node(BUNDLE)


def _unexplained(node: str, seed: int, many: int) -> list[Difference]:
    garden = Garden(seed)
    found = differences(node, [garden.grow() for _ in range(many)])
    assert found, "the two never differ: is this still feelin?"
    return [one for one in found if classify(one) is None]


def test_a_thousand_expressions_differ_only_where_it_is_explained(node: str) -> None:
    assert _unexplained(node, SEED, 1_000) == []


@pytest.mark.long
def test_five_thousand_expressions_differ_only_where_it_is_explained(node: str) -> None:
    assert _unexplained(node, SEED + 1, 5_000) == []


def _rows() -> Iterator[tuple[str, str, str, str]]:
    heading = ""
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            heading = line[3:]
        elif row := ROW.fullmatch(line):
            yield heading, row[1], row[2], row[3]


def test_every_class_of_difference_is_explained_with_an_example() -> None:
    assert {heading for heading, *_ in _rows()} == RULES.keys()


@pytest.mark.parametrize(("text", "here"), [(text, here) for _, text, here, _ in _rows()])
def test_the_page_says_what_comes_out_here(text: str, here: str) -> None:
    assert shown(ours([text])[0]) == shown(plain(evaluate(here).value))


def test_the_page_says_what_feelin_answers(node: str) -> None:
    rows = list(_rows())
    answers = feelin(node, [text for _, text, _, _ in rows])
    wrong = [
        (text, said, shown(answer))
        for (_, text, _, said), answer in zip(rows, answers, strict=True)
        if not alike(answer, _meaning(said))
    ]
    assert wrong == []


def _meaning(said: str) -> Any:
    if said == "(null..null)":
        return ["range", None, None, False, False]
    return WORDS[said] if said in WORDS else plain(evaluate(said).value)
