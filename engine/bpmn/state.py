"""One case as it stands: its tokens and scopes, and what FEEL says of them. Nothing moves here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from engine.bpmn.bundle import Bundle
from engine.bpmn.diagram import Diagram, Node, Text
from engine.bpmn.document import Document, Scope, Token
from engine.bpmn.places import Places
from engine.bpmn.recorder import Recorder
from engine.bpmn.scopes import Visible
from engine.bpmn.timers import LOCAL
from engine.errors import ModelFault
from engine.feel import tagged
from engine.model import Clock, ClockChange, Value


class Clocks(Protocol):
    """What the machine needs of the legal clocks of a case (`engine.terms.CaseClocks`)."""

    def apply(self, change: ClockChange) -> Clock:
        """Carry out a change."""
        ...

    def end(self, term_key: str) -> Any:
        """Return the last day of a clock."""
        ...

    def fires_at(self, term_key: str) -> datetime | None:
        """Return when a timer on the term is due."""
        ...


class CaseState:
    """The working copy of one case: everything that a behaviour may read."""

    def __init__(self, bundle: Bundle, document: Document, now: datetime, clocks: Clocks) -> None:
        self.bundle = bundle
        self.document = document
        self.now = now
        self.local_now = now.astimezone(LOCAL)
        self.clocks = clocks
        self.record = Recorder()
        self.queue: list[str] = []  # ready tokens; the next one first
        self.fresh: list[str] = []  # ready tokens of this moment; listening ones go first
        self.returned: list[tuple[str, Token]] = []  # (loop or compensation, what it ended)
        self.completed: list[str] = []  # scopes in which an activity was completed
        self.changed = True  # a variable was written, or a condition armed
        self.visits = 0
        self.at = ""  # the analyst's element that was entered or acted on last
        self.places = Places(document)
        self.conditions = {t.id for t in document.tokens.values() if t.was is not None}

    def diagram(self, scope: str) -> Diagram:
        """Return the diagram that a scope runs."""
        return self.bundle.diagrams[self.document.scopes[scope].process]

    def node(self, token: Token) -> Node:
        """Return the node that a token stands on."""
        return self.diagram(token.scope).nodes[token.node]

    def alive(self, token: Token) -> bool:
        """Say whether a token is still part of the case."""
        return self.document.tokens.get(token.id) is token

    def in_scope(self, scope: str) -> list[Token]:
        """Return the tokens that stand directly in a scope."""
        return self.places.in_scope(scope)

    def watching(self, host: str) -> list[Token]:
        """Return what hangs on a token: boundary events, events of a gateway, instances."""
        return self.places.hanging(host)

    def visible(self, token: Token) -> Visible:
        """Return the variables that a token sees."""
        return Visible(self.document, token, token.scope)

    def inside(self, scope: Scope) -> Visible:
        """Return the variables that are seen in a scope."""
        return Visible(self.document, None, scope.id)

    def evaluate(self, text: Text, context: Mapping[str, Value]) -> Value:
        """Return the value of FEEL, or the literal text itself."""
        if text.expression is None:
            return text.source
        return text.expression.evaluate(context, now=self.local_now).value

    def holds(self, node: Node, text: Text, token: Token) -> bool:
        """Say whether a condition is true.

        Raises ModelFault when it gives anything but true or false: a choice that nobody made must
        not be made by an unknown name.
        """
        return self.answer(node, text, self.visible(token))

    def answer(self, node: Node, text: Text, context: Mapping[str, Value]) -> bool:
        """Return what a condition says. Raises ModelFault when that is neither true nor false."""
        assert text.expression is not None, "conditions are compiled"
        outcome = text.expression.evaluate(context, now=self.local_now)
        if isinstance(outcome.value, bool):
            return outcome.value
        warnings = [str(warning) for warning in outcome.warnings]
        raise self.no_answer(node, text.source, tagged.encode(outcome.value), warnings)

    def no_answer(
        self, node: Node, expression: str, result: Any, warnings: list[str] | None = None
    ) -> ModelFault:
        """Return the fault of a condition that gave neither true nor false."""
        return ModelFault(
            "condition_without_answer",
            element=node.origin,
            expression=expression,
            result=result,
            warnings=warnings or [],
        )

    def text_of(self, token: Token, node: Node, key: str) -> str | None:
        """Return the text that an attribute of a node gives; `None` when it has none.

        Raises ModelFault when it gives something that is not a text.
        """
        text = node.texts.get(key)
        if text is None:
            return None
        value = self.evaluate(text, self.visible(token))
        if value is None or isinstance(value, str):
            return value or None
        facts = {"expression": text.source, "result": tagged.encode(value), "attribute": key}
        raise ModelFault("not_a_text", element=node.origin, **facts)
