"""Say what is wrong with the text of a letter, before anybody gets one."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.feel import FeelSyntaxError, compile_expression
from engine.letters.dutch import words
from engine.letters.markup import read
from engine.letters.parts import BlockKind, Hole, LetterModel


def check(text: str, file: str) -> list[Finding]:
    """Return every finding in the letter `text`, in the order of the file.

    Checked are the front matter, the markup, the syntax of each FEEL expression, that headings
    have ids of their own, and that a kind of letter with fixed blocks has them all, none empty.
    """
    model = read(text, file)
    findings = [*model.findings]
    for hole in model.holes:
        findings += _feel(hole, file)
    findings += _headings(model, file)
    findings += _fixed_blocks(model, file)
    return sorted(findings, key=lambda found: (found.line or 0, found.column or 0, found.rule))


def _feel(hole: Hole, file: str) -> Iterator[Finding]:
    if not hole.expression:
        return
    try:
        compile_expression(hole.expression)
    except FeelSyntaxError as error:
        first = error.line <= 1
        yield Finding(
            file,
            "feel_syntax",
            line=hole.line + error.line - 1,
            column=hole.column + error.column - 1 if first else error.column,
            facts={"code": error.code, "expression": hole.expression, **error.facts},
        )


def _headings(model: LetterModel, file: str) -> Iterator[Finding]:
    seen: set[str] = set()
    for block in model.blocks:
        if block.kind is not BlockKind.HEADING:
            continue
        if block.id in seen:
            yield Finding(file, "letter_heading_twice", element=block.id, line=block.line)
        seen.add(block.id)


def _fixed_blocks(model: LetterModel, file: str) -> Iterator[Finding]:
    below: dict[str, int] = {}
    heading = ""
    for block in model.blocks:
        if block.kind is BlockKind.HEADING:
            heading = block.id
        below[heading] = below.get(heading, 0) + (block.kind is not BlockKind.HEADING)
    for name in words().kinds.get(model.kind, ()):
        if name not in below:
            facts = {"block": name, "kind": model.kind}
            yield Finding(file, "letter_block_missing", element=name, facts=facts)
        elif not below[name]:
            line = next(block.line for block in model.blocks if block.id == name)
            yield Finding(file, "letter_block_empty", element=name, line=line)
