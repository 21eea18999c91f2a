"""Views of operations become what their pages draw: sentences, rows, and what a move would do."""

# ruff: noqa: RUF001 - Dutch text has its own quotation marks

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping
from typing import Any

from flask import url_for

from engine import operations, wording
from engine.errors import Problem
from engine.web.page import moment, said
from engine.web.shapes import text
from engine.wording.nl import advice as advices
from engine.wording.nl import services
from engine.wording.nl.words import KINDS

WAITS: Mapping[str, str] = {
    "person": "wacht op een behandelaar",
    "machine": "het systeem is bezig",
    "timer": "wacht op een tijdstip",
    "message": "wacht op post of een bericht",
    "signal": "wacht op een signaal",
    "condition": "wacht tot een voorwaarde klopt",
    "others": "wacht op een andere weg",
    "inside": "bezig met wat erin zit",
    "failed": "vastgelopen",
}
UNCONFIRMED = "letter_unconfirmed"  # a letter waits until somebody confirms its terms
STANDSTILL = "standstill"
_WARNING = re.compile(r"Warning\(code='(\w+)'.*?facts=(\{[^{}]*\})\)")
DETAILS: Mapping[str, str] = {
    "expression": "Uitdrukking",
    "result": "Uitkomst",
    "warnings": "Opmerkingen",
    "field": "Gegeven",
    "system": "Systeem",
    "operation": "Opdracht aan het systeem",
    "endpoint": "Eindpunt",
    "status": "Status van het antwoord",
    "trace": "Foutmelding",
    "detail": "Foutmelding",
    "frames": "Waar in het programma",
    "did_you_mean": "Bedoeld was misschien",
    "suggestion": "Voorstel",
}


def incident(each: operations.Incident) -> dict[str, Any]:
    """Return an incident as the list and the page of a case draw it."""
    return {
        "id": each.id,
        "words": sentence(each.code, each.facts, each.element),
        "element": each.element,
        "since": moment(each.opened_at),
        "number": each.number,
        "title": each.title or "",
        "url": url_for("operations.case", number=each.number) if each.number else "",
        "advice": advice(each),
        "key": each.key,
        "passed": each.passed,
        "open": each.state == "open",
        "correct": each.number is not None and each.key is None and not each.passed,
        "resolved": f"{moment(each.resolved_at)}, {each.resolved_by or 'het systeem'}",
        "job": services.title(each.job) if each.job else "",
        "drawing_url": _drawing(each),
        "details": _details(each),
    }


def _drawing(each: operations.Incident) -> str:
    if not (each.number and each.element_id):
        return ""
    return url_for("operations.drawing", number=each.number, stap=each.element_id)


def _details(each: operations.Incident) -> list[tuple[str, str]]:
    """Return what the system knows of an incident, by what it is called."""
    told = [
        (label, _warnings(each.facts[name]) if name == "warnings" else text(each.facts[name]))
        for name, label in DETAILS.items()
        if each.facts.get(name) not in (None, "", "[]")
    ]
    return [*told, ("Code", each.code)]


def _warnings(told: Any) -> str:
    """Return the remarks of an expression as sentences; what is no remark stays as it is."""
    found = [
        wording.say(f"feel.{code}", _literal(facts)) for code, facts in _WARNING.findall(str(told))
    ]
    return "; ".join(found) or text(told)


def _literal(facts: str) -> Mapping[str, Any]:
    try:
        found: Mapping[str, Any] = ast.literal_eval(facts)
    except (ValueError, SyntaxError):
        return {}
    return found


def sentence(code: str, facts: Mapping[str, Any], element: str) -> str:
    """Return in one sentence what is wrong, with the element by its name."""
    told = wording.say(code, {**facts, "element": element or None})
    return told.partition(". ")[0].rstrip(".") + "."


def advice(each: operations.Incident) -> str:
    """Return what an operator does about an incident."""
    if each.number is None:
        return "Er is geen procedure gestart. Laat het model nakijken en begin daarna opnieuw."
    if each.passed:
        return "De procedure ging intussen verder. Je kunt deze storing afsluiten."
    if each.again or each.code == STANDSTILL:
        return suggestion(each.code, each.facts)
    return (
        "Er ging niets verloren: de stap staat nog open. Verbeter de gegevens; daarna kan de "
        "behandelaar opnieuw afronden."
    )


def suggestion(code: str, facts: Mapping[str, Any]) -> str:
    """Return what comes before a step is tried again, or instead of that."""
    if code == UNCONFIRMED:
        ask = wording.say(code, facts).partition(". ")[2]
        return f"{ask} Probeer daarna opnieuw."
    return advices.advice(code)


def kind(each: operations.Kind) -> dict[str, Any]:
    """Return incidents that are alike as a row, with the way to try them all again."""
    return {
        "words": sentence(each.code, {}, each.name),
        "name": each.name,
        "process": each.process_key or "",
        "count": each.count,
        "again": each.again,
        "url": url_for(
            "operations.retry_all_form",
            code=each.code,
            element=each.element,
            proces=each.process_key,
        ),
    }


def place(number: str, each: operations.Place, failed: frozenset[str]) -> dict[str, Any]:
    """Return one place where a case stands, with what can be done there."""
    what = KINDS.get(each.kind, each.kind).removeprefix("de ").removeprefix("het ")
    ordinal = f"nummer {each.number}" if each.number is not None else ""
    around = f"in ‘{each.around}’" if each.around else ""
    waits = WAITS["failed"] if each.token in failed else WAITS[each.waits]
    return {
        "name": each.name,
        "under": " · ".join(filter(None, [what, ordinal, around])),
        "waits": f"{waits}, tot {moment(each.due)}" if each.due else waits,
        "failed": waits == WAITS["failed"],
        "stays": wording.say(each.stays, {}) if each.stays else "",
        "move_url": url_for("operations.move_form", number=number, token=each.token),
        "values_url": url_for("operations.values_form", number=number, token=each.token),
        "variables": each.variables,
    }


def consequences(foreseen: operations.Foreseen, *, cancelled: bool = False) -> list[str]:
    """Return what a move would do, a sentence each."""
    told = [
        *(
            f"De taak ‘{name}’ wordt teruggenomen. Wat daarin al getypt was, telt niet meer."
            for name in foreseen.taken_back
        ),
        *(f"Op ‘{name}’ wordt niet meer gewacht." for name in foreseen.stopped),
        *(f"De taak ‘{name}’ gaat open." for name in foreseen.opened),
        *(f"Het systeem begint aan ‘{name}’." for name in foreseen.started),
    ]
    if cancelled:
        told.append("De procedure is daarmee stopgezet. Dat kan niet ongedaan gemaakt worden.")
    elif foreseen.ends:
        told.append(f"De procedure eindigt{f' met ‘{foreseen.end}’' if foreseen.end else ''}.")
    return told or ["Aan de open taken verandert niets."]


def problem_rows(problems: Iterable[Problem]) -> list[dict[str, str]]:
    """Return why a move is refused, at the field of the page that it is about.

    A variable is named, for it stands in a field with others.
    """
    return [
        {
            "field": each.field if each.field in FIELDS else FIELD_OF_OTHERS if each.field else "",
            "text": _named(each),
        }
        for each in problems
    ]


FIELDS = frozenset({"reason", "values", "element"})
FIELD_OF_OTHERS = "values"


def _named(problem: Problem) -> str:
    if problem.field in FIELDS:
        return said(problem)
    if problem.field:
        return f"{problem.field}: {said(problem)}"
    return sentence(problem.code, problem.facts, problem.facts.get("element", ""))
