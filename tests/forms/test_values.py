"""What people type becomes values, or a code."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from engine.forms import validate
from tests.forms.building import choices, field, form


def typed(component: dict[str, Any], raw: Any) -> Any:
    """Return the clean value of one typed text, or the code of its problem."""
    done = validate(form(component), {component["key"]: raw}, {})
    return done.problems[0].code if done.problems else done.clean[component["key"]]


def sent(component: dict[str, Any], raw: Any) -> Any:
    """Return the clean value of one JSON value, or the code of its problem."""
    done = validate(form(component), {component["key"]: raw}, {}, "json")
    return done.problems[0].code if done.problems else done.clean[component["key"]]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.234,5", "1234.5"),
        ("1 234,5", "1234.5"),
        ("1\u00a0234,5", "1234.5"),
        ("1234,5", "1234.5"),
        ("1234.5", "1234.5"),
        ("0.125", "0.125"),
        ("1.234.567", "1234567"),
        ("-3", "-3"),
        ("\u22123", "-3"),
        (" 12 ", "12"),
        ("007", "7"),
    ],
)
def test_a_number_may_be_dutch_or_plain(text: str, value: str) -> None:
    assert typed(field("number", "n"), text) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1.234", "ambiguous_number"),
        ("1,234.5", "not_a_number"),
        ("1e5", "not_a_number"),
        ("NaN", "not_a_number"),
        ("\u0661\u0662", "not_a_number"),
        ("12 euro", "not_a_number"),
        ("9" * 35, "too_many_digits"),
        ("0" * 500 + "1", "too_many_digits"),
    ],
)
def test_a_number_that_is_not_clear_is_refused(text: str, code: str) -> None:
    assert typed(field("number", "n"), text) == code


def test_thousands_are_clear_where_few_decimals_are_allowed() -> None:
    assert typed(field("number", "n", decimalDigits=2), "1.234") == Decimal(1234)
    assert typed(field("number", "n", decimalDigits=0), "1.234") == Decimal(1234)
    assert typed(field("number", "n", decimalDigits=0), "1,5") == "too_many_decimals"
    assert typed(field("number", "n", decimalDigits=0), "1,0") == Decimal(1)


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (5, Decimal(5)),
        (1.1, Decimal("1.1")),
        (Decimal("2.50"), Decimal("2.50")),
        (None, None),
        ("5", "wrong_type"),
        (True, "wrong_type"),
        (float("nan"), "not_a_number"),
        (float("inf"), "not_a_number"),
        (10**40, "too_many_digits"),
        (1e300, "too_many_digits"),
        ([1], "wrong_type"),
    ],
)
def test_a_json_number_keeps_its_type(raw: Any, value: Any) -> None:
    assert sent(field("number", "n"), raw) == value


DAY = {"type": "datetime", "key": "d", "id": "d", "subtype": "date", "label": "Dag"}


@pytest.mark.parametrize(
    "text", ["20/03/2026", "20-3-2026", "20.03.2026", "2026-03-20", " 20/3/2026"]
)
def test_a_date_may_be_dutch_or_iso(text: str) -> None:
    assert typed(DAY, text) == date(2026, 3, 20)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("31/02/2026", "no_such_date"),
        ("20/03/26", "not_a_date"),
        ("03/20/2026", "no_such_date"),
        ("morgen", "not_a_date"),
        ("20/03/0206", "year_out_of_range"),
        ("2026-03-20T10:00", "not_a_date"),
    ],
)
def test_what_is_no_date_is_refused(text: str, code: str) -> None:
    assert typed(DAY, text) == code


def test_a_date_may_come_as_a_value() -> None:
    assert sent(DAY, date(2026, 3, 20)) == date(2026, 3, 20)
    assert sent(DAY, datetime(2026, 3, 20, tzinfo=ZoneInfo("Europe/Brussels"))) == "wrong_type"
    assert sent(DAY, 20260320) == "wrong_type"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("14:30", time(14, 30)),
        ("14u30", time(14, 30)),
        ("9u", time(9)),
        ("9.05", time(9, 5)),
        ("14:30:15", time(14, 30, 15)),
        ("24:00", "not_a_time"),
        ("14u:30u", "not_a_time"),
        ("14", "not_a_time"),
    ],
)
def test_a_time_is_read_as_people_write_it(text: str, value: Any) -> None:
    assert typed({**DAY, "subtype": "time"}, text) == value


def test_a_moment_is_local_time_in_brussels() -> None:
    moment = {**DAY, "subtype": "datetime"}
    brussels = ZoneInfo("Europe/Brussels")
    expected = datetime(2026, 7, 1, 9, 30, tzinfo=brussels)
    assert typed(moment, "1/7/2026 9u30") == expected
    assert typed(moment, "2026-07-01T09:30") == expected
    assert typed(moment, "2026-07-01T07:30:00Z") == expected
    assert typed(moment, "1/7/2026") == "not_a_datetime"
    assert typed(moment, "29/03/2026 02:30") == "not_a_time", "the hour that summer time skips"
    naive = {**moment, "timeSerializingFormat": "no_timezone"}
    assert typed(naive, "1/7/2026, 9:30") == expected.replace(tzinfo=None)


def test_texts_are_stripped_and_empty_is_null() -> None:
    assert typed(field("textfield", "t"), "  Zon  ") == "Zon"
    assert typed(field("textfield", "t"), "   ") is None
    assert typed(field("textarea", "t"), "een\r\ntwee\t") == "een\ntwee"
    assert typed(field("textfield", "t"), "e\u0301") == "\u00e9"


@pytest.mark.parametrize("sign", ["\x00", "\x1b", "\x7f", "\u202e", "\u2028", "\ud800"])
def test_signs_that_nobody_types_are_refused(sign: str) -> None:
    assert typed(field("textfield", "t"), f"a{sign}b") == "control_character"
    assert typed(field("textarea", "t"), f"a{sign}b") == "control_character"


def test_a_line_end_is_refused_in_one_line() -> None:
    assert typed(field("textfield", "t"), "a\nb") == "control_character"


def test_texts_are_bounded_without_a_rule() -> None:
    assert typed(field("textfield", "t"), "a" * 4_001) == "too_long"
    assert typed(field("textarea", "t"), "a" * 100_001) == "too_long"
    assert typed(field("textarea", "t"), "a" * 100_000) == "a" * 100_000


def test_one_field_takes_one_text() -> None:
    assert typed(field("textfield", "t"), ["een"]) == "een"
    assert typed(field("textfield", "t"), ["een", "twee"]) == "wrong_type"
    assert sent(field("textfield", "t"), 5) == "wrong_type"


def test_a_tick_is_a_boolean() -> None:
    box = field("checkbox", "c")
    assert typed(box, "true") is True
    assert typed(box, "on") is True
    assert typed(box, "") is False
    assert typed(box, "misschien") == "wrong_type"
    assert sent(box, True) is True
    assert sent(box, "true") == "wrong_type"
    assert validate(form(box), {}, {}).clean == {"c": False}


def test_only_offered_options_are_taken() -> None:
    radio = field("radio", "r", values=choices("ja", "nee"))
    assert typed(radio, "ja") == "ja"
    assert typed(radio, "") is None
    assert typed(radio, "Ja") == "unknown_option"
    assert sent(radio, ["ja"]) == "wrong_type"
    assert sent(radio, "") == "unknown_option"


def test_options_keep_their_type() -> None:
    values = [{"label": "Een", "value": 1}, {"label": "Waar", "value": True}]
    radio = field("radio", "r", values=values)
    assert typed(radio, "1") == Decimal(1)
    assert typed(radio, "true") is True
    assert sent(radio, 1) == Decimal(1)
    assert sent(radio, True) is True
    assert sent(radio, Decimal("sNaN")) == "unknown_option"


def test_a_checklist_gives_each_tick_once_in_the_order_of_the_form() -> None:
    checklist = field("checklist", "c", values=choices("a", "b", "c"))
    assert typed(checklist, ["c", "a", "a"]) == ["a", "c"]
    assert typed(checklist, "b") == ["b"]
    assert typed(checklist, ["a", "z"]) == "unknown_option"
    assert sent(checklist, ["b"]) == ["b"]
    assert sent(checklist, "b") == "wrong_type"
    assert sent(checklist, [["b"]]) == "wrong_type"
    assert validate(form(checklist), {}, {}).clean == {"c": []}


@pytest.mark.parametrize(
    ("check", "text", "value"),
    [
        ("kbo", "BE 0428.759.497", "0428759497"),
        ("kbo", "0428.759.498", "bad_check_digits"),
        ("kbo", "nummer", "bad_check_digits"),
        ("rijksregister", "85.07.30-033.28", "85073003328"),
        ("rijksregister", "85.07.30-033.29", "bad_check_digits"),
        ("iban", "be68 5390 0754 7034", "BE68539007547034"),
        ("iban", "BE68 5390 0754 7035", "bad_check_digits"),
        ("iban", "FR76 3000 6000 0112 3456 7890 18", "bad_check_digits"),
        ("iban", "XX68 5390 0754 7034", "bad_check_digits"),
        ("telefoon", "02/533.12.11", "+3225331211"),
        ("telefoon", "0032 470 12 34 56", "+32470123456"),
        ("telefoon", "02 533 12", "not_a_belgian_phone_number"),
        ("telefoon", "+31 20 123 45 67", "not_a_belgian_phone_number"),
        ("iban", "NL91 ABNA 0417 1643 00", "NL91ABNA0417164300"),
        ("postcode", "9000", "9000"),
        ("postcode", "0900", "not_a_postcode"),
        ("ogm", "+++010/8068/17183+++", "010806817183"),
        ("ogm", "+++010/8068/17184+++", "bad_check_digits"),
        ("vestigingsnummer", "2.000.000.339", "2000000339"),
        ("vestigingsnummer", "2.000.000.338", "bad_check_digits"),
        ("riziv", "1-00000-06", "bad_check_digits"),
    ],
)
def test_check_digits_are_checked_and_kept_compact(check: str, text: str, value: str) -> None:
    assert typed(field("textfield", "t", properties={"controle": check}), text) == value
