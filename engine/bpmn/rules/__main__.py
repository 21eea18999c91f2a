"""Writes the rule book of analysts: `python -m engine.bpmn.rules > docs/gids/regels.md`."""

from __future__ import annotations

import sys

from engine.bpmn.rules import CATALOGUE
from engine.wording import rule
from engine.wording.nl.book import rule_book


def text() -> str:
    """Return the rule book made of the catalogue."""
    return rule_book((r.id, r.severity, *rule(r.id)) for r in CATALOGUE.values())


if __name__ == "__main__":
    sys.stdout.write(text())
