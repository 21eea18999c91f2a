"""Say what is wrong with the text of a letter, before anybody gets one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from engine.errors import Finding
from engine.feel import FeelSyntaxError, compile_expression
from engine.letters import plain
from engine.letters.assembling import FENCE, Source, assemble, front_problems, included, split
from engine.letters.dutch import words
from engine.letters.markup import read
from engine.letters.parts import BlockKind, Hole, LetterModel, Words

NO_BLOCKS: Mapping[str, Source] = {}


def check(text: str, file: str, blocks: Mapping[str, Source] = NO_BLOCKS) -> list[Finding]:
    """Return every finding in the letter `text`, in the order of the file.

    Checked are the front matter, the markup, the syntax of each FEEL expression, that headings
    have ids of their own, that a kind of letter with fixed blocks has them all, none empty, that
    the remedy is told in full, and, as hints, how plain the Dutch is. What is wrong inside a
    shared block is said of the block (`check_block`), not of every letter that has it.
    """
    whole = assemble(text, blocks, file)
    found = []
    for finding in _check(whole.text, file):
        where, line = whole.placed(finding)
        if where == file:
            found.append(replace(finding, line=line))
        elif finding.rule == "letter_heading_twice":
            found.append(finding)
    return sorted([*whole.findings, *found], key=_place)


def check_block(source: Source) -> list[Finding]:
    """Return every finding in a shared block."""
    found = list(front_problems(source))
    _, body, first = split(source.text)
    shift = first - 1 - len(_head("-"))
    for finding in _check(alone(source.text), source.path):
        if finding.rule == "letter_plain_no_you":  # the letter around it does
            continue
        line = None if finding.line is None else finding.line + shift
        found.append(replace(finding, line=line))
    found += [
        Finding(source.path, "letter_include_nested", facts={"name": name})
        for name in sorted(included(body))
    ]
    return sorted(found, key=_place)


def alone(text: str, subject: str = "-") -> str:
    """Return the text of a block as a letter with nothing else in it."""
    _, body, _ = split(text)
    return "\n".join([*_head(subject), body])


def _head(subject: str) -> list[str]:
    names = words().front_matter
    free = next(kind for kind, fixed in words().kinds.items() if not fixed)
    return [FENCE, f'{names["subject"]} = "{subject}"', f'{names["kind"]} = "{free}"', FENCE]


def _place(found: Finding) -> tuple[int, int, str]:
    return found.line or 0, found.column or 0, found.rule


def _check(text: str, file: str) -> Iterator[Finding]:
    model = read(text, file)
    yield from model.findings
    for hole in model.holes:
        yield from _feel(hole, file)
    yield from _headings(model, file)
    yield from _fixed_blocks(model, file)
    yield from plain.hints(model, file)


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
    below: dict[str, list[str]] = {}
    heading = ""
    for block in model.blocks:
        if block.kind is BlockKind.HEADING:
            heading = block.id
            below.setdefault(heading, [])
            continue
        runs = [run for item in block.items for run in item.runs]
        bold = [run.text for run in runs if isinstance(run, Words) and run.bold]
        below.setdefault(heading, []).append(" ".join(bold))
    fixed = words().kinds.get(model.kind, ())
    for name in fixed:
        if name not in below:
            facts = {"block": name, "kind": model.kind}
            yield Finding(file, "letter_block_missing", element=name, facts=facts)
        elif not below[name]:
            line = next(block.line for block in model.blocks if block.id == name)
            yield Finding(file, "letter_block_empty", element=name, line=line)
    remedy = words().remedy_block
    if remedy in fixed and below.get(remedy):
        told = " ".join(below[remedy])
        missing = [part for part in words().remedy_parts if f"{part}:" not in told]
        if missing:
            facts = {"missing": ", ".join(missing).lower()}
            yield Finding(file, "letter_remedy_incomplete", element=remedy, facts=facts)
