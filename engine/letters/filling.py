"""Fill the holes of a letter: evaluate FEEL, write the values, leave nothing empty.

Nothing is drawn here. Values become plain text in a tree of blocks; no value is ever markup.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.errors import ModelFault
from engine.feel import compile_expression
from engine.letters.parts import Block, BlockKind, Break, Hole, Item, LetterModel, Run
from engine.letters.values import Unprintable, write

Drawn = dict[str, Any]  # one run as the layout reads it: text, bold, italic, or break
_NEWLINE: Drawn = {"text": "", "bold": False, "italic": False, "break": True}


@dataclass(frozen=True, slots=True)
class Filled:
    """A letter without holes: its subject, its blocks as the layout reads them, and its text."""

    subject: str
    blocks: tuple[Drawn, ...]
    text: str


def fill(model: LetterModel, values: Mapping[str, Any], now: datetime, gap: str = "") -> Filled:
    """Return `model` with every hole filled from `values`; `now` is what FEEL calls today.

    A hole alone in a list item makes an item of each element of a list; one alone in a paragraph
    makes paragraphs of the paragraphs of a text. With `gap`, for a preview, that stands where a
    value is missing, and a condition that is neither true nor false holds.

    Raises ModelFault when a value is missing or cannot be written, or when a condition is neither
    true nor false; its facts name the first such placeholder and list all of them.
    """
    pen = _Pen(values, now, gap)
    subject = "".join(run["text"] or " " for run in _lined(pen.paragraphs(model.subject)))
    blocks = _in_order([drawn for block in model.blocks for drawn in pen.block(block)])
    if pen.faults and not gap:
        first = pen.faults[0]
        facts = {key: value for key, value in first.items() if key != "code"}
        raise ModelFault(first["code"], **facts, placeholders=tuple(pen.faults))
    return Filled(subject, blocks, "\n\n".join([subject, *map(plain, blocks)]))


class _Pen:
    """Writes the blocks with the values at hand; what it cannot write gathers in `faults`."""

    def __init__(self, values: Mapping[str, Any], now: datetime, gap: str) -> None:
        self._values = values
        self._gap = gap
        self._now = now
        self.faults: list[dict[str, Any]] = []

    def block(self, block: Block) -> Iterator[Drawn]:
        """Yield what `block` becomes: nothing, one block, or a block for each paragraph."""
        parts = [
            part
            for item in block.items
            if self._stands(item)
            for part in self._parts(block.kind, item)
        ]
        alone = block.kind is BlockKind.PARAGRAPH
        for items in ([part] for part in parts) if alone else [parts] if parts else []:
            yield {"kind": block.kind.value, "level": block.level, "items": items}

    def _parts(self, kind: BlockKind, item: Item) -> list[list[Drawn]]:
        if kind is BlockKind.PARAGRAPH:
            return self.paragraphs(item.runs)
        alone = item.runs[0] if len(item.runs) == 1 else None
        if kind is not BlockKind.HEADING and isinstance(alone, Hole):
            value = self._evaluate(alone)
            if isinstance(value, list) and value:
                return [_lined(self._written(alone, one)) for one in value]
        return [_lined(self.paragraphs(item.runs))]

    def paragraphs(self, runs: Sequence[Run]) -> list[list[Drawn]]:
        """Return `runs` as drawn runs; more than one paragraph only for a hole alone."""
        if len(runs) == 1 and isinstance(runs[0], Hole):
            return self._written(runs[0], self._evaluate(runs[0]))
        return [[drawn for run in runs for drawn in self._run(run)]]

    def _run(self, run: Run) -> Iterator[Drawn]:
        if isinstance(run, Break):
            yield _NEWLINE
        elif isinstance(run, Hole):
            yield from _lined(self._written(run, self._evaluate(run)))
        else:
            yield {"text": run.text, "bold": run.bold, "italic": run.italic, "break": False}

    def _written(self, hole: Hole, value: Any) -> list[list[Drawn]]:
        try:
            text = write(value)
        except Unprintable as refused:
            self._fault(refused.code, hole)
            return [self._lines(hole, self._gap)] if self._gap else []
        paragraphs = [part.strip() for part in text.split("\n\n") if part.strip()]
        return [self._lines(hole, part) for part in paragraphs]

    def _lines(self, hole: Hole, text: str) -> list[Drawn]:
        drawn: list[Drawn] = []
        for number, line in enumerate(text.split("\n")):
            drawn += [_NEWLINE] if number else []
            drawn.append({"text": line, "bold": hole.bold, "italic": hole.italic, "break": False})
        return drawn

    def _stands(self, item: Item) -> bool:
        if item.only_if is None:
            return True
        value = self._evaluate(item.only_if)
        if not isinstance(value, bool):
            self._fault("letter_condition", item.only_if)
            return bool(self._gap)
        return value

    def _evaluate(self, hole: Hole) -> Any:
        expression = compile_expression(hole.expression, self._values.keys())
        return expression.evaluate(self._values, self._now).value

    def _fault(self, code: str, hole: Hole) -> None:
        fault = {"code": code, "expression": hole.expression, "line": hole.line}
        if fault not in self.faults:
            self.faults.append(fault)


def _lined(parts: Sequence[Sequence[Drawn]]) -> list[Drawn]:
    """Return the paragraphs as one, each on a line of its own."""
    drawn: list[Drawn] = []
    for number, part in enumerate(parts):
        drawn += [_NEWLINE] if number else []
        drawn += part
    return drawn


def _in_order(blocks: Sequence[Drawn]) -> tuple[Drawn, ...]:
    """Renumber the headings from 2, without a gap: the subject is level 1 (PDF/UA-1 §7.4.2)."""
    headings = [block for block in blocks if block["kind"] == BlockKind.HEADING]
    used = sorted({block["level"] for block in headings})
    before = 1
    for block in headings:
        before = block["level"] = min(used.index(block["level"]) + 2, before + 1)
    return tuple(blocks)


def plain(block: Drawn) -> str:
    """Return a block as plain text, a line for each item of a list."""
    lines = ("".join("\n" if r["break"] else r["text"] for r in item) for item in block["items"])
    return "\n".join(_mark(block, n) + line for n, line in enumerate(lines))


def _mark(block: Drawn, number: int) -> str:
    if block["kind"] == BlockKind.NUMBERS:
        return f"{block['level'] + number}. "
    return "- " if block["kind"] == BlockKind.BULLETS else ""
