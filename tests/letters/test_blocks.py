"""Shared blocks: put in by name, checked once, told where they are wrong."""

import pytest

from engine.errors import Finding
from engine.letters import Source, assemble, check, check_block, included, read
from tests.letters.samples import DECISION, letter

HEAD = '+++\ntermijnen = ["raad_van_state"]\n+++\n'
REMEDY = f"{HEAD}- **Waar:** hier.\n- **Termijn:** nu.\n- **Vorm:** zo.\n"
BLOCKS = {
    "beroep": Source("blokken/beroep.md", REMEDY),
    "slot": Source("blokken/slot.md", "Dag u."),
}


def errors(text: str, **blocks: Source) -> list[Finding]:
    found = check(text, "b.md", {**BLOCKS, **blocks})
    return [each for each in found if each.severity == "error"]


def with_block() -> str:
    lines = DECISION.splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith("- **")]
    at = kept.index("## Bezwaar of beroep\n")
    return "".join([*kept[: at + 1], "\n{{> beroep }}\n", *kept[at + 1 :]])


def test_a_block_comes_in_the_place_of_its_name_with_the_terms_it_names() -> None:
    made = assemble(with_block(), BLOCKS)
    model = read(made.text)
    assert errors(with_block()) == []
    assert "**Termijn:** nu." in made.text
    assert model.terms == ("bezwaar.indienen", "raad_van_state")
    assert made.blocks == ("beroep",)
    assert included(with_block()) == {"beroep"}


def test_an_assembled_letter_needs_nothing_else() -> None:
    once = assemble(with_block(), BLOCKS).text
    assert assemble(once, {}).text == once


@pytest.mark.parametrize(
    ("body", "rule", "line"),
    [
        ("Dag\n\n{{> niet_daar }}", "letter_include_unknown", 7),
        ("Dag {{> slot }} u", "letter_include_place", 5),
    ],
)
def test_a_block_that_cannot_be_put_in_is_refused(body: str, rule: str, line: int) -> None:
    assert (rule, line) in {(found.rule, found.line) for found in errors(letter(body))}


def test_what_is_wrong_behind_a_block_is_told_on_the_line_of_the_letter() -> None:
    (found,) = errors(letter("{{> slot }}\n\n<b>"))
    assert (found.rule, found.line) == ("letter_markup", 7)


def test_what_is_wrong_in_a_block_is_told_of_the_block_and_not_of_the_letter() -> None:
    wrong = Source("blokken/fout.md", '+++\ntermijnen = ["x"]\n+++\nDag u.\n\n<b>\n')
    assert errors(letter("{{> fout }}"), fout=wrong) == []
    (found,) = check_block(wrong)
    assert (found.file, found.rule, found.line) == ("blokken/fout.md", "letter_markup", 6)


def test_a_block_in_a_block_is_refused() -> None:
    rules = {found.rule for found in check_block(Source("b.md", "Dag u.\n\n{{> slot }}\n"))}
    assert "letter_include_nested" in rules


@pytest.mark.parametrize(
    ("front", "rule"),
    [
        ('onderwerp = "x"', "letter_key_unknown"),
        ("termijnen = 3", "letter_terms"),
        ("termijnen = [", "toml_syntax"),
    ],
)
def test_the_head_of_a_block_names_terms_and_nothing_else(front: str, rule: str) -> None:
    found = check_block(Source("b.md", f"+++\n{front}\n+++\nDag u.\n"))
    assert [each.rule for each in found] == [rule]


def test_a_remedy_without_its_form_is_refused() -> None:
    (found,) = errors(with_block(), beroep=Source("b.md", REMEDY.replace("Vorm", "Hoe")))
    assert (found.rule, found.facts["missing"]) == ("letter_remedy_incomplete", "vorm")


def test_a_heading_that_a_block_brings_twice_is_refused() -> None:
    block = Source("b.md", "## Vragen\n\nBel u ons.")
    found = errors(DECISION + "\n{{> v }}\n", v=block)
    assert "letter_heading_twice" in {each.rule for each in found}
