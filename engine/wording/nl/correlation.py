"""What the rules on messages that find their case say, and what to do about it."""

# ruff: noqa: RUF001 - Dutch text has its own quotation marks

from __future__ import annotations

from collections.abc import Mapping

CORRELATION: Mapping[str, tuple[str, str]] = {
    "bpmn.correlation.not_a_message": (
        "een sleutel of bewaartijd staat bij iets dat geen bericht stuurt of krijgt",
        "Zet pr:correlation en pr:keep bij een bericht, of verwijder ze.",
    ),
    "bpmn.correlation.unknown": (
        "de sleutel of eigenschap[ ‘{reference}’] bestaat niet",
        "Kies een bestaande, of maak ze aan.",
    ),
    "bpmn.correlation.incomplete": (
        "bij deze sleutel staat niet waar hij te vinden is",
        "Zeg bij elke eigenschap in welk bericht ze staat (messageRef) en met welke uitdrukking.",
    ),
    "bpmn.correlation.empty": (
        "deze sleutel heeft geen eigenschappen",
        "Voeg een eigenschap toe, of verwijder de sleutel.",
    ),
    "bpmn.correlation.partly": (
        "in het bericht[ ‘{message}’] staat niet de hele sleutel[: ‘{property}’ ontbreekt]",
        "Zeg voor elke eigenschap van de sleutel hoe ze in dit bericht te lezen is.",
    ),
    "bpmn.correlation.several": (
        "het bericht[ ‘{message}’] heeft twee sleutels[, deze en ‘{other}’]",
        "Herken een bericht aan één sleutel; die mag meer dan één eigenschap hebben.",
    ),
    "bpmn.correlation.unbound": (
        "deze procedure zegt niet hoe ze de hele sleutel kent[: ‘{property}’ ontbreekt]",
        "Schrijf voor elke eigenschap van de sleutel een uitdrukking (dataPath).",
    ),
    "bpmn.correlation.unused": (
        "deze eigenschap hoort bij geen sleutel en doet niets",
        "Zet ze in een sleutel van de samenwerking, of verwijder ze.",
    ),
}
