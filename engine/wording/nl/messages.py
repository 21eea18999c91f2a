"""What is said of messages between procedures: why one waits, and what a person did wrong."""

# ruff: noqa: RUF001 - Dutch text has its own quotation marks

from __future__ import annotations

from collections.abc import Mapping

SENTENCES: Mapping[str, str] = {
    "message": "Dit bericht bestaat niet, of iemand nam het al. Ga terug naar de lijst.",
    "start_event": "Deze start bestaat niet in deze versie. Kies een andere start.",
    "message.nobody_waits": "Geen enkele procedure verwacht dit bericht.",
    "message.several_wait": "Meer dan één procedure wacht op dit bericht. Kies er een.",
    "message.several_begin": "Meer dan één procedure start met dit bericht. Leg het voor aan een "
    "analist.",
    "message.not_delivered": "De procedure kon met dit bericht niet verder. Kijk haar eerst na.",
    "message.does_not_wait": "Deze procedure wacht niet op dit bericht. Kies een andere.",
    "message.waits_twice": "Deze procedure wacht op meer dan één plaats op dit bericht. Boek het "
    "in bij de procedure zelf.",
    "message.reason": "Schrijf waarom, in 3 tot 500 tekens.",
    "message.invalid": "Dit ontbreekt of klopt niet. Kijk het bericht na.",
    "message_not_delivered": "Een bericht kwam toe, maar de procedure kon het niet aannemen"
    "[ bij ‘{element}’]. Kijk na waar ze staat.",
}
