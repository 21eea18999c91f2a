"""What a mask hides in values, drafts, trails and evaluations, and what it puts back."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from engine import masking
from engine.masking import ALL, Mask, mentions
from engine.store.rows import EvaluationRow, HistoryRow

MASK = Mask(frozenset({("who", "number"), ("persons", "*", "birth"), ("note",)}))
VALUES: dict[str, Any] = {
    "who": {"name": "An", "number": "85.01.02"},
    "persons": [{"name": "Bo", "birth": Decimal(1985)}, {"name": "Cis", "birth": None}],
    "note": {"text": "geheim"},
    "open": "ja",
}


def test_values_lose_what_is_hidden_and_keep_the_rest() -> None:
    assert MASK.values(VALUES) == {
        "who": {"name": "An", "number": None},
        "persons": [{"name": "Bo", "birth": None}, {"name": "Cis", "birth": None}],
        "note": None,
        "open": "ja",
    }
    assert VALUES["who"]["number"] == "85.01.02"
    assert ALL.values(VALUES) is VALUES


def test_stored_values_have_a_word_in_the_place_also_in_a_tagged_context() -> None:
    stored = {"who": {"@context": {"number": {"@number": "7"}, "@a": "b"}}, "note": None}
    assert MASK.stored(stored) == {
        "who": {"@context": {"number": masking.MASKED, "@a": "b"}},
        "note": None,
    }


@pytest.mark.parametrize(
    ("key", "hidden", "touched"),
    [
        ("who.number", True, True),
        ("who.name", False, False),
        ("who", False, True),
        ("persons.12.birth", True, True),
        ("persons.12.name", False, False),
        ("persons", False, True),
        ("note.text.deep", True, True),
        ("notes", False, False),
    ],
)
def test_keys_are_hidden_as_their_paths_are(key: str, hidden: bool, touched: bool) -> None:
    assert (MASK.hides(key), MASK.touches(key)) == (hidden, touched)
    assert (ALL.hides(key), ALL.touches(key)) == (False, False)


def test_a_draft_is_split_in_what_is_seen_and_what_is_kept_behind() -> None:
    draft = {"who.name": "An", "who.number": "1", "persons": "1", "persons.0.birth": "2"}
    assert MASK.typed(draft) == {"who.name": "An", "persons": "1"}
    assert MASK.unseen(draft) == {"who.number": "1", "persons.0.birth": "2"}
    assert MASK.unseen(None) == {}


def test_what_is_written_keeps_what_the_writer_could_not_see() -> None:
    written = {
        "who": {"name": "Ann", "number": None},
        "persons": [{"name": "Bob"}, {"name": "Cis"}, {"name": "Dré"}],
        "note": None,
        "new": 1,
    }
    assert MASK.restored(written, VALUES) == {
        "who": {"name": "Ann", "number": "85.01.02"},
        "persons": [
            {"name": "Bob", "birth": Decimal(1985)},
            {"name": "Cis", "birth": None},
            {"name": "Dré"},
        ],
        "note": {"text": "geheim"},
        "new": 1,
    }


def test_a_line_of_the_trail_tells_that_something_changed_but_not_what() -> None:
    row = HistoryRow(
        case_id="1",
        seq=1,
        at=datetime(2026, 3, 1, tzinfo=UTC),
        kind="task:completed",
        person_id=None,
        actor={},
        meta={},
        commitment="c",
        previous="p",
        hash="h",
        payload={
            "changes": [{"name": "who", "old": None, "new": VALUES["who"]}],
            "note": "geheim",
        },
        redacted=False,
    )
    seen = MASK.event(row)
    assert seen.payload == {
        "changes": [{"name": "who", "old": None, "new": {"name": "An", "number": masking.MASKED}}],
        "note": masking.MASKED,
    }
    assert (seen.hash, seen.commitment) == ("h", "c")
    assert ALL.event(row) is row


def run_of(inputs: dict[str, Any]) -> EvaluationRow:
    at = datetime(2026, 3, 1, tzinfo=UTC)
    return EvaluationRow("1", 1, at, "tarief", "x", inputs, ["r1"], "geheim", "t.dmn", [])


@pytest.mark.parametrize(
    "inputs", [{"who.number": "1"}, {"who": {"number": "1"}}, {"count(persons.birth)": "2"}]
)
def test_a_decision_that_looked_at_something_hidden_tells_nothing(inputs: dict[str, Any]) -> None:
    seen = MASK.evaluation(run_of({**inputs, "open": "ja"}))
    assert (seen.matched, seen.outputs) == ((), masking.MASKED)
    assert list(seen.inputs.values()) == [masking.MASKED, "ja"]


def test_a_decision_that_looked_at_nothing_hidden_is_as_it_was() -> None:
    row = run_of({"open": "ja", "who.name": "An"})
    assert MASK.evaluation(row) is row


@pytest.mark.parametrize(
    ("text", "whole", "told"),
    [
        ("who.number", False, True),
        ("if who.number = null then 1 else 2", False, True),
        ("who", False, False),
        ("who", True, True),
        ("whoever.number", False, False),
    ],
)
def test_a_text_of_feel_speaks_of_a_path_by_its_names(text: str, whole: bool, told: bool) -> None:
    assert mentions(text, ("who", "number"), whole=whole) == told
