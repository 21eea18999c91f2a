"""Limited Markdown: what is read, and what is refused with its line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.letters import names, read
from engine.letters.parts import Block, BlockKind, Break, Hole, Run, Words
from tests.letters.samples import letter


def blocks(body: str) -> tuple[Block, ...]:
    model = read(letter(body))
    assert model.findings == ()
    return model.blocks


def runs(body: str) -> tuple[Run, ...]:
    (block,) = blocks(body)
    return block.items[0].runs


def test_blank_lines_part_paragraphs_and_lines_run_on() -> None:
    first, second = blocks("one\ntwo\n\nthree")
    assert first.items[0].runs == (Words("one two"),)
    assert second.items[0].runs == (Words("three"),)
    assert (first.line, second.line) == (5, 8)


def test_a_heading_has_its_own_id_or_one_from_its_words() -> None:
    named, plain = blocks("# Wat nu? {#gevolgen}\n## Feitelijke overwegingen")
    assert (named.kind, named.level, named.id) == (BlockKind.HEADING, 1, "gevolgen")
    assert (plain.level, plain.id) == (2, "feitelijke_overwegingen")
    assert named.items[0].runs == (Words("Wat nu?"),)


def test_lists_are_read_with_their_items() -> None:
    bullets, numbers = blocks("- one\n  and more\n- two\n\n3. three\n4. four")
    assert (bullets.kind, len(bullets.items)) == (BlockKind.BULLETS, 2)
    assert bullets.items[0].runs == (Words("one and more"),)
    assert (numbers.kind, numbers.level, len(numbers.items)) == (BlockKind.NUMBERS, 3, 2)


def test_a_list_may_follow_a_paragraph_at_once() -> None:
    assert [block.kind for block in blocks("These:\n- one")] == ["paragraph", "bullets"]


def test_bold_and_italic_reach_over_holes() -> None:
    assert runs("a **b {{ x }}** *c*") == (
        Words("a "),
        Words("b ", bold=True),
        Hole("x", 5, 10, bold=True),
        Words(" "),
        Words("c", italic=True),
    )


def test_a_lone_star_and_an_escape_are_letters() -> None:
    assert runs(r"3 * 4, \*\*no\*\* and \{{ x }}") == (Words("3 * 4, **no** and {{ x }}"),)


def test_a_backslash_at_the_end_of_a_line_breaks_it() -> None:
    assert runs("one\\\ntwo") == (Words("one"), Break(), Words("two"))


@pytest.mark.parametrize(
    "expression",
    ["x", "{a: {b: 1}}.a.b", '"}}"', 'x + "a\\"}}"', "if x then 1 else 2"],
)
def test_a_hole_ends_where_its_expression_ends(expression: str) -> None:
    assert runs("{{" + expression + "}} after")[0] == Hole(expression, 5, 3)


def test_a_condition_stands_before_a_block() -> None:
    (block,) = blocks("{{? plaatsen > 8 }} Meer dan acht.")
    assert block.items[0].only_if == Hole("plaatsen > 8", 5, 4)
    assert block.items[0].runs == (Words("Meer dan acht."),)


@pytest.mark.parametrize(
    ("body", "rule", "line"),
    [
        ("`code`", "letter_markup", 5),
        ("![image](file.png)", "letter_markup", 5),
        ("a [link](https://example.be)", "letter_markup", 5),
        ("fine\n\n<script>alert(1)</script>", "letter_markup", 7),
        ("```\ncode\n```", "letter_markup", 5),
        ("> quote", "letter_markup", 5),
        ("| a | b |", "letter_markup", 5),
        ("---", "letter_markup", 5),
        ("Title\n=====", "letter_markup", 6),
        ("#### deep", "letter_markup", 5),
        ("#nospace", "letter_markup", 5),
        ("    indented", "letter_markup", 5),
        ("[a]: https://example.be", "letter_markup", 5),
        ("~~gone~~", "letter_markup", 5),
        ("a **b", "letter_mark_open", 5),
        ("a *b", "letter_mark_open", 5),
        ("one\ntwo {{ x", "letter_placeholder_open", 6),
        ("{{ x\n}}", "letter_placeholder_open", 5),
        ("a {{ }}", "letter_placeholder_empty", 5),
        ("{{? x }} # Kop", "letter_condition_place", 5),
        ("{{? x }} - item", "letter_condition_place", 5),
    ],
)
def test_other_markup_is_refused_with_its_line(body: str, rule: str, line: int) -> None:
    findings = read(letter(body), "brief.md").findings
    assert (findings[0].file, findings[0].rule, findings[0].line) == ("brief.md", rule, line)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("no front matter", "letter_front_matter"),
        ('+++\nonderwerp = "x"', "letter_front_matter"),
        ("+++\nonderwerp = \n+++\n", "toml_syntax"),
        ('+++\nsoort = "brief"\n+++\n', "letter_key_missing"),
        ('+++\nonderwerp = ""\nsoort = "brief"\n+++\n', "letter_key_missing"),
        ('+++\nonderwerp = "x"\n+++\n', "letter_kind_unknown"),
        ('+++\nonderwerp = "x"\nsoort = "gedicht"\n+++\n', "letter_kind_unknown"),
        ('+++\nonderwerp = "x"\nsoort = "brief"\nkleur = 1\n+++\n', "letter_key_unknown"),
        ('+++\nonderwerp = "x"\nsoort = "brief"\ntermijnen = 3\n+++\n', "letter_terms"),
        ("x" * 100_001, "letter_too_long"),
    ],
)
def test_a_wrong_head_is_refused(text: str, rule: str) -> None:
    assert [found.rule for found in read(text).findings] == [rule]


def test_windows_line_ends_are_read() -> None:
    assert read(letter("one\n\ntwo").replace("\n", "\r\n")).findings == ()


@given(st.text(alphabet="ab *{}\\#-1.\n|>`<[](\"'=_", max_size=60))
def test_any_text_is_read_or_refused_but_never_breaks_the_reader(body: str) -> None:
    model = read(letter(body))
    assert all(found.line is not None and found.line >= 1 for found in model.findings)


def test_a_letter_tells_which_names_its_feel_uses() -> None:
    text = letter("{{? weg = null }} Beste {{ wie.naam }}\n\n- {{ for x in lijst return x.y }}\n")
    assert names(text) == {"place", "weg", "wie", "lijst"}
