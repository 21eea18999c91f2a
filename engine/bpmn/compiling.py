"""Texts of the analyst made into compiled FEEL, with a finding for each that is not FEEL."""

from __future__ import annotations

from collections.abc import Iterable

from engine.bpmn.diagram import Assignment, ClockRule, Text
from engine.bpmn.extensions import ClockOrder, Mapping
from engine.errors import Finding
from engine.feel import FeelSyntaxError, compile_expression


class Compiler:
    """Compiles the texts of one file and collects what is wrong with them."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.findings: list[Finding] = []

    def refuse(self, element: str, rule: str, **facts: object) -> None:
        """Note a finding on `element`, the analyst's id."""
        self.findings.append(Finding(self.file, rule, element, facts=facts))

    def feel(self, text: str, element: str, where: str) -> Text:
        """Return `text` as FEEL; a leading `=` is allowed."""
        stripped = text.strip().removeprefix("=").strip()
        try:
            return Text(text, compile_expression(stripped))
        except FeelSyntaxError as error:
            facts = {
                "code": error.code,
                "expression": stripped,
                "where": where,
                "row": error.line,
                "column": error.column,
                **error.facts,
            }
            self.findings.append(Finding(self.file, "bpmn.feel.syntax", element, facts=facts))
            return Text(text)

    def literal_or_feel(self, text: str, element: str, where: str) -> Text:
        """Return `text` as it stands, or as FEEL when it begins with `=`."""
        return self.feel(text, element, where) if text.lstrip().startswith("=") else Text(text)

    def assignments(
        self, pairs: Iterable[Mapping] | None, element: str, where: str
    ) -> tuple[Assignment, ...] | None:
        """Return compiled mappings; `None` stays `None` (nothing was said)."""
        if pairs is None:
            return None
        made = []
        for pair in pairs:
            if not pair.target or not pair.source.strip():
                self.refuse(element, "bpmn.mapping.incomplete", target=pair.target)
                continue
            made.append(Assignment(pair.target, self.feel(pair.source, element, where)))
        return tuple(made)

    def clocks(self, orders: Iterable[ClockOrder], element: str) -> tuple[ClockRule, ...]:
        """Return the compiled clock orders of an element."""
        return tuple(
            ClockRule(
                order.term,
                order.action,
                self.feel(order.day, element, "clock") if order.day else None,
                order.on,
                self.literal_or_feel(order.reason, element, "clock") if order.reason else None,
                order.to or None,
            )
            for order in orders
        )
