"""Put the shared blocks of a letter into its text: `{{> name }}` on a line of its own.

What comes out is one text that needs nothing else: it is what is kept as the template of a letter.
A block is limited Markdown; its front matter, if any, names terms and amounts only.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.errors import Finding
from engine.letters.dutch import words

FENCE = "+++"
MAX_CHARACTERS = 100_000  # of a letter, with its blocks in it
_INCLUDE = re.compile(r"\s*\{\{>\s*(?P<name>[^}]*?)\s*\}\}\s*$")
_OPENING = re.compile(r"\{\{>")
_TOML_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)$")


@dataclass(frozen=True, slots=True)
class Source:
    """A file with a text: its path, for findings, and what stands in it."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Assembled:
    """A letter with its blocks in it; `origin` tells of each line (from 1) where it was written."""

    text: str
    origin: tuple[tuple[str, int], ...]
    findings: tuple[Finding, ...]
    blocks: tuple[str, ...]

    def placed(self, finding: Finding) -> tuple[str, int | None]:
        """Return the file and line that a finding in the whole text is about."""
        if finding.line is None or not 1 <= finding.line <= len(self.origin):
            return finding.file, finding.line
        return self.origin[finding.line - 1]


def assemble(text: str, blocks: Mapping[str, Source], file: str = "") -> Assembled:
    """Return the letter `text` with its blocks put in; an unknown block becomes a finding."""
    lines = text.replace("\r\n", "\n").split("\n")
    maker = _Maker(blocks, file)
    made = [part for number, line in enumerate(lines, 1) for part in maker.line(line, number)]
    made = _with_terms(made, maker.terms, file)
    whole, origin = [line for line, _ in made], tuple(place for _, place in made)
    used = tuple(dict.fromkeys(maker.used))
    return Assembled("\n".join(whole), origin, tuple(maker.findings), used)


def included(text: str) -> frozenset[str]:
    """Return the names of the blocks that a letter asks for."""
    found = (_INCLUDE.match(line) for line in text.replace("\r\n", "\n").split("\n"))
    return frozenset(each["name"] for each in found if each)


Placed = tuple[str, tuple[str, int]]


class _Maker:
    """Writes the lines of the whole letter, each with its place."""

    def __init__(self, blocks: Mapping[str, Source], file: str) -> None:
        self._blocks = blocks
        self._file = file
        self.findings: list[Finding] = []
        self.used: list[str] = []
        self.terms: list[str] = []
        self._room = MAX_CHARACTERS

    def line(self, line: str, number: int) -> Iterator[Placed]:
        found = _INCLUDE.match(line)
        if found is None:
            misplaced = _OPENING.search(line)
            if misplaced:
                self._find("letter_include_place", number, misplaced.start() + 1)
            yield line, (self._file, number)
            return
        block = self._blocks.get(found["name"])
        if block is None:
            facts = {"name": found["name"], "known": sorted(self._blocks)}
            self._find("letter_include_unknown", number, line.index("{{>") + 1, **facts)
            return
        self._room -= len(block.text)
        if self._room < 0:
            if self.findings[-1:] != [self._too_long]:
                self.findings.append(self._too_long)
            return
        self.used.append(found["name"])
        front, body, first = split(block.text)
        self.terms += _terms(front)
        yield "", (self._file, number)
        for offset, each in enumerate(body.split("\n")):
            yield each, (block.path, first + offset)
        yield "", (self._file, number)

    @property
    def _too_long(self) -> Finding:
        return Finding(self._file, "letter_too_long", facts={"limit": MAX_CHARACTERS})

    def _find(self, rule: str, line: int, column: int, **facts: Any) -> None:
        self.findings.append(Finding(self._file, rule, line=line, column=column, facts=facts))


def block_terms(text: str) -> list[str]:
    """Return the keys of the terms and amounts that a block names in its front matter."""
    return _terms(split(text)[0])


def toml_problem(error: tomllib.TOMLDecodeError, file: str) -> Finding:
    """Return what is wrong in front matter, at the place that the TOML reader tells."""
    why = str(error)
    place = _TOML_PLACE.search(why)
    line, column = (int(place[1]) + 1, int(place[2])) if place else (2, None)
    return Finding(file, "toml_syntax", line=line, column=column, facts={"why": why})


def split(text: str) -> tuple[str, str, int]:
    """Return the front matter of a block, its body, and the line on which the body begins."""
    lines = text.replace("\r\n", "\n").split("\n")
    if lines[0].rstrip() == FENCE:
        for number, line in enumerate(lines[1:], 1):
            if line.rstrip() == FENCE:
                return "\n".join(lines[1:number]), "\n".join(lines[number + 1 :]), number + 2
    return "", "\n".join(lines), 1


def front_problems(source: Source) -> Iterator[Finding]:
    """Yield what is wrong with the front matter of a block."""
    front, _, _ = split(source.text)
    names = words().front_matter
    known = sorted((names["terms"], names["amounts"]))
    try:
        found = tomllib.loads(front)
    except tomllib.TOMLDecodeError as error:
        yield toml_problem(error, source.path)
        return
    for key, value in found.items():
        if key not in known:
            facts = {"key": key, "known": known}
            yield Finding(source.path, "letter_key_unknown", line=1, facts=facts)
        elif not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            yield Finding(source.path, "letter_terms", line=1, facts={"key": key})


def _terms(front: str) -> list[str]:
    try:
        found = tomllib.loads(front)
    except tomllib.TOMLDecodeError:
        return []
    names = words().front_matter
    listed = [*_list(found.get(names["terms"])), *_list(found.get(names["amounts"]))]
    return [each for each in listed if isinstance(each, str)]


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _with_terms(lines: list[Placed], terms: list[str], file: str) -> list[Placed]:
    """Return the lines with the terms of the blocks at the end of the front matter."""
    closing = [n for n, (line, _) in enumerate(lines[1:], 1) if line.rstrip() == FENCE]
    if not terms or not closing:
        return lines
    named = ", ".join(f'"{each}"' for each in dict.fromkeys(terms) if _plain(each))
    more = f"{words().front_matter['block_terms']} = [{named}]"
    return [*lines[: closing[0]], (more, (file, 1)), *lines[closing[0] :]]


def _plain(key: str) -> bool:
    return re.fullmatch(r"[\w.\-]+", key) is not None
