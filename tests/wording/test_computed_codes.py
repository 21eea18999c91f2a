"""Codes that are not written where they are raised have a Dutch sentence too."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from engine.wording import nl
from engine.wording.nl.rules import ALL_RULES

ENGINE = Path(__file__).parents[2] / "engine"
ROOMS_WITH_OWN_WORDS = {"dmn", "feel", "web", "wording"}


def texts(node: ast.expr) -> Iterator[str]:
    """Yield the texts that an expression can give: one, or one of two."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from texts(node.body)
        yield from texts(node.orelse)


def codes(tree: ast.AST, room: str) -> Iterator[str]:
    """Yield what is assigned to `code`, what a form's reader refuses, and what it finds."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            if node.targets[0].id == "code":
                yield from texts(node.value)
        elif isinstance(node, ast.Call) and node.args and room == "forms":
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name == "Refused":
                yield from texts(node.args[0])
            elif name == "add" and ast.unparse(node.func).endswith("findings.add"):
                yield from (f"form.{each}" for each in texts(node.args[0]))


def said() -> set[str]:
    found: set[str] = set()
    for file in ENGINE.rglob("*.py"):
        room = file.relative_to(ENGINE).parts[0]
        if room not in ROOMS_WITH_OWN_WORDS:
            found |= set(codes(ast.parse(file.read_text("utf-8")), room))
    return found


def has_sentence(code: str) -> bool:
    return code in nl.SENTENCES or code in ALL_RULES


def test_a_code_that_is_computed_has_a_sentence() -> None:
    found = said()
    assert {"term_unknown", "refused_form", "year_out_of_range", "form.empty"} <= found
    assert sorted(code for code in found if not has_sentence(code)) == []


def test_a_missing_sentence_is_found_by_this_very_check() -> None:
    seeded = 'code = "vreemd" if x else "raar"\nraise Refused("gek")\nself.findings.add("zot", 1)'
    found = set(codes(ast.parse(seeded), "forms"))
    assert found == {"vreemd", "raar", "gek", "form.zot"}
    assert not any(has_sentence(code) for code in found)
