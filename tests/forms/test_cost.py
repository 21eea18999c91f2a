"""What a form of two hundred fields costs, by count; milliseconds are `make bench-forms`'s."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from bench import forms as bench
from engine import forms
from engine.feel import Expression
from engine.forms import rows

CONDITIONS = 3 * bench.GROUPS + 2 * bench.ROWS
RULES = (3 * bench.GROUPS) + bench.ROWS  # max and min that are FEEL; `required` only when empty
PREFILLS = bench.GROUPS


@pytest.fixture
def form() -> forms.Form:
    return forms.load(bench.schema())


@pytest.fixture
def posted(form: forms.Form) -> dict[str, Any]:
    return bench.filled(form)


@pytest.fixture
def evaluated(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Return how often each expression was evaluated; compiling one more fails the test."""
    counted: Counter[str] = Counter()
    evaluate = Expression.evaluate

    def count(self: Expression, *given: Any) -> Any:
        counted[self.text] += 1
        return evaluate(self, *given)

    def compiled(_self: Expression, text: str, _names: Any) -> None:
        pytest.fail(f"{text} is compiled again")

    monkeypatch.setattr(Expression, "evaluate", count)
    monkeypatch.setattr(Expression, "__init__", compiled)
    return counted


def test_a_form_is_read_once(form: forms.Form) -> None:
    assert forms.load(bench.schema()) is form


def test_checking_evaluates_each_expression_once(
    form: forms.Form, posted: dict[str, Any], evaluated: Counter[str]
) -> None:
    assert forms.validate(form, posted, bench.CASE, now=bench.NOW).problems == ()
    assert evaluated.total() == CONDITIONS + RULES + PREFILLS


def test_a_condition_that_moves_costs_one_round_more(
    form: forms.Form, posted: dict[str, Any], evaluated: Counter[str]
) -> None:
    forms.validate(form, posted | {"g0_vast": "nee"}, bench.CASE, now=bench.NOW)
    assert evaluated.total() == 2 * CONDITIONS + RULES + PREFILLS


def test_drawing_evaluates_each_expression_at_most_twice(
    form: forms.Form, posted: dict[str, Any], evaluated: Counter[str]
) -> None:
    forms.view(form, posted, bench.CASE, now=bench.NOW)
    required, compared, sources = bench.GROUPS, bench.GROUPS, 2 * bench.GROUPS
    assert evaluated.total() == CONDITIONS + required + compared + sources


def test_as_many_rows_are_laid_out_once(form: forms.Form, posted: dict[str, Any]) -> None:
    first = forms.validate(form, posted, bench.CASE, now=bench.NOW)
    before = rows._kept.cache_info().misses
    assert forms.validate(form, posted, bench.CASE, now=bench.NOW) == first
    forms.view(form, posted, bench.CASE, now=bench.NOW)
    assert rows._kept.cache_info().misses == before


def test_the_page_that_is_measured_has_every_field(
    form: forms.Form, posted: dict[str, Any]
) -> None:
    page = bench.Page(form, posted)
    assert len(page.fields) == 200
    for drawn in (page.own(), page.plain()):
        assert all(f'name="{each.name}"' in drawn for each in page.fields)
