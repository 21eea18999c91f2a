"""Names with spaces and signs, and the free names that deployment checks rely on."""

from decimal import Decimal

import pytest

from engine.feel import FeelSyntaxError, compile_expression, compile_unary_tests


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("a + b.c", {"a", "b"}),
        ("for x in lijst return x + y", {"lijst", "y"}),
        ("some x in a, y in x satisfies y = z", {"a", "z"}),
        ("{a: 1, b: a + c}", {"c"}),
        ("{a: a}", {"a"}),
        ("function(a) a + b", {"b"}),
        ("lijst[bedrag > 3]", {"lijst"}),
        ("lijst[item.bedrag > 3]", {"lijst"}),
        ("count(lijst) + onbekend(1)", {"lijst", "onbekend"}),
        ("for i in 1..3 return partial", set()),
        ("if a then b else c", {"a", "b", "c"}),
        ("a in (b, < c)", {"a", "b", "c"}),
        ("[a..b]", {"a", "b"}),
        ("]a..b[", {"a", "b"}),
        ("substring(string: a, start position: b)", {"a", "b"}),
        ("today()", set()),
    ],
)
def test_the_free_names_are_those_that_must_come_from_outside(text: str, names: set[str]) -> None:
    assert compile_expression(text).names == names


def test_a_name_in_a_filter_is_free_when_it_was_named_as_a_variable() -> None:
    assert compile_expression("lijst[bedrag > grens]", ["grens"]).names == {"lijst", "grens"}


def test_the_input_of_a_unary_test_is_not_a_free_name() -> None:
    tests = compile_unary_tests("contains(?, naam), > grens")
    assert tests.names == {"naam", "grens"}


def test_the_longest_known_name_wins() -> None:
    context = {"a": Decimal(1), "a b": Decimal(2), "a b c": Decimal(3), "b": Decimal(4)}
    expression = compile_expression("a b c + a b + a", context)
    assert expression.names == {"a b c", "a b", "a"}
    assert expression.evaluate(context).value == Decimal(6)


def test_a_name_may_hold_signs_digits_and_keywords() -> None:
    context = {
        "Pre-bureau score": Decimal(1),
        "aantal 2de": Decimal(2),
        "profit'": Decimal(3),
        "in dienst": Decimal(4),
        "a/b": Decimal(5),
    }
    text = "Pre-bureau score + aantal 2de + profit' + in dienst + a/b"
    assert compile_expression(text, context).evaluate(context).value == Decimal(15)


def test_a_sign_with_spaces_is_an_operator_when_the_name_has_none() -> None:
    context = {"a": Decimal(5), "b": Decimal(2), "a-b": Decimal(100)}
    assert compile_expression("a - b", context).evaluate(context).value == Decimal(3)
    assert compile_expression("a-b", context).evaluate(context).value == Decimal(100)


def test_white_space_inside_a_name_does_not_matter() -> None:
    context = {"Monthly Salary": Decimal(10)}
    expression = compile_expression("12 * Monthly\n   Salary", context)
    assert expression.evaluate(context).value == Decimal(120)


def test_words_that_make_no_known_name_are_refused() -> None:
    with pytest.raises(FeelSyntaxError) as refused:
        compile_expression("12 * Monthly Salry", ["Monthly Salary"])
    assert refused.value.code == "unexpected_token"
    assert refused.value.facts["did_you_mean"] == "Monthly Salary"
    assert (refused.value.line, refused.value.column) == (1, 14)


def test_a_name_of_the_text_ends_with_its_scope() -> None:
    assert compile_expression("(for x in [1] return x) = x").names == {"x"}
    assert compile_expression("{x: 1}.x + x").names == {"x"}
