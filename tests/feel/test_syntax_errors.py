"""What is no FEEL is refused when it is compiled, with the place and what was probably meant."""

import pytest

from engine.feel import FeelSyntaxError, compile_expression, compile_unary_tests
from engine.feel.faults import MAX_TEXT


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("", "unexpected_end", 1, 1),
        ("1 +", "unexpected_end", 1, 4),
        ("1 +\n  * 2", "unexpected_token", 2, 3),
        ("(1 + 2", "unexpected_end", 1, 7),
        ("[1, 2", "unexpected_end", 1, 6),
        ('"open', "open_string", 1, 1),
        ("a # b", "unknown_character", 1, 3),
        ("if a then b", "unexpected_end", 1, 12),
        ("{a: 1, a: 2}", "duplicate_key", 1, 8),
        ('@"2024-02-30"', "bad_literal", 1, 1),
        ("1e99999", "bad_literal", 1, 1),
        ("x instance of nummer", "unknown_type", 1, 15),
        ("for x return 1", "unexpected_end", 1, 15),
        ("{1: 2}", "unexpected_token", 1, 2),
        ("a.1", "unexpected_token", 1, 2),
        ("[1..2", "unexpected_end", 1, 6),
    ],
)
def test_a_syntax_error_says_where_it_stands(text: str, code: str, line: int, column: int) -> None:
    with pytest.raises(FeelSyntaxError) as refused:
        compile_expression(text)
    found = refused.value
    assert (found.code, found.line, found.column) == (code, line, column)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("a adn b", "and"),
        ("if a thn b else c", "then"),
        ("some x in y satisfy x", "satisfies"),
        ("strng length(a)", "string length"),
        ("x instance of nummber", "number"),
    ],
)
def test_a_syntax_error_suggests_what_was_meant(text: str, meant: str) -> None:
    with pytest.raises(FeelSyntaxError) as refused:
        compile_expression(text)
    assert refused.value.facts["did_you_mean"] == meant


@pytest.mark.parametrize(
    "text", ["(" * 5000, "[1.." * 40, "1+" * 5000 + "1", "-" * 5000 + "1", "[" * 5000]
)
def test_a_text_that_nests_too_deep_is_refused(text: str) -> None:
    with pytest.raises(FeelSyntaxError) as refused:
        compile_expression(text)
    assert refused.value.code in ("too_deep", "too_complex")


def test_a_text_that_is_too_long_is_refused() -> None:
    with pytest.raises(FeelSyntaxError) as refused:
        compile_expression("1" * (MAX_TEXT + 1))
    assert refused.value.code == "text_too_long"


def test_unary_tests_are_checked_as_well() -> None:
    with pytest.raises(FeelSyntaxError) as refused:
        compile_unary_tests("> 3, <")
    assert refused.value.code == "unexpected_end"
