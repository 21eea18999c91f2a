"""The rule book for analysts: every rule with its weight, what it says and what to do."""

from __future__ import annotations

from collections.abc import Iterable

_HEAD = """# Regels voor diagrammen

Het systeem kijkt elk diagram na voor het in gebruik gaat. Een **fout** houdt het diagram tegen; een
**opmerking** niet, maar lees ze wel. Bij elke melding staan het element en de regel in het bestand.

"""
_FAMILIES = {
    "structure": "Opbouw",
    "reference": "Verwijzingen",
    "position": "Plaats van gebeurtenissen",
    "flow": "Stromen",
    "path": "Wegen",
    "gateway": "Keuzes en splitsingen",
    "link": "Sprongen",
    "event": "Berichten en fouten",
    "correlation": "Berichten die hun procedure vinden",
    "undo": "Terugdraaien",
    "repeat": "Herhalingen",
    "timer": "Tijdstippen en termijnen",
    "feel": "Uitdrukkingen",
    "name": "Namen van formulieren, groepen en andere",
    "task": "Taken",
    "fallback": "Een weg met de hand",
    "hand": "Rollen in een beslissing",
    "attribute": "Attributen",
    "clock": "Wettelijke termijnen",
    "mapping": "Toewijzingen",
    "field": "Zoekvelden",
    "data": "Gegevens",
    "note": "Wat er alleen staat om te tonen",
    "unsupported": "Wat nog niet kan",
    "style": "Leesbaarheid",
    "schema": "Het BPMN-schema",
}
_WEIGHT = {"error": "fout", "warning": "opmerking"}


def rule_book(rules: Iterable[tuple[str, str, str, str]]) -> str:
    """Return the Markdown of the rule book; a rule is (id, severity, what, what to do)."""
    families: dict[str, list[str]] = {}
    for identity, severity, what, todo in rules:
        line = f"| `{identity}` | {_WEIGHT[severity]} | {_cell(what)} | {_cell(todo)} |"
        families.setdefault(identity.split(".")[1], []).append(line)
    parts = [
        f"## {_FAMILIES[family]}\n\n| regel | gewicht | wat er is | wat je doet |\n"
        "| --- | --- | --- | --- |\n" + "\n".join(lines) + "\n"
        for family, lines in families.items()
    ]
    return _HEAD + "\n".join(parts)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
