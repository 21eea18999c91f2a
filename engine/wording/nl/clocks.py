"""What the rules on legal clocks in a diagram say, and what to do about it."""

# ruff: noqa: RUF001 - Dutch text has its own quotation marks

from __future__ import annotations

from collections.abc import Mapping

CLOCKS: Mapping[str, tuple[str, str]] = {
    "bpmn.timer.decides": (
        "na de termijn van de aanvrager volgt iets zonder dat iemand de post nakeek[: {effect}]",
        "Zet er eerst een taak voor: ‘Termijn verstreken: post nagekeken?’.",
    ),
    "bpmn.clock.no_term": (
        "er staat niet bij om welke termijn het gaat",
        "Vul ‘term’ in met een sleutel uit het register.",
    ),
    "bpmn.clock.action": (
        "een termijn kan dit niet[: ‘{reference}’]",
        "Kies een van: start, suspend, resume, stop, extend of restart.",
    ),
    "bpmn.clock.moment": (
        "dit moment bestaat niet[: ‘{reference}’]",
        "Kies enter (bij het begin) of leave (bij het einde).",
    ),
    "bpmn.clock.extension": (
        "deze verlenging is niet volledig[: ‘{missing}’ ontbreekt]",
        "Vul ‘to’ in met de sleutel van de langere termijn, en ‘reason’ met de motivering.",
    ),
}
