"""What is wrong in a decision model, collected while it is read; and its FEEL, compiled.

No XML, no database, no clock, no network.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from engine.dmn.tree import Node
from engine.errors import Finding
from engine.feel import (
    Expression,
    FeelSyntaxError,
    UnaryTests,
    compile_expression,
    compile_unary_tests,
)

_MAX_FINDINGS = 200
_FEEL_ENDINGS = ("feel", "/feel/20140401")
# what may stand anywhere and says nothing about the result
DOCUMENTARY = frozenset({"description", "label", "extensionElements"})


@dataclass(slots=True)
class Findings:
    """Everything found so far; `decision` is the one being read, `names` what FEEL may name.

    `broken` are the ids of the decisions and functions that something is wrong with.
    """

    file: str
    found: list[Finding] = field(default_factory=list)
    decision: str | None = None
    names: frozenset[str] = frozenset()
    broken: set[str] = field(default_factory=set)

    @contextmanager
    def knowing(self, names: Iterable[str]) -> Iterator[None]:
        """Let FEEL name more for a while."""
        before = self.names
        self.names = before | frozenset(names)
        yield
        self.names = before

    def add(self, rule: str, node: Node | None, /, **facts: Any) -> None:
        """Note one finding at a node; after two hundred the rest is left out."""
        if self.decision is not None:
            self.broken.add(self.decision)
        if len(self.found) < _MAX_FINDINGS:
            identifier = node.get("id") if node else None
            line = node.line if node else None
            element = self.decision or identifier
            if identifier and identifier != element:
                facts.setdefault("id", identifier)
            self.found.append(Finding(self.file, f"dmn.{rule}", element, line, facts=facts))

    def expression(self, node: Node | None, text: str, **where: Any) -> Expression | None:
        """Compile an expression; a syntax error is a finding with its place."""
        self.language(node)
        try:
            return compile_expression(text, self.names)
        except FeelSyntaxError as error:
            self._syntax(node, text, error, where)
            return None

    def tests(self, node: Node | None, text: str, **where: Any) -> UnaryTests | None:
        """Compile unary tests; an empty cell matches everything, as `-` does."""
        self.language(node)
        try:
            return compile_unary_tests(text or "-", self.names)
        except FeelSyntaxError as error:
            self._syntax(node, text, error, where)
            return None

    def language(self, node: Node | None) -> None:
        """Refuse an expression language that is not FEEL."""
        language = node.get("expressionLanguage") if node else None
        if language and not language.lower().rstrip("/").endswith(_FEEL_ENDINGS):
            self.add("expression_language", node, language=language)

    def only(self, node: Node, known: Iterable[str]) -> None:
        """Refuse children that are not understood."""
        allowed = frozenset(known) | DOCUMENTARY
        for child in node.children:
            if child.tag not in allowed:
                self.add("not_supported", child, construct=child.tag)

    def _syntax(
        self, node: Node | None, text: str, error: FeelSyntaxError, where: dict[str, Any]
    ) -> None:
        """Note FEEL that does not parse; the line of a cell is that of its text."""
        if self.decision is not None:
            self.broken.add(self.decision)
        facts = {key: fact for key, fact in error.facts.items() if key not in where}
        body = (node.first("text") or node) if node else None
        made = Finding(
            self.file,
            "dmn.feel_syntax",
            self.decision,
            body.line if body else None,
            facts={
                **facts,
                **where,
                "text": text[:200],
                "code": error.code,
                "feel_line": error.line,
                "feel_column": error.column,
            },
        )
        if len(self.found) < _MAX_FINDINGS:
            self.found.append(made)
