"""Any form, any JSON, any case: values or problems that name a field; never an exception."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine import filling
from engine.forms import Form, blank, load, validate, view
from tests.forms.formjs.drawing import Drawn, drawn
from tests.forms.test_forged import TREES

WILD = st.sampled_from(
    [Decimal("1E+6000"), Decimal("0E-6000"), Decimal("9" * 34), Decimal("NaN"), Decimal("-0")]
)
KEYS = st.sampled_from("abcdefmnpouvw")
JSON = st.dictionaries(KEYS, TREES | WILD | st.lists(st.dictionaries(KEYS, TREES), max_size=3))
QUIET = settings(
    derandomize=True, deadline=None, suppress_health_check=list(HealthCheck), max_examples=60
)


def names(form: Form, key: str) -> bool:
    """Tell whether a problem names a field, a list or a row of the form."""
    plain = re.sub(r"\.\d+", ".*", key)
    return plain in {*form.by_key, *form.lists, *(f"{name}.*" for name in form.lists)}


@QUIET
@given(one=drawn(), posted=JSON, case=JSON)
def test_anything_ends_in_values_or_named_problems(
    one: Drawn, posted: dict[str, Any], case: dict[str, Any]
) -> None:
    form = load(json.dumps(one.schema).encode())
    for values in (posted, one.data):
        done = validate(form, values, case, "json")
        strange = {"unknown_field", "wrong_type"}
        assert all(names(form, each.field) or each.code in strange for each in done.problems)
        view(form, values, case, done.problems)
    for context in (case, one.data, posted):
        view(form, blank(form, context), context)


@QUIET
@given(one=drawn(), case=JSON)
def test_what_a_page_shows_may_be_sent_back_or_is_named(one: Drawn, case: dict[str, Any]) -> None:
    form = load(json.dumps(one.schema).encode())
    shown = view(form, blank(form, case), case)
    sent = filling.typed(shown)
    done = validate(form, sent, case)
    assert all(names(form, each.field) for each in done.problems)
    view(form, sent, case, done.problems)
    locked = {each.name for each in shown.fields if each.readonly or each.disabled}
    assert not locked & {each.field for each in done.problems}, "nobody can mend a locked field"


@settings(QUIET, max_examples=200)
@given(one=drawn())
def test_clean_values_are_clean_for_pages_and_json_alike(one: Drawn) -> None:
    form = load(json.dumps(one.schema).encode())
    case = json.loads(json.dumps(one.data), parse_float=Decimal, parse_int=Decimal)
    done = validate(form, filling.typed(view(form, blank(form, case), case)), case)
    if done.problems:
        return
    later = merged(case, done.clean)
    again = validate(form, filling.typed(view(form, done.clean, later)), later)
    assert (again.problems, again.clean) == ((), done.clean)
    sent = validate(form, done.clean, later, "json")
    assert (sent.problems, sent.clean) == ((), done.clean)


def merged(case: Mapping[str, Any], clean: Mapping[str, Any]) -> dict[str, Any]:
    """Return the case with clean values in it."""
    found = dict(case)
    for name, value in clean.items():
        kept = found.get(name)
        if isinstance(value, Mapping) and isinstance(kept, Mapping):
            found[name] = merged(kept, value)
        else:
            found[name] = value
    return found
