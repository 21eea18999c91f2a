"""The page for analysts is made of the tables, and every code of the tables has a sentence."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from engine import feel
from engine.bpmn import vendors
from engine.bpmn.juel_calls import FUNCTIONS, METHODS, OF_VARIABLES
from engine.bpmn.vendors.__main__ import text
from engine.bpmn.vendors.entry import Entry
from engine.wording import nl

HOUSE = Path(__file__).parents[3]
SAYERS = {"refused": 0, "kept": 0, "noted": 0, "say": 1}


def test_the_page_says_what_the_tables_say() -> None:
    written = (HOUSE / "docs/gids/overnemen.md").read_text("utf-8")
    assert written == text(), "python -m engine.bpmn.vendors > docs/gids/overnemen.md"


def entries() -> Iterator[Entry]:
    for dialect in vendors.DIALECTS:
        yield from dialect.attributes.values()
        for part in dialect.parts.values():
            yield from part.attributes.values()
            if part.whole is not None:
                yield part.whole


def codes_in_the_source() -> Iterator[str]:
    """Yield every code that a place says, as it is written in the rooms of the vendors."""
    for path in (HOUSE / "engine/bpmn/vendors").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            at = SAYERS.get(node.func.attr)
            if at is not None and len(node.args) > at:
                said = node.args[at]
                if isinstance(said, ast.Constant):
                    yield f"bpmn.vendor.{said.value!s}"


def test_every_code_has_a_sentence_and_every_sentence_a_code() -> None:
    used = {entry.code for entry in entries()} | set(codes_in_the_source())
    assert sorted(used - set(nl.SENTENCES)) == []
    extra = {"own_first", "form_made", "form_schema", "result_row", "result_list"}
    unused = {c for c in nl.vendors.SENTENCES if c.startswith("bpmn.vendor.")} - used
    assert unused <= {f"bpmn.vendor.{code}" for code in extra}


def test_what_is_rewritten_says_as_what_and_does_it() -> None:
    for entry in entries():
        if entry.level is vendors.Level.REWRITTEN:
            assert entry.becomes
            assert entry.act is not None


def test_the_feel_that_is_proposed_is_feel() -> None:
    for table in (METHODS, FUNCTIONS, OF_VARIABLES):
        for pattern in table.values():
            feel.compile_expression(pattern.format("x", "y", "z"))
