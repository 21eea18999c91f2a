"""The stored state: one golden file per released version, and what this program may not change."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from engine import bpmn
from engine.bpmn import document as documents
from engine.model import Complete, FireTimer
from tests.bpmn.driving import HERE, Driver, PlainClocks, files

GOLDEN = HERE / "golden" / "document_v1.json"


def golden_case() -> Driver:
    """Return the case whose state the golden file holds: every kind of token is in it."""
    case = Driver(files("golden.bpmn", "called_process.bpmn"), "golden")
    case.start(
        text="é",
        number=Decimal("12.50"),
        day=date(2026, 3, 20),
        nested={"list": [True, None, {"@odd": "key"}]},
    )
    case.complete("first")
    return case


def test_the_document_of_this_version_is_the_golden_one() -> None:
    document = golden_case().steps[-1].document
    assert json.loads(json.dumps(document)) == json.loads(GOLDEN.read_text())


def test_a_case_goes_on_from_the_golden_document() -> None:
    stored = json.loads(GOLDEN.read_text())
    bundle = golden_case().bundle
    at = {packed["at"]: token for token, packed in stored["tokens"].items()}
    now = datetime.fromisoformat(stored["tokens"][at["remind"]]["due"])
    clocks = PlainClocks()
    fired = bpmn.advance(bundle, "golden", stored, FireTimer(at["remind"]), now, clocks)
    assert [(c.element, c.state) for c in fired.activities] == [
        ("remind", "left"),
        ("reminded", "left"),
    ]
    done = Complete(at["propose"], {"decision": "x"})
    left = bpmn.advance(bundle, "golden", fired.document, done, now, clocks)
    assert "call" in [c.element for c in left.activities]
    assert bpmn.visible(stored)["nested"] == {"list": [True, None, {"@odd": "key"}]}


def test_writing_what_was_read_gives_the_same() -> None:
    stored = json.loads(GOLDEN.read_text())
    assert documents.write(documents.read(stored)) == stored


def test_reading_shares_nothing_that_is_written_to() -> None:
    stored = json.loads(GOLDEN.read_text())
    before = json.dumps(stored)
    document = documents.read(stored)
    for scope in document.scopes.values():
        if scope.vars is not None:
            scope.vars["new"] = 1
    for token in document.tokens.values():
        token.state = "changed"
    document.fields["new"] = 1
    assert json.dumps(stored) == before


def test_the_order_in_which_a_database_keeps_keys_does_not_matter() -> None:
    """PostgreSQL sorts the keys of a JSON document; the oldest token still waits first."""
    stored = json.loads(GOLDEN.read_text())
    stored["tokens"] = dict(sorted(stored["tokens"].items(), reverse=True))
    assert list(documents.read(stored).tokens) == sorted(stored["tokens"], key=int)


def test_a_document_of_a_later_version_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown document version 99"):
        documents.read({**json.loads(GOLDEN.read_text()), "v": 99})


def test_older_documents_are_upgraded_one_version_at_a_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def from_zero(old: dict[str, Any]) -> dict[str, Any]:
        return {**old, "v": 1, "process": old["proc"]}

    monkeypatch.setattr(documents, "UPGRADES", {0: from_zero})
    old = {**json.loads(GOLDEN.read_text()), "v": 0, "proc": "golden"}
    del old["process"]
    assert documents.read(old).process == "golden"


def test_no_name_of_the_library_is_in_the_document() -> None:
    assert "spiff" not in GOLDEN.read_text().lower()
