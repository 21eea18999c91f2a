"""What is said of decisions: why one is refused, and where one stands."""

# ruff: noqa: RUF001 - Dutch text has its own quotation marks

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from engine.wording.nl.dates import count, day_in_month

_ISO = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?")
_UNITS = (("jaar", "jaar"), ("maand", "maanden"), ("week", "weken"), ("dag", "dagen"))


def duration(text: str) -> str:
    """Return a duration (ISO 8601) in words: "3 maanden", "1 jaar en 6 maanden"."""
    found = _ISO.fullmatch(text)
    parts = zip(found.groups() if found else (), _UNITS, strict=False)
    said = [count(int(number), one, many) for number, (one, many) in parts if number]
    return " en ".join(said) or text


def _heavier(facts: Mapping[str, Any]) -> str:
    day, measure = facts.get("decided_on"), str(facts.get("measure") or "")
    how_long, last = facts.get("duration"), facts.get("last")
    said = measure[:1].lower() + measure[1:]
    if how_long:
        said += f", {duration(str(how_long))}"
    elif isinstance(last, date):
        said += f", tot en met {day_in_month(last)} {last.year}"
    when = f" van {day_in_month(day)}" if isinstance(day, date) else ""
    what = f" ({said})" if said else ""
    return (
        f"Zwaarder dan het voornemen{when}{what}. Neem een nieuw voornemen of kies een lichtere "
        "maatregel."
    )


SENTENCES: Mapping[str, str | Callable[[Mapping[str, Any]], str]] = {
    "measure.heavier": _heavier,
    "measure.unknown": "Van de maatregel[ ‘{measure}’] is niet bekend hoe zwaar hij is. Kies een "
    "maatregel uit de lijst.",
    "intent_unknown": "Het voornemen[ {decision}] staat niet in het register van dit dossier. "
    "Een analist kijkt het na.",
    "decision_location_unknown": "De locatie[ {number}] staat niet in het register. "
    "Een analist kijkt het na.",
    "decision_period": "De laatste dag ligt voor de eerste. Een analist kijkt het na.",
    "decision_act_incomplete": "Wat met de beslissing gebeurt, is niet volledig[: {missing} "
    "ontbreekt of is geen datum]. Een analist kijkt het na.",
    "decision_unknown": "De beslissing[ {decision}] staat niet in het register van dit dossier. "
    "Een analist kijkt het na.",
    "decision.not_found": "Er staat geen beslissing[ {decision}] in het register die jij mag zien. "
    "Kijk het nummer na.",
    "decision.elsewhere": "De beslissing[ {decision}] hoort bij een ander dossier[: {dossier}]. "
    "Start de procedure vanuit dat dossier, of vanop de bladzijde van de beslissing.",
    "decision.ended": "De beslissing[ {decision}] is al ingetrokken of vernietigd. Je kunt ze niet "
    "meer rechtzetten of intrekken.",
    "reopening.unknown": "Er is geen procedure[ {case}] die jij mag zien. Kijk het nummer na.",
    "reopening.running": "De procedure[ {case}] loopt nog. Je kunt alleen een afgelopen procedure "
    "heropenen.",
    "reopening.elsewhere": "De procedure[ {case}] hoort bij een ander dossier[: {dossier}]. Start "
    "de heropening vanuit dat dossier, of vanop de bladzijde van de procedure.",
    "reopening.of_reopening": "De procedure[ {case}] vroeg zelf een heropening. Vraag liever "
    "opnieuw de heropening van de eerste procedure.",
    "reopening.done": "De procedure[ {case}] is al heropend[ als {after}]. Wat daaruit komt, kun "
    "je later zelf heropenen.",
    "reopening.asked": "Iemand vroeg al om deze procedure te heropenen[: {case}]. Wacht tot "
    "daarover beslist is.",
    "reopening.no_start": "De procedure[ {case}] kan niet opnieuw beginnen: ze is niet meer in "
    "werking, of niemand mag ze nog starten.",
    "reopening_incomplete": "De heropening is niet volledig[: {missing} ontbreekt]. Een analist "
    "kijkt het na.",
    "reopening_without_four_eyes": "Niemand anders ging akkoord met de heropening. Laat een "
    "collega de stap overdoen.",
    "decision_ended": "De beslissing[ {decision}] is al ingetrokken of vernietigd. Er kan niets "
    "meer mee gebeuren.",
    "decision_act_without_person": "Niemand heeft nagekeken of de beslissing definitief is. Een "
    "termijn alleen heeft geen gevolg: laat een medewerker eerst de post nakijken.",
    "decision_not_notified": "De beslissing is nog niet ter kennis gebracht. Ze kan nog niet "
    "definitief worden.",
    "decision_appealed": "Er loopt nog een bezwaar of beroep. De beslissing kan nog niet "
    "definitief worden.",
    "decision_without_remedy_term": "Voor deze beslissing loopt geen termijn van bezwaar of "
    "beroep. Een analist kijkt na welke termijn de procedure begint.",
    "decision_remedy_open": "De termijn van bezwaar of beroep, met de dagen voor de post, is nog "
    "niet voorbij. Probeer het daarna opnieuw.",
    "facts.follows": "Wat er staat over de beslissing waarop deze procedure volgt (follows), klopt "
    "niet[: kijk ‘{detail}’ na]. Noem een proces dat je kunt starten, soorten van beslissingen die "
    "er zijn, en velden van het startformulier.",
    "facts.signing_form": "Het formulier[ ‘{form}’] waarmee getekend wordt, bestaat niet in deze "
    "procedure. Kies een bestaand formulier.",
    "facts.signing_answers": "Bij het formulier[ ‘{form}’] staat niet wat een handtekening "
    "antwoordt. Vul answers in.",
    "facts.signing_field": "Het formulier[ ‘{form}’] heeft geen veld[ ‘{field}’] dat[ ‘{value}’] "
    "als antwoord neemt. Kijk het formulier na.",
    "decision_act_without_four_eyes": "Wie rechtzet of intrekt en wie dat nakijkt, zijn niet twee "
    "verschillende mensen. Laat een collega de stap overdoen.",
}

COURSES: Mapping[str, str] = {
    "intended": "voornemen",
    "taken": "genomen",
    "notified": "meegedeeld",
    "rectified": "rechtgezet",
    "withdrawn": "ingetrokken",
    "annulled": "vernietigd",
}
PROTECTIONS: Mapping[str, str] = {
    "none": "nog niet meegedeeld",
    "open": "bezwaar of beroep mogelijk",
    "appealed": "bezwaar of beroep ingediend",
    "suspended": "uitvoering opgeschort",
    "confirmed": "bevestigd",
    "closed": "termijn van bezwaar en beroep voorbij",
    "final": "definitief",
    "ended": "niet meer van kracht",
}
EVENTS: Mapping[str, str] = {
    "notified": "Meegedeeld",
    "signed_copy": "Ondertekend exemplaar bewaard",
    "appealed": "Bezwaar of beroep ingediend",
    "suspended": "Uitvoering opgeschort",
    "confirmed": "Bevestigd",
    "final": "Definitief",
    "rectified": "Rechtgezet",
    "withdrawn": "Ingetrokken",
    "annulled": "Vernietigd",
}
