"""The classes of difference with form-js that `docs/form-differences.md` explains, one rule each.

A rule looks at the field, what was given and both answers, so that a new mistake of ours does not
hide behind an old explanation.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

from tests.forms.formjs.comparing import MISSING, Difference

Rule = Callable[[Difference], bool]
RULES: dict[str, Rule] = {}

TEXT = {"textfield", "textarea"}
MANY = {"checklist", "taglist"}
MOMENTS = {"date", "time", "datetime"}
NUMERIC = re.compile(r"\s*-?[0-9]+(\.[0-9]+)?\s*")
NOTHING: tuple[object, ...] = (None, MISSING, "", [])
DROPPED = {
    **{kind: {"wrong_type"} for kind in TEXT},
    "number": {"wrong_type"},
    "checkbox": {"wrong_type"},
    **{kind: {"wrong_type", "unknown_option"} for kind in MANY | {"radio", "select"}},
    "date": {"wrong_type", "not_a_date", "no_such_date"},
    "time": {"wrong_type", "not_a_time"},
    "datetime": {"wrong_type", "not_a_datetime"},
}


def rule(key: str) -> Callable[[Rule], Rule]:
    """Name the heading of the explanation that a rule belongs to."""

    def keep(one: Rule) -> Rule:
        RULES[key] = one
        return one

    return keep


def classify(found: Difference) -> str | None:
    """Return the heading under which a difference is explained, None when there is none."""
    return next((key for key, one in RULES.items() if one(found)), None)


def _code(found: Difference) -> str:
    """Return the one code that we name, empty when we find nothing wrong."""
    return found.ours[0] if found.about == "problem" and found.ours else ""


@rule("typed-values")
def _typed(found: Difference) -> bool:
    number = found.kind == "number" and NUMERIC.fullmatch(str(found.given))
    text = found.kind in TEXT and isinstance(found.given, int | float)
    return _code(found) == "wrong_type" and bool(number or text)


@rule("refused-not-dropped")
def _dropped(found: Difference) -> bool:
    if found.about == "problem":
        return _code(found) in DROPPED[found.kind] and found.theirs in ((), ("required",))
    return False


@rule("null-is-nothing")
def _null(found: Difference) -> bool:
    return found.given is None and "defaultValue" in found.component and found.about != "shown"


@rule("defaults-are-options")
def _default(found: Difference) -> bool:
    asked = found.kind in {"radio", "select"} | MANY and "defaultValue" in found.component
    return (
        asked
        and found.given == MISSING
        and found.about != "shown"
        and "values" not in found.component
    )


@rule("control-characters")
def _control(found: Difference) -> bool:
    return _code(found) == "control_character" and bool(re.search(r"[\x00-\x1f]", str(found.given)))


@rule("clean-text")
def _clean(found: Difference) -> bool:
    if found.kind not in TEXT or not isinstance(found.given, str):
        return False
    if found.about == "value":
        return bool(found.ours == (_tidy(found.given) or None) != found.given)
    tidied = found.given != _tidy(found.given)
    return tidied and (not found.ours or (found.ours == ("required",) and not _tidy(found.given)))


def _tidy(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()


@rule("empty-is-null")
def _empty(found: Difference) -> bool:
    return found.about == "value" and found.ours in NOTHING and found.theirs in NOTHING


@rule("length-in-characters")
def _length(found: Difference) -> bool:
    lengths = {"too_short", "too_long"}
    said = {*found.ours, *found.theirs} if found.about == "problem" else set()
    given = str(found.given)
    return bool(said & lengths) and (max(given, default="") > "\uffff" or _tidy(given) != given)


@rule("email")
def _email(found: Difference) -> bool:
    return _code(found) == "not_an_email" and "." not in str(found.given).rpartition("@")[2]


@rule("phone")
def _phone(found: Difference) -> bool:
    return found.about == "problem" and found.theirs == ("not_a_phone_number",) and not found.ours


@rule("exact-numbers")
def _exact(found: Difference) -> bool:
    both = isinstance(found.ours, Decimal) and isinstance(found.theirs, Decimal)
    return both and float(found.ours) == float(found.theirs)


@rule("years")
def _years(found: Difference) -> bool:
    return _code(found) == "year_out_of_range" and found.theirs == ()


@rule("belgian-dates")
def _belgian(found: Difference) -> bool:
    written = isinstance(found.given, str) and re.fullmatch(r"\d\d/\d\d/\d{4}", found.given)
    return found.kind == "date" and bool(written) and found.theirs in (None, ("required",))


@rule("skipped-hour")
def _skipped(found: Difference) -> bool:
    if found.kind != "datetime" or not str(found.given).startswith("2026-03-29T02"):
        return False
    named = _code(found) == "not_a_time" and found.theirs == ()
    return named or (found.about == "value" and str(found.theirs).startswith("2026-03-29T03"))


@rule("moments")
def _moments(found: Difference) -> bool:
    if found.about != "value" or not isinstance(found.theirs, str):
        return False
    if found.kind == "time":
        return str(found.ours)[:5] == found.theirs[:5]
    return found.kind == "datetime" and _on_the_clock(found.ours) == _on_the_clock(found.theirs)


def _on_the_clock(text: str) -> datetime:
    """Return a moment of Brussels as a clock there shows it."""
    return datetime.fromisoformat(text).replace(tzinfo=None)


@rule("each-once")
def _once(found: Difference) -> bool:
    if found.kind not in MANY or not isinstance(found.ours, list):
        return False
    once = set(map(str, found.ours))
    return len(once) == len(found.ours) and once == set(map(str, found.theirs or ()))


@rule("read-only")
def _readonly(found: Difference) -> bool:
    if found.component.get("readonly") is not True:
        return False
    kept = found.about == "value" and found.ours == found.given
    return kept or (found.about == "problem" and not found.ours)


@rule("condition-is-not-a-test")
def _unary(found: Difference) -> bool:
    odd = any(not isinstance(verdict, bool) for verdict in found.verdicts)
    return found.about in ("shown", "value") and odd


@rule("computed-in-rounds")
def _chained(found: Difference) -> bool:
    return found.chained and found.about == "value"


@rule("null-of-a-comparison")
def _comparison(found: Difference) -> bool:
    computed = found.kind == "expression" and found.about == "value"
    return computed and found.ours in (None, MISSING) and isinstance(found.theirs, bool)


@rule("follows")
def _follows(found: Difference) -> bool:
    return bool(found.others)


BREAKS = re.compile(r"alues\d*\.(map|some|filter|reduce) is not a function")
"""How form-js stops on a value that is no list, where the options are computed."""
