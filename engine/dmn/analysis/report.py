"""What the analysis of one table found, as findings with their place.

No XML, no database, no clock, no network.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.errors import Finding

MOST = 50  # findings of one rule in one table; beyond, one says how many there are more

ERROR, WARNING, INFO = "error", "warning", "info"


@dataclass(slots=True)
class Report:
    """Findings of one decision in one file; `lines` says on which line an id stands."""

    file: str
    decision: str
    name: str
    lines: Mapping[str, int]
    found: list[Finding] = field(default_factory=list)
    most: int = MOST
    _counts: dict[str, int] = field(default_factory=dict)

    def full(self, rule: str) -> bool:
        """Count one more of a rule of which enough are noted; false when it can still be noted."""
        if self._counts.get(rule, 0) < self.most:
            return False
        self._counts[rule] += 1
        return True

    def add(self, rule: str, severity: str, element: str | None = None, /, **facts: Any) -> None:
        """Note one finding; `element` is a rule's id, by default the decision's."""
        self._counts[rule] = self._counts.get(rule, 0) + 1
        if self._counts[rule] > self.most:
            return
        place = element or self.decision
        line = self.lines.get(place, self.lines.get(self.decision))
        facts = {"decision": self.decision, "title": self.name, **facts}
        self.found.append(
            Finding(self.file, f"dmn.{rule}", place, line, facts=facts, severity=severity)
        )

    def close(self) -> list[Finding]:
        """Return all findings, with one for each rule of which some were left out."""
        for rule, count in list(self._counts.items()):
            if count > self.most:
                left = {"of": f"dmn.{rule}", "count": count - self.most}
                self.add("analysis.more", INFO, **left)
        return self.found
