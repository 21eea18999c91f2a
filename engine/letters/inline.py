"""Read one piece of running text: words, bold, italic, holes and line breaks.

No FEEL is understood here, only found: `{{ expression }}` on one line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.errors import Finding
from engine.letters.parts import Break, Hole, Run, Words

_TOKEN = re.compile(
    r"(?P<escape>\\[\\*{}\[\]<>`#|!_.\-])"
    r"|(?P<break>\\\n\s*)"
    r"|(?P<hole>\{\{)"
    r"|(?P<bold>\*\*)"
    r"|(?P<italic>\*(?=\S)|(?<=\S)\*)"
    r"|(?P<foreign>`|!\[|\[[^\]\n]*\]\(|</?[A-Za-z!]|~~)"
    r"|(?P<newline>\n\s*)"
)


class Inline:
    """Reads a text that begins at `line`, `column` of `file`; findings gather in `findings`."""

    def __init__(self, text: str, file: str, line: int, column: int = 1) -> None:
        self._text = text
        self._file = file
        self._line = line
        self._column = column
        self._bold = False
        self._italic = False
        self._opened: dict[str, int] = {}
        self.findings: list[Finding] = []

    def read(self) -> tuple[Run, ...]:
        """Return the runs of the text; an unclosed mark or unknown markup becomes a finding."""
        runs = tuple(_joined(self._runs()))
        for mark, open_now in (("**", self._bold), ("*", self._italic)):
            if open_now:
                self._find("letter_mark_open", self._opened[mark], mark=mark)
        return runs

    def _runs(self) -> Iterator[Run]:
        at = 0
        while at < len(self._text):
            match = _TOKEN.search(self._text, at)
            if match is None:
                yield self._words(self._text[at:])
                return
            yield self._words(self._text[at : match.start()])
            at = match.end()
            if match.lastgroup == "hole":
                hole, at = self._hole(match.start())
                yield hole
            else:
                yield self._token(match)

    def _token(self, match: re.Match[str]) -> Run:
        kind, text = match.lastgroup, match.group()
        if kind == "escape":
            return self._words(text[1])
        if kind == "break":
            return Break()
        if kind == "newline":
            return self._words(" ")
        if kind == "foreign":
            self._find("letter_markup", match.start(), found=text)
            return self._words(text)
        self._opened[text] = match.start()
        if kind == "bold":
            self._bold = not self._bold
        else:
            self._italic = not self._italic
        return self._words("")

    def _hole(self, start: int) -> tuple[Run, int]:
        end = hole_end(self._text, start + 2)
        if end is None:
            self._find("letter_placeholder_open", start)
            return self._words(self._text[start:]), len(self._text)
        inside = self._text[start + 2 : end]
        lead = len(inside) - len(inside.lstrip())
        line, column = self._place(start + 2 + lead)
        expression = inside.strip()
        if not expression:
            self._find("letter_placeholder_empty", start)
        return Hole(expression, line, column, self._bold, self._italic), end + 2

    def _words(self, text: str) -> Words:
        return Words(text, self._bold, self._italic)

    def _find(self, rule: str, at: int, **facts: str) -> None:
        line, column = self._place(at)
        self.findings.append(Finding(self._file, rule, line=line, column=column, facts=facts))

    def _place(self, at: int) -> tuple[int, int]:
        before = self._text[:at]
        newlines = before.count("\n")
        if newlines == 0:
            return self._line, self._column + at
        return self._line + newlines, at - before.rfind("\n")


def hole_end(text: str, at: int) -> int | None:
    """Return where the `}}` of the hole that began before `at` stands, or None.

    Braces of a FEEL context are counted, those in a FEEL string are not; a hole ends on its line.
    """
    depth = 0
    in_string = False
    while at < len(text) and text[at] != "\n":
        char = text[at]
        if in_string:
            at += char == "\\"
            in_string = char != '"'
        elif char == '"':
            in_string = True
        elif depth == 0 and text.startswith("}}", at):
            return at
        else:
            depth += (char == "{") - (char == "}")
        at += 1
    return None


def _joined(runs: Iterator[Run]) -> Iterator[Run]:
    last: Words | None = None
    for run in runs:
        if isinstance(run, Words):
            if last and (last.bold, last.italic) == (run.bold, run.italic):
                last = Words(last.text + run.text, run.bold, run.italic)
            else:
                if last and last.text:
                    yield last
                last = run
            continue
        if last and last.text:
            yield last
        last = None
        yield run
    if last and last.text:
        yield last
