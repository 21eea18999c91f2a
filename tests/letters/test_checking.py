"""What an analyst hears about a letter before anybody gets one."""

import pytest

from engine.errors import Finding
from engine.letters import check, read
from tests.letters.samples import DECISION, letter


def refusals(text: str) -> list[Finding]:
    return [found for found in check(text, "b.md") if found.severity == "error"]


def test_a_complete_decision_has_no_findings() -> None:
    assert refusals(DECISION) == []
    assert read(DECISION).terms == ("bezwaar.indienen",)


@pytest.mark.parametrize(
    ("heading", "block"),
    [
        ("## Beslissing", "beslissing"),
        ("## Feitelijke overwegingen", "feitelijke_overwegingen"),
        ("## Juridische overwegingen", "juridische_overwegingen"),
        ("## Wat nu {#gevolgen}", "gevolgen"),
        ("## Bezwaar of beroep", "bezwaar_of_beroep"),
        ("## Vragen", "vragen"),
    ],
)
def test_a_decision_without_a_fixed_block_is_refused(heading: str, block: str) -> None:
    (found,) = refusals(DECISION.replace(heading, "## Iets anders"))
    assert (found.rule, found.element) == ("letter_block_missing", block)


def test_a_fixed_block_with_nothing_below_it_is_refused() -> None:
    (found,) = refusals(DECISION.replace("Feiten.", ""))
    assert (found.rule, found.element) == ("letter_block_empty", "feitelijke_overwegingen")
    assert found.line == 12


def test_an_ordinary_letter_needs_no_fixed_blocks() -> None:
    assert refusals(letter("Hallo")) == []


def test_the_same_heading_twice_is_refused() -> None:
    (found,) = refusals(letter("# A\n\ntext\n\n# A"))
    assert (found.rule, found.line) == ("letter_heading_twice", 9)


@pytest.mark.parametrize(
    ("body", "line", "column"),
    [
        ("Hallo {{ 1 + }}", 5, 14),
        ("Hallo\nu {{ if }} daar", 6, 8),
        ("{{? ( }} tekst", 5, 6),
    ],
)
def test_feel_that_does_not_parse_is_refused_with_its_place(
    body: str, line: int, column: int
) -> None:
    (found,) = refusals(letter(body))
    assert (found.rule, found.line) == ("feel_syntax", line)
    assert found.column is not None
    assert abs(found.column - column) <= 2
    assert "expression" in found.facts


def test_every_finding_is_told_in_the_order_of_the_file() -> None:
    found = refusals(letter("a `b\n\n{{ 1 + }}\n\n<b>"))
    assert [f.line for f in found] == [5, 7, 9]
