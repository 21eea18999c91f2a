"""What is said about one thing that a vendor added to a diagram."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from engine.errors import Finding


class Level(StrEnum):
    """What became of it."""

    REWRITTEN = "rewritten"  # said in our own words, with the same meaning
    KEPT = "kept"  # no effect on what is executed: stays as it stood
    ATTENTION = "attention"  # rewritten or kept, and a person looks whether it is what they meant
    REFUSED = "refused"  # means something that we do not execute so: a person writes it anew


@dataclass(frozen=True, slots=True)
class Remark:
    """One line of the report: where, what stood there, what it became or what would do it.

    `code` is a code of `wording`; `proposal` is what a person could write instead (FEEL, or one of
    our own attributes).
    """

    line: int | None
    element: str | None
    level: Level
    code: str
    written: str
    becomes: str | None = None
    proposal: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)

    def finding(self, file: str) -> Finding:
        """Return it as a finding on `file`: an error when refused, else a warning."""
        facts = {"written": self.written, **self.facts}
        if self.becomes:
            facts["becomes"] = self.becomes
        if self.proposal:
            facts["proposal"] = self.proposal
        severity = "error" if self.level is Level.REFUSED else "warning"
        return Finding(file, self.code, self.element, self.line, None, facts, severity)
