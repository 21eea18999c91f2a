"""The public names, and a Dutch sentence for every code that FEEL speaks in."""

import ast
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from engine import feel
from engine.wording.nl.feel import SENTENCES

ROOM = Path(feel.__file__).parent
SPEAKERS = {"Fault", "Exhausted", "FeelSyntaxError", "warn"}


def test_a_text_is_evaluated_at_once() -> None:
    assert feel.evaluate("1 + 1") == (Decimal(2), ())
    assert feel.evaluate("aantal plaatsen * 2", {"aantal plaatsen": 4}).value == Decimal(8)
    assert feel.evaluate("today()", {}, datetime(2026, 3, 20, tzinfo=UTC)).value == date(
        2026, 3, 20
    )


def test_a_text_is_compiled_once_and_shared() -> None:
    twice = feel.compile("x * 2")
    assert twice is feel.compile("x * 2")
    assert twice.names == {"x"}
    assert [twice.evaluate({"x": Decimal(n)}).value for n in (1, 2)] == [2, 4]


def test_only_a_text_that_is_no_feel_is_refused() -> None:
    assert feel.evaluate("1 / 0").warnings[0].code == "division_by_zero"
    with pytest.raises(feel.FeelSyntaxError) as refused:
        feel.evaluate("1 +\n  * 2")
    assert (refused.value.line, refused.value.column) == (2, 3)


def test_every_code_has_a_sentence() -> None:
    for path in ROOM.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            speaker = node.func
            name = speaker.attr if isinstance(speaker, ast.Attribute) else ast.unparse(speaker)
            code = node.args[0]
            if name in SPEAKERS and isinstance(code, ast.Constant) and isinstance(code.value, str):
                assert "feel." + code.value in SENTENCES, (path.name, code.value)
