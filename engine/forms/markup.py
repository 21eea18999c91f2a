"""Texts with FEEL between braces, and the little Markdown that a text component may use.

Markdown is read before values are filled in, so that a value is never markup. The result is
plain text in frozen dataclasses; whoever draws it escapes it. No database, clock or network.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from engine.feel import Expression, compile_expression
from engine.forms.display import as_text
from engine.forms.scope import Scope

_FIRST_MARK = 0xE000  # a private-use character stands for an expression while Markdown is read
_MOST_EXPRESSIONS = 1000
_BRACES = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_HEADING = re.compile(r"(#{1,4})[ \t]+(.*)")
_BULLET = re.compile(r"[-*+][ \t]+(.*)")
_NUMBERED = re.compile(r"[0-9]{1,3}[.)][ \t]+(.*)")
_INLINE = re.compile(
    r"\*\*(?P<strong>[^*]+)\*\*|__(?P<strong2>[^_]+)__"
    r"|\*(?P<em>[^*\s][^*]*)\*|(?<!\w)_(?P<em2>[^_\s][^_]*)_(?!\w)"
    r"|\[(?P<label>[^\]]+)\]\((?P<href>(?:https?://|mailto:)[^\s()\ue000-\uf8ff]+)\)"
)


class TemplateError(Exception):
    """A template uses something that is not understood (`code`, `text`)."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(code)
        self.code = code
        self.text = text


@dataclass(frozen=True, slots=True)
class Template:
    """A text whose parts are literal or FEEL; literal texts have one part."""

    parts: tuple[str | Expression, ...] = ()

    @property
    def names(self) -> frozenset[str]:
        """Return the free names of its FEEL."""
        return frozenset(
            name for part in self.parts if not isinstance(part, str) for name in part.names
        )

    def fill(self, scope: Scope) -> str:
        """Return the text with every expression replaced by its value as people read it."""
        if not self.parts:
            return ""
        if len(self.parts) == 1 and isinstance(self.parts[0], str):
            return self.parts[0]
        return "".join(
            part if isinstance(part, str) else as_text(scope.value(part)) for part in self.parts
        )


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text in one style; `href` is an http, https or mailto address."""

    text: str
    strong: bool = False
    em: bool = False
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading (`level` 1-4), list item (`item`, `numbered`) or quote."""

    kind: str
    spans: tuple[Span, ...]
    level: int = 0


@dataclass(frozen=True, slots=True)
class Markup:
    """Blocks whose spans still hold marks for the expressions."""

    blocks: tuple[Block, ...]
    expressions: tuple[Expression, ...]

    @property
    def names(self) -> frozenset[str]:
        """Return the free names of its FEEL."""
        return frozenset(name for each in self.expressions for name in each.names)

    def fill(self, scope: Scope) -> tuple[Block, ...]:
        """Return the blocks with every expression replaced by its value."""
        texts = {
            _FIRST_MARK + at: as_text(scope.value(expression))
            for at, expression in enumerate(self.expressions)
        }
        return tuple(
            Block(
                block.kind,
                tuple(
                    Span(span.text.translate(texts), span.strong, span.em, span.href)
                    for span in block.spans
                ),
                block.level,
            )
            for block in self.blocks
        )


def read_template(text: str, names: frozenset[str]) -> Template:
    """Read a label: plain text, `{{feel}}` inside it, or `=feel` as a whole.

    Raises TemplateError when it holds `{{#if`, `{{#loop` or an unclosed brace; FeelSyntaxError
    when an expression does not parse.
    """
    if text.startswith("="):
        return Template((compile_expression(text[1:], names),))
    expressions: list[Expression] = []
    marked = _with_marks(text, names, expressions)
    parts: list[str | Expression] = []
    for piece in re.split("([\ue000-\uf8ff])", marked):
        if len(piece) == 1 and piece >= chr(_FIRST_MARK) and piece <= "\uf8ff":
            parts.append(expressions[ord(piece) - _FIRST_MARK])
        elif piece:
            parts.append(piece)
    return Template(tuple(parts))


def read_markup(text: str, names: frozenset[str]) -> Markup:
    """Read the text of a text component.

    Raises TemplateError and FeelSyntaxError as `read_template` does.
    """
    expressions: list[Expression] = []
    if text.startswith("="):
        expressions.append(compile_expression(text[1:], names))
        text = chr(_FIRST_MARK)
    else:
        text = _with_marks(text, names, expressions)
    return Markup(tuple(_blocks(text)), tuple(expressions))


def _with_marks(text: str, names: frozenset[str], expressions: list[Expression]) -> str:
    """Return the text with a private-use character in the place of each expression."""
    if re.search("[\ue000-\uf8ff]", text):
        raise TemplateError("private_character", text)

    def mark(match: re.Match[str]) -> str:
        source = match[1].strip()
        if source[:1] in {"#", "/", "^", ">"} or len(expressions) >= _MOST_EXPRESSIONS:
            raise TemplateError("template_block", source)
        expressions.append(compile_expression(source.removeprefix("="), names))
        return chr(_FIRST_MARK + len(expressions) - 1)

    marked = _BRACES.sub(mark, text)
    if "{{" in marked or "}}" in marked:
        raise TemplateError("template_brace", text)
    return marked


def _blocks(text: str) -> list[Block]:
    """Cut a text into blocks: empty lines end a paragraph, other blocks take one line."""
    blocks: list[Block] = []
    paragraph: list[str] = []

    def end_paragraph() -> None:
        if paragraph:
            blocks.append(Block("paragraph", _spans(" ".join(paragraph))))
            paragraph.clear()

    for line in (raw.strip() for raw in text.splitlines()):
        block = _one_line(line)
        if block is not None or not line:
            end_paragraph()
        if block is not None:
            blocks.append(block)
        elif line:
            paragraph.append(line)
    end_paragraph()
    return blocks


def _one_line(line: str) -> Block | None:
    """Return the heading, item or quote that this line is."""
    heading = _HEADING.fullmatch(line)
    if heading:
        return Block("heading", _spans(heading[2]), len(heading[1]))
    kinds: tuple[tuple[str, Callable[[str], re.Match[str] | None]], ...] = (
        ("item", _BULLET.fullmatch),
        ("numbered", _NUMBERED.fullmatch),
        ("quote", re.compile(r">[ \t]?(.*)").fullmatch),
    )
    for kind, matches in kinds:
        found = matches(line)
        if found:
            return Block(kind, _spans(found[1]))
    return None


def _spans(text: str) -> tuple[Span, ...]:
    """Cut one line of text at bold, italic and links."""
    spans: list[Span] = []
    at = 0
    for match in _INLINE.finditer(text):
        if match.start() > at:
            spans.append(Span(text[at : match.start()]))
        at = match.end()
        strong = match["strong"] or match["strong2"]
        em = match["em"] or match["em2"]
        spans.append(
            Span(
                strong or em or match["label"],
                strong=bool(strong),
                em=bool(em),
                href=match["href"],
            )
        )
    if at < len(text):
        spans.append(Span(text[at:]))
    return tuple(spans)
