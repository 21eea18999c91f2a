"""Limits of numbers and moments: exact, and never silently without effect."""

from __future__ import annotations

from datetime import UTC, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from engine.forms import blank, validate, view
from tests.forms.building import field, form

NOW = datetime(2026, 3, 20, 22, 30, tzinfo=UTC)  # half past eleven in the evening in Brussels


def problem(subtype: str, typed: str, **rules: str) -> tuple[str, str] | None:
    """Return the code and the limit of what is wrong with a moment that was typed."""
    made = form(field("datetime", "d", subtype=subtype, validate=rules))
    found = validate(made, {"d": typed}, {}, now=NOW).problems
    return (found[0].code, next(iter(found[0].facts.values()))) if found else None


def test_a_literal_limit_of_a_moment_is_one_of_brussels() -> None:
    limit = "2026-01-01T10:00"
    assert problem("datetime", "01/01/2026 10:00", max=limit) is None
    assert problem("datetime", "01/01/2026 10:01", max=limit) == ("too_late", f"{limit}:00")
    assert problem("datetime", "01/01/2026 09:59", min=limit) == ("too_early", f"{limit}:00")


def test_a_day_is_held_to_the_day_of_a_moment() -> None:
    assert problem("date", "20/03/2026", max="=now()") is None
    assert problem("date", "21/03/2026", max="=now()") == ("too_late", "2026-03-20")


def test_a_moment_is_held_to_a_day() -> None:
    assert problem("datetime", "20/03/2026 23:59", max="=today()") is None
    assert problem("datetime", "21/03/2026 00:00", max="=today()") == ("too_late", "2026-03-20")
    assert problem("datetime", "19/03/2026 23:59", min="=today()") == ("too_early", "2026-03-20")


def test_a_limit_of_another_kind_sets_none() -> None:
    assert problem("time", "10:00", max="=today()") is None
    assert problem("date", "20/03/2026", max="=7") is None


@pytest.mark.parametrize("zeros", [0, 20, 30])
def test_every_decimal_counts(zeros: int) -> None:
    made = form(field("number", "n", decimalDigits=zeros))
    assert validate(made, {"n": f"1,{'0' * zeros}1"}, {}).problems[0].code == "too_many_decimals"
    assert validate(made, {"n": f"1,{'0' * zeros}0"}, {}).problems == ()


def test_as_many_decimals_as_a_form_may_ask_can_be_shown() -> None:
    made = form(field("number", "n", decimalDigits=30))
    for whole in ("1", "12345678901234567890"):
        shown = view(made, {"n": Decimal(whole)}, {}).fields[0].text
        assert shown == f"{whole},{'0' * 30}"


def test_nothing_is_nothing_however_it_is_written() -> None:
    made = form(field("number", "n"))
    for zero in ("0E+99999", "0E-99999", "-0.00"):
        done = validate(made, {"n": Decimal(zero)}, {}, "json")
        assert repr(done.clean["n"]) == repr(Decimal(0))
        assert len(view(made, {}, {"n": Decimal(zero)}).fields[0].text) < 10


BRUSSELS = ZoneInfo("Europe/Brussels")


@pytest.mark.parametrize(
    ("subtype", "kept", "typed"),
    [
        ("time", time(14, 30, 15), "14:30"),
        ("datetime", datetime(2026, 3, 20, 14, 30, 15, tzinfo=BRUSSELS), "20/03/2026 14:30"),
        ("datetime", datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=BRUSSELS), "25/10/2026 02:30"),
    ],
)
def test_a_moment_that_was_left_alone_stays_whole(
    subtype: str, kept: time | datetime, typed: str
) -> None:
    made = form(field("datetime", "d", subtype=subtype))
    case = {"d": kept}
    assert view(made, blank(made, case), case).fields[0].text == typed
    done = validate(made, {"d": typed}, case).clean["d"]
    assert (done, done.utcoffset()) == (kept, kept.utcoffset())
    assert validate(made, {"d": typed}, {}).clean["d"].second == 0
    assert validate(made, {"d": typed.replace(":30", ":31")}, case).clean["d"].minute == 31
