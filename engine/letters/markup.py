"""Read the text of a letter: TOML front matter, then limited Markdown with FEEL placeholders.

Headings (`#` to `###`, with an optional `{#id}`), paragraphs, lists, bold and italic; nothing else.
No FEEL is evaluated here, no file is opened, nothing is drawn.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.errors import Finding
from engine.feel import compile_expression
from engine.letters.assembling import FENCE, MAX_CHARACTERS, toml_problem
from engine.letters.dutch import words
from engine.letters.inline import Inline, hole_end
from engine.letters.parts import Block, BlockKind, Hole, Item, LetterModel, Run

_HEADING = re.compile(r"(?P<marks>#{1,3}) +(?P<text>.*?)(?: +\{#(?P<id>[A-Za-z0-9_-]+)\})? *$")
_BULLET = re.compile(r"(?P<mark>[-*] +)(?P<text>\S.*)$")
_NUMBER = re.compile(r"(?P<mark>\d{1,3}\. +)(?P<text>\S.*)$")
_FOREIGN = re.compile(
    r"```|~~~|>|\||(?:[-*_] *){3,}$|=+ *$|#+$|#{1,3}[^ #]|#{4,}|\[[^\]]+\]:| {4,}|\t"
)
_LISTS = ((_BULLET, BlockKind.BULLETS), (_NUMBER, BlockKind.NUMBERS))


@dataclass
class _Lines:
    """The lines of one block in the making."""

    kind: BlockKind
    level: int = 0
    id: str = ""
    items: list[list[tuple[int, int, str]]] = field(default_factory=list)


def read(text: str, file: str = "") -> LetterModel:
    """Return the letter that `text` holds; what is wrong with it stands in its findings."""
    if len(text) > MAX_CHARACTERS:
        too_long = Finding(file, "letter_too_long", facts={"limit": MAX_CHARACTERS})
        return LetterModel((), "", (), (), (too_long,))
    findings: list[Finding] = []
    front, body, first = _split(text.replace("\r\n", "\n"), file, findings)
    subject, kind, terms = _front(front, _subject_place(text), file, findings)
    blocks = tuple(_blocks(body, first, file, findings))
    return LetterModel(subject, kind, terms, blocks, tuple(findings))


def names(text: str) -> frozenset[str]:
    """Return the free names of the FEEL in a letter: what it wants to know of the case."""
    holes = [hole.expression for hole in read(text).holes if hole.expression]
    return frozenset(name for each in holes for name in compile_expression(each).names)


def _split(text: str, file: str, findings: list[Finding]) -> tuple[dict[str, Any], str, int]:
    lines = text.split("\n")
    closing = [n for n, line in enumerate(lines[1:], 1) if line.rstrip() == FENCE]
    if lines[0].rstrip() != FENCE or not closing:
        findings.append(Finding(file, "letter_front_matter", line=1))
        return {}, text, 1
    body = "\n".join(lines[closing[0] + 1 :])
    try:
        return tomllib.loads("\n".join(lines[1 : closing[0]])), body, closing[0] + 2
    except tomllib.TOMLDecodeError as error:
        findings.append(toml_problem(error, file))
        return {}, body, closing[0] + 2


def _subject_place(text: str) -> tuple[int, int]:
    """Return the line and column on which the text of the subject begins."""
    key = re.escape(words().front_matter["subject"])
    found = re.search(rf"^{key}[ \t]*=[ \t]*\"", text, re.MULTILINE)
    if found is None:
        return 1, 1
    return text.count("\n", 0, found.start()) + 1, found.end() - found.start() + 1


def _front(
    front: dict[str, Any], subject_place: tuple[int, int], file: str, findings: list[Finding]
) -> tuple[tuple[Run, ...], str, tuple[str, ...]]:
    if not front:
        return (), "", ()
    names = words().front_matter
    subject = front.get(names["subject"])
    kind = front.get(names["kind"])
    for name in sorted(set(front) - set(names.values())):
        facts = {"key": name, "known": sorted(set(names.values()) - {names["block_terms"]})}
        findings.append(Finding(file, "letter_key_unknown", line=1, facts=facts))
    if not isinstance(subject, str) or not subject.strip():
        missing = {"key": names["subject"]}
        findings.append(Finding(file, "letter_key_missing", line=1, facts=missing))
        subject = ""
    if not isinstance(kind, str) or kind not in words().kinds:
        unknown = {"kind": kind, "known": sorted(words().kinds)}
        findings.append(Finding(file, "letter_kind_unknown", line=1, facts=unknown))
    terms: list[str] = []
    for name in (names["terms"], names["amounts"], names["block_terms"]):
        listed = front.get(name, [])
        if isinstance(listed, list) and all(isinstance(each, str) for each in listed):
            terms += listed
        else:
            findings.append(Finding(file, "letter_terms", line=1, facts={"key": name}))
    reader = Inline(subject, file, *subject_place)
    runs = reader.read()
    findings += reader.findings
    return runs, str(kind or ""), tuple(terms)


def _blocks(body: str, first: int, file: str, findings: list[Finding]) -> Iterator[Block]:
    for lines in _group(body.split("\n"), first, file, findings):
        items = tuple(_item(part, file, findings) for part in lines.items)
        yield Block(lines.kind, items, lines.level, lines.id)


def _group(
    lines: Sequence[str], first: int, file: str, findings: list[Finding]
) -> Iterator[_Lines]:
    current: _Lines | None = None
    for number, line in enumerate(lines, first):
        begun = _begin(line, number, current)
        if begun is None:
            if line.strip() and current is not None:
                lead = len(line) - len(line.lstrip())
                current.items[-1].append((number, lead + 1, line.strip()))
                continue
        elif begun is current:
            continue
        if _FOREIGN.match(line) and not _continues(line, current):
            findings.append(Finding(file, "letter_markup", line=number, facts={"found": line}))
        if current is not None:
            yield current
        current = begun
    if current is not None:
        yield current


def _continues(line: str, current: _Lines | None) -> bool:
    return line.startswith(" ") and current is not None and current.kind is not BlockKind.PARAGRAPH


def _begin(line: str, number: int, current: _Lines | None) -> _Lines | None:
    """Return the block that `line` opens, `current` for its next list item, None for neither."""
    if not line.strip():
        return None
    heading = _HEADING.match(line)
    if heading:
        text = heading["text"]
        start = [(number, heading.start("text") + 1, text)]
        return _Lines(
            BlockKind.HEADING, len(heading["marks"]), heading["id"] or slug(text), [start]
        )
    for pattern, kind in _LISTS:
        found = pattern.match(line)
        if found:
            item = [(number, found.start("text") + 1, found["text"])]
            if current is not None and current.kind is kind:
                current.items.append(item)
                return current
            level = int(found["mark"].split(".")[0]) if kind is BlockKind.NUMBERS else 0
            return _Lines(kind, level, items=[item])
    if current is not None and _runs_on(line, current):
        return None
    return _Lines(BlockKind.PARAGRAPH, items=[[(number, 1, line.rstrip())]])


def _runs_on(line: str, current: _Lines) -> bool:
    if _FOREIGN.match(line) and not _continues(line, current):
        return False
    if current.kind is BlockKind.HEADING:
        return False
    return current.kind is BlockKind.PARAGRAPH or line.startswith("  ")


def _item(lines: list[tuple[int, int, str]], file: str, findings: list[Finding]) -> Item:
    number, column, _ = lines[0]
    text = "\n".join(part for _, _, part in lines)
    only_if: Hole | None = None
    end = hole_end(text, 3) if text.startswith("{{?") else None
    if end is not None:
        expression = text[3:end].strip()
        only_if = Hole(expression, number, column + 3)
        rest = text[end + 2 :].lstrip(" ")
        column += len(text) - len(rest)
        text = rest
        if any(mark.match(text) for mark in (_HEADING, _BULLET, _NUMBER, _FOREIGN)):
            findings.append(Finding(file, "letter_condition_place", line=number))
    reader = Inline(text, file, number, column)
    runs = reader.read()
    findings += reader.findings
    return Item(runs, number, only_if)


def slug(text: str) -> str:
    """Return the id of a heading that names none: lower case, words joined by `_`."""
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")
