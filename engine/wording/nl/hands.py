"""What is said to somebody who may not have a hand in a decision, and why."""

# ruff: noqa: RUF001 - Dutch text has its own quotation marks

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

DOES: Mapping[str, str] = {
    "proposer": "voorstellen",
    "reviewer": "nakijken",
    "heardBy": "horen",
    "decider": "beslissen",
    "appealHandler": "behandelen",
    "legalCheck": "nakijken",
}
DID: Mapping[str, tuple[str, str, str]] = {
    "proposer": ("schreef", "het voorstel", "het voorstel schreef"),
    "reviewer": ("keek", "het voorstel na", "het voorstel nakeek"),
    "heardBy": ("hoorde", "de betrokkene", "de betrokkene hoorde"),
    "decider": ("nam", "de beslissing", "de beslissing nam"),
    "appealHandler": ("behandelde", "het bezwaar", "het bezwaar behandelde"),
    "legalCheck": ("deed", "de juridische controle", "de juridische controle deed"),
}
ROLES: Mapping[str, str] = {
    "proposer": "voorsteller",
    "reviewer": "nazichter",
    "heardBy": "gehoord door",
    "decider": "beslisser",
    "appealHandler": "behandelaar van het bezwaar",
    "legalCheck": "juridische controle",
}
_BEFORE = ("deed", "een eerdere stap", "een eerdere stap deed")


def _excluded(facts: Mapping[str, Any]) -> str:
    """Say who had which hand when, as in annex C of the law and trade."""
    verb, rest, who_did = DID.get(str(facts.get("had")), _BEFORE)
    who, name = facts.get("who") or "een collega", facts.get("in_name_of")
    in_name = f" in naam van {name}" if name else ""
    said = {
        "for_you": f"{who} {verb} {rest} in jouw naam",
        "of_theirs": f"je werkt in naam van {who}, die {who_did}{in_name}",
        "in_that_name": f"je werkt in naam van {name}, en in die naam {verb} {who} {rest}",
    }.get(str(facts.get("way")), f"je {verb} {rest}{in_name}")
    return f"{_cannot(facts)}: {said}{_when(facts.get('at'))}."


def _involved(facts: Mapping[str, Any]) -> str:
    return f"{_cannot(facts)}: je bent betrokken bij de feiten. Laat iemand anders dit doen."


def _no_mandate(facts: Mapping[str, Any]) -> str:
    amount = facts.get("amount")
    euro = f" van {money(amount)}" if isinstance(amount, Decimal) else ""
    what = f" voor ‘{facts['type']}’{euro}" if facts.get("type") else ""
    handed = " Vervanging geeft geen mandaat door." if facts.get("substitute") else ""
    return (
        f"Je kunt dit niet beslissen: je hebt vandaag geen eigen mandaat{what}.{handed} "
        "Kijk in het register van mandaten wie dit mag beslissen."
    )


def _cannot(facts: Mapping[str, Any]) -> str:
    return f"Je kunt dit niet {DOES.get(str(facts.get('role')), 'doen')}"


def _when(at: Any) -> str:
    return f" ({at.day}/{at.month}, {at.hour}.{at.minute:02})" if isinstance(at, datetime) else ""


def money(amount: Decimal) -> str:
    """Return an amount in euro as people write it: 12.500 euro, 12.500,50 euro."""
    whole, _, cents = f"{amount:,.2f}".partition(".")
    return f"{whole.replace(',', '.')}{'' if cents == '00' else ',' + cents} euro"


def capacity(office: str, *, acting: bool) -> str:
    """Return in which capacity somebody decides, as a letter says it under a name."""
    name = office[:1].lower() + office[1:]
    return f"waarnemend {name}" if acting else name


SENTENCES: Mapping[str, str | Callable[[Mapping[str, Any]], str]] = {
    "hand.excluded": _excluded,
    "hand.involved": _involved,
    "hand.no_mandate": _no_mandate,
    "hand.unreadable": "Wie dit mag doen, kan niet bepaald worden: het model geeft geen namen. "
    "Een analist kijkt het na.",
    "mandate": "Dit mandaat bestaat niet. Kies er een uit het register.",
    "mandate.four_eyes": "Je stelde dit mandaat zelf voor. Iemand anders moet het bevestigen.",
    "mandate.own": "Dit mandaat is voor jou. Iemand anders moet het bevestigen.",
    "mandate.in_past": "Wat voorbij is, verandert niet meer. Kies een latere dag.",
    "mandate.before_first": "Kies een laatste dag die niet voor de eerste ligt.",
    "mandate.longer": "Het mandaat eindigt al eerder[: op {day}]. Kies die dag of een eerdere.",
    "mandate.acting_ends": "Een waarneming heeft een laatste dag. Vul ze in.",
    "mandate.amount": "Vul een bedrag in euro in, zoals 10.000 of 10.000,50.",
    "assigned_to_excluded": "Deze taak[ ‘{element}’] is voor iemand die ze niet mag doen. "
    "Een analist of beheerder kijkt het na.",
    "decision_without_mandate": "Van deze beslissing is niet vastgesteld dat wie besliste, "
    "dat mocht. Laat de beslissing opnieuw nemen.",
    "decision_of_another_type": "Er is over iets anders beslist dan wat in het register komt"
    "[: ‘{decided}’]. Een analist kijkt het na.",
}
