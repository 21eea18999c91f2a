"""What is said of the documents that an application needs: how a line stands, what is wrong."""

# ruff: noqa: RUF001 - Dutch text has its own quotation marks

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

STANDINGS: Mapping[str, str] = MappingProxyType(
    {
        "not_required": "Niet verplicht",
        "present": "Aanwezig",
        "unassessed": "Nog te beoordelen",
        "missing": "Ontbreekt",
        "too_old": "Te oud",
        "expired": "Verlopen",
        "rejected": "Afgekeurd",
    }
)
"""How a line stands, in a word or two: what a badge says."""


def _unassessed(facts: Mapping[str, Any]) -> str:
    if facts.get("undated"):
        return "Nog te beoordelen: wanneer het opgemaakt is, is nog niet ingevuld."
    return "Nog te beoordelen."


def _missing(facts: Mapping[str, Any]) -> str:
    found, wanted = facts.get("found"), facts.get("wanted")
    if not found or not wanted:
        return f"Ontbreekt: er zijn er {wanted} nodig." if wanted else "Ontbreekt."
    return f"Onvolledig: er {'is er' if found == 1 else 'zijn er'} {found} van de {wanted}."


SENTENCES: Mapping[str, str | Callable[[Mapping[str, Any]], str]] = {
    "checklist.hidden": "Er is een vertrouwelijk document, dat jouw rol niet mag zien.",
    "checklist.not_required": "Niet verplicht.",
    "checklist.present": "Aanwezig.",
    "checklist.unassessed": _unassessed,
    "checklist.missing": _missing,
    "checklist.too_old": "Te oud[: opgemaakt op {issued_on}, bruikbaar tot en met {young_until}].",
    "checklist.expired": "Verlopen[: geldig tot en met {expires_on}].",
    "checklist.rejected": "Afgekeurd bij de beoordeling.",
    # what an analyst writes in procedure.toml and in the decision
    "checklist.incomplete": "De lijst van documenten is niet goed beschreven[: {detail}]. Vul het "
    "aan in procedure.toml.",
    "checklist.decision_unknown": "De lijst van documenten noemt een beslissing die er niet is"
    "[: ‘{decision}’]. Kies er een van deze procedure.",
    "checklist.not_a_list": "Deze beslissing geeft geen lijst van documenten. Maak een tabel met "
    "hit policy COLLECT, RULE ORDER of OUTPUT ORDER, zonder samenvoeging.",
    "checklist.column_missing": "In de tabel van de documenten ontbreekt een uitkomst"
    "[: ‘{column}’]. Voeg die kolom toe.",
    "checklist.column_type": "De uitkomst[ ‘{column}’] heeft een ander type dan de lijst van "
    "documenten verwacht[: {expected}].",
    "checklist.values_open": "Wat de uitkomst[ ‘{column}’] kan geven, staat niet in de tabel. Som "
    "de mogelijke waarden op (output values), elk als tekst.",
    "checklist.value_unknown": "De uitkomst[ ‘{column}’] kan[ ‘{value}’] geven, maar dat staat "
    "niet in procedure.toml. Voeg het daar toe of verwijder het uit de tabel.",
}
