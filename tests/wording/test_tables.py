"""What an analyst reads about a decision table: intervals, rules and types in words."""

# ruff: noqa: RUF001 - Dutch text has its own quotation marks

from typing import Any

import pytest

from engine import wording
from engine.wording.nl.tables import SENTENCES


def part(kind: str, low: str | None, high: str | None, ends: str = "[]") -> dict[str, Any]:
    closed = {"low_in": ends[0] == "[", "high_in": ends[1] == "]"}
    return {"kind": kind, "low": low, "high": high, **closed}


def gap(*parts: dict[str, Any], column: str = "leeftijd") -> str:
    """Return the part of the sentence that says where the gap is."""
    said = wording.say("dmn.analysis.gap", {"where": [{"column": column, "parts": list(parts)}]})
    return said.partition(" is er geen regel")[0]


def test_a_gap_is_said_in_words_with_what_to_do() -> None:
    where = [{"column": "leeftijd", "parts": [part("number", "18", "20")]}]
    assert wording.say("dmn.analysis.gap", {"where": where}) == (
        "Voor leeftijd van 18 tot en met 20 is er geen regel: de tabel heeft dan geen uitkomst. "
        "Voeg een regel toe of vul een standaarduitkomst in."
    )


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (part("number", "20", "21", "()"), "groter dan 20 en kleiner dan 21"),
        (part("number", "18", "20", "[)"), "vanaf 18 en kleiner dan 20"),
        (part("number", "18", "20", "(]"), "groter dan 18 en tot en met 20"),
        (part("number", "100", "100"), "100"),
        (part("number", None, "0", "()"), "kleiner dan 0"),
        (part("number", None, "0", "(]"), "tot en met 0"),
        (part("number", "10000.5", None, "()"), "groter dan 10.000,5"),
        (part("number", "-2500", None, "[)"), "vanaf -2500"),
        (part("date", "2026-01-01", "2026-02-28"), "van 01/01/2026 tot en met 28/02/2026"),
        (part("date", None, "2026-01-01", "()"), "vóór 01/01/2026"),
        (part("date and time", "2026-01-01T12:30:00Z", None, "()"), "na 01/01/2026 12:30Z"),
        (part("time", "12:00:00", None, "[)"), "vanaf 12:00:00"),
        (part("days and time duration", "P1DT12H", None, "()"), "groter dan 1 dag 12 uur"),
        (part("days and time duration", None, "-P30D", "(]"), "tot en met min 30 dagen"),
        (part("days and time duration", "PT0S", "PT0S"), "0 seconden"),
        (part("years and months duration", "P1Y6M", None, "[)"), "vanaf 1 jaar 6 maanden"),
        ({"kind": "boolean", "value": True}, "ja"),
        ({"kind": "string", "value": "vzw"}, "‘vzw’"),
        ({"kind": "null"}, "niet ingevuld"),
        ({"kind": "filled"}, "ingevuld"),
        ({"kind": "other", "except": ["vzw", "bv"]}, "met een andere tekst dan ‘vzw’ of ‘bv’"),
        (
            {"kind": "other", "except": list("abcdefg")},
            "met een andere tekst dan die in de tabel",
        ),
    ],
)
def test_every_kind_of_interval_has_words(made: dict[str, Any], words: str) -> None:
    assert gap(made) == f"Voor leeftijd {words}"


def test_several_parts_and_columns_are_joined() -> None:
    where = [
        {
            "column": "leeftijd",
            "parts": [part("number", None, "0", "()"), part("number", "9", "9")],
        },
        {"column": "datum", "parts": []},
        {"column": "soort", "parts": [{"kind": "string", "value": one} for one in "abcdefgh"]},
    ]
    said = wording.say("dmn.analysis.gap", {"where": where})
    assert said.startswith(
        "Voor leeftijd kleiner dan 0 of 9 en soort ‘a’, ‘b’, ‘c’, ‘d’, ‘e’ of nog andere waarden is"
    )


def test_an_overlap_names_both_rules() -> None:
    facts = {"where": [{"column": "x", "parts": [part("number", "1", "1")]}], "numbers": [2, 5]}
    said = wording.say("dmn.analysis.overlap", facts)
    assert said.startswith("Voor x 1 passen regel 2 en 5 allebei, en deze tabel laat er maar één")


def test_a_rule_that_never_has_its_turn_names_those_that_go_before() -> None:
    facts = {"numbers": [7], "by_numbers": [1, 2, 3, 4, 5, 6]}
    said = wording.say("dmn.analysis.shadowed", facts)
    assert said.startswith(
        "Regel 7 komt nooit aan de beurt: regel 1, 2, 3, 4, 5 en nog 1 andere gaan altijd voor."
    )


def test_types_and_reasons_are_dutch() -> None:
    facts = {"numbers": [3], "column": "leeftijd", "expected": "number", "got": "string"}
    assert wording.say("dmn.analysis.cell_type", facts).startswith(
        "Regel 3, kolom leeftijd: hier staat een tekst, maar in de kolom komt een getal."
    )
    opaque = wording.say("dmn.analysis.opaque", {"column": "x", "reason": "text_order"})
    assert opaque.endswith("teksten worden er op volgorde vergeleken.")


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_facts_that_make_no_sense_still_give_a_whole_sentence(code: str) -> None:
    facts = {"where": [{"parts": [{}]}, 5], "numbers": ["x"], "cells": [1, {}], "column": None}
    said = wording.say(code, facts)
    assert said
    assert "None" not in said
