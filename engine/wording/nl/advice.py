"""What an operator does about an incident, by its code: one suggestion for each kind of failure."""

# ruff: noqa: RUF001 - Dutch text has its own quotation marks

from __future__ import annotations

from collections.abc import Mapping

_BY_HAND = "Duurt het te lang, zet de koppeling dan op ‘manual’ of doe de stap met de hand."
_AWAY = (
    f"Kijk bij Koppelingen of het systeem werkt, en probeer opnieuw zodra het antwoordt. {_BY_HAND}"
)
_SETTINGS = (
    "Kijk het adres en de sleutel van dit eindpunt na in het bestand met de eindpunten. "
    "Herstart daarna en probeer opnieuw."
)
_DIAGRAM = (
    "Deze versie van het diagram klopt hier niet. Doe de stap met de hand, en laat een analist het "
    "diagram verbeteren voor wat later begint."
)
_VALUE = "Verbeter het gegeven dat in de uitdrukking staat en probeer dan opnieuw."
_DECISION = (
    "Kijk na wie besliste en of daar een mandaat voor is. Verbeter wat ontbreekt en probeer "
    "opnieuw."
)
_CLOCK = "Kijk de dag na waarop de termijn begint of stopt, verbeter die, en probeer opnieuw."
_WAY_BACK = (
    "Verbeter zo nodig eerst de gegevens en probeer dan opnieuw, of verplaats de procedure naar "
    "een stap waar ze verder kan."
)

USUAL = "Verbeter zo nodig eerst de gegevens en probeer dan opnieuw."
ADVICE: Mapping[str, str] = {
    "outgoing.unreachable": _AWAY,
    "outgoing.too_slow": _AWAY,
    "outgoing.busy": _AWAY,
    "outgoing.name": _SETTINGS,
    "outgoing.address": _SETTINGS,
    "outgoing.certificate": _SETTINGS,
    "outgoing.unknown_endpoint": _SETTINGS,
    "outgoing.refused": "Het systeem kent ons niet: kijk de sleutel van dit eindpunt na. Herstart "
    f"daarna en probeer opnieuw. {_BY_HAND}",
    "outgoing.elsewhere": _SETTINGS,
    "connector.endpoint": "Zet dit eindpunt in het bestand met de eindpunten, herstart, en probeer "
    f"opnieuw. {_BY_HAND}",
    "connector.answer": "Meld dit aan wie het andere systeem beheert: het antwoord is anders dan "
    f"het contract. Probeer opnieuw als het hersteld is. {_BY_HAND}",
    "connector.file": "Verbeter het bestand met de koppelingen en probeer dan opnieuw.",
    "connector.contract": "Laat het contract van deze koppeling verbeteren en probeer opnieuw. "
    f"{_BY_HAND}",
    "connector.exchange": _DIAGRAM,
    "connector_unknown": _DIAGRAM,
    "connector_operation": _DIAGRAM,
    "job_unknown": _DIAGRAM,
    "job_input_missing": "Geef dit gegeven een waarde bij ‘Eerst gegevens verbeteren’ en probeer "
    "opnieuw. Komt het uit het diagram zelf, doe de stap dan met de hand.",
    "job_input_type": "Geef dit gegeven een waarde van de juiste soort bij ‘Eerst gegevens "
    "verbeteren’ en probeer opnieuw. Komt het uit het diagram zelf, doe de stap dan met de hand.",
    "job_output_missing": "Doe de stap met de hand en vul zelf in wat eruit moest komen.",
    "job_output_type": "Doe de stap met de hand en vul zelf in wat eruit moest komen.",
    "job_failed": "Lees de foutmelding. Lag het aan de schijf, het netwerk of een programma "
    "elders, herstel dat en probeer opnieuw. Lukt het dan nog niet, doe de stap met de hand.",
    "unhandled_error": _WAY_BACK,
    "standstill": "Verplaats de procedure naar een stap waar ze verder kan, en laat een analist "
    "het diagram nakijken.",
    "too_many_steps": "Verbeter het gegeven dat de kring moet doorbreken, of verplaats de "
    "procedure.",
    "condition_without_answer": _VALUE,
    "no_condition_true": _VALUE,
    "not_a_text": _VALUE,
    "not_a_date": _VALUE,
    "timer_without_time": _VALUE,
    "value_not_storable": _VALUE,
    "decision_without_answer": "Verbeter de gegevens waarop de tabel beslist en probeer opnieuw, "
    "of laat een analist de tabel aanvullen.",
    "decision_without_decider": _DECISION,
    "decision_without_mandate": _DECISION,
    "decision_without_four_eyes": _DECISION,
    "decision_incomplete": USUAL,
    "clock_day_is_no_date": _CLOCK,
    "clock_outside_calendar": _CLOCK,
    "clock_not_started": _CLOCK,
    "letter_unknown": _DIAGRAM,
    "no_letter": _DIAGRAM,
    "letter_cannot_be_set": "Laat de tekst van de brief nakijken, verbeter zo nodig de gegevens en "
    "probeer opnieuw.",
    "assigned_to_excluded": "Geef de taak een andere groep of persoon door de gegevens te "
    "verbeteren, en probeer opnieuw.",
}


def advice(code: str) -> str:
    """Return the suggestion for a kind of failure; the usual one when it has none of its own."""
    return ADVICE.get(code, USUAL)
