"""Every code that the engine can speak in has a Dutch sentence: read from its own source."""

import ast
from collections.abc import Iterator
from pathlib import Path

from engine import errors, wording
from engine.model import HistoryKind, Permission
from engine.wording import nl
from engine.wording.nl.history import PERMISSIONS
from engine.wording.nl.rules import ALL_RULES

ENGINE = Path(__file__).parents[2] / "engine"
FIRST = {
    name
    for name, thing in vars(errors).items()
    if isinstance(thing, type) and issubclass(thing, errors.EngineError)
}
SECOND = {"Problem", "Finding", "refuse"}


def codes(tree: ast.AST, room: str = "") -> Iterator[tuple[str, str]]:
    """Yield (who said it, code) for every literal code in a module of `room`."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        name = node.func.id if isinstance(node.func, ast.Name) else name
        at, prefix = place(name, room)
        if at < 0 or len(node.args) <= at:
            continue
        code = node.args[at]
        if isinstance(code, ast.Constant) and isinstance(code.value, str):
            yield name, prefix + code.value


def place(name: str, room: str) -> tuple[int, str]:
    """Return which argument of a call holds a code, and what stands before it."""
    if name == "FeelSyntaxError":
        return 0, "feel."
    if name in FIRST or (name in {"refuse", "Unprintable"} and room in {"", "letters"}):
        return 0, ""
    if (name, room) in {("refuse", "forms"), ("add", "dmn")}:
        return 0, "form." if room == "forms" else "dmn."
    if name == "_find" and room == "letters":
        return 0, ""
    return (1, "") if name in SECOND else (-1, "")


def said_in_engine() -> set[tuple[str, str, str]]:
    found = set()
    for path in ENGINE.rglob("*.py"):
        inside = path.relative_to(ENGINE)
        room = inside.parts[0] if len(inside.parts) > 1 else ""
        for name, code in codes(ast.parse(path.read_text(encoding="utf-8")), room):
            found.add((inside.as_posix(), name, code))
    return found


def has_sentence(code: str) -> bool:
    return code in nl.SENTENCES or code in ALL_RULES or code.startswith("bpmn.unsupported.")


def test_every_code_that_stands_in_the_source_has_a_sentence() -> None:
    said = said_in_engine()
    assert len(said) > 100
    assert sorted(s for s in said if not has_sentence(s[2])) == []


def test_every_error_class_has_a_sentence() -> None:
    for name in FIRST:
        assert getattr(errors, name).code in nl.SENTENCES


def test_every_kind_of_history_has_a_sentence() -> None:
    assert {kind.value for kind in HistoryKind} == set(nl.history.SENTENCES), (
        "wording/nl/history.py tells exactly the kinds of engine.model.HistoryKind"
    )


def test_every_permission_has_words() -> None:
    assert {permission.value for permission in Permission} == set(PERMISSIONS)


def test_no_code_has_two_sentences() -> None:
    names = [code for table in nl.TABLES for code in table]
    assert len(names) == len(set(names))
    assert not set(names) & set(ALL_RULES)


def test_a_missing_code_is_found_by_this_very_check() -> None:
    seeded = ast.parse('raise NotFound("zomaar")\nyield Problem("veld", "vreemd")')
    assert [has_sentence(code) for _, code in codes(seeded)] == [False, False]
    assert wording.say("zomaar").startswith("Er is iets")
