"""The documents that an application needs, as pages draw them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flask import url_for

from engine import checklist
from engine.checklist import Checklist, Line, Standing
from engine.web.page import day
from engine.wording.nl.checklist import STANDINGS

KINDS = {
    Standing.PRESENT: ("success", "circle-check"),
    Standing.UNASSESSED: ("info", "eye"),
    Standing.NOT_REQUIRED: ("neutral", ""),
}
WRONG = ("warning", "circle-alert")
COUNTED = {
    Standing.PRESENT: ("is er 1 in orde", "zijn er {} in orde"),
    Standing.MISSING: ("ontbreekt er 1", "ontbreken er {}"),
    Standing.TOO_OLD: ("is er 1 te oud", "zijn er {} te oud"),
    Standing.EXPIRED: ("is er 1 verlopen", "zijn er {} verlopen"),
    Standing.REJECTED: ("is er 1 afgekeurd", "zijn er {} afgekeurd"),
    Standing.UNASSESSED: ("is er 1 nog te beoordelen", "zijn er {} nog te beoordelen"),
    Standing.NOT_REQUIRED: ("is er 1 niet van toepassing", "zijn er {} niet van toepassing"),
}


def drawn(found: Checklist | None, number: str) -> dict[str, Any] | None:
    """Return the list as `macros/checklist.html` draws it: what needs something first."""
    if found is None:
        return None
    worst = sorted(found.lines, key=_place)
    rows = [_row(line, found, number) for line in worst]
    return {
        "sentence": summary(found.lines),
        "rows": rows,
        "open": [row for row in rows if row["open"]],
        "broken": bool(found.problems),
        "url": url_for("cases.papers", number=number),
    }


def summary(lines: Sequence[Line]) -> str:
    """Return in a sentence how the required documents stand."""
    wanted = [line for line in lines if line.expected.required]
    if not wanted:
        return "Geen enkel document is verplicht."
    if all(line.standing == Standing.PRESENT for line in wanted):
        return f"Alle {len(wanted)} verplichte documenten zijn in orde."
    parts = []
    for standing, (one, many) in COUNTED.items():
        count = sum(line.standing == standing for line in wanted)
        if count:
            parts.append(one if count == 1 else many.format(count))
    told = " en ".join(filter(None, [", ".join(parts[:-1]), parts[-1]]))
    return f"Van de {len(wanted)} verplichte documenten {told}."


def _place(line: Line) -> int:
    order = list(Standing)
    if not line.expected.required:
        return len(order) + order.index(line.standing)
    return -order.index(line.standing)


def _row(line: Line, found: Checklist, number: str) -> dict[str, Any]:
    expected = line.expected
    kind, icon = KINDS.get(line.standing, WRONG)
    word, _, why = checklist.said(line).rstrip(".").partition(": ")
    return {
        "title": expected.title,
        "required": expected.required,
        "word": STANDINGS[line.standing],
        "kind": kind,
        "icon": icon,
        "why": word if line.hidden else why,
        "reason": expected.reason,
        "basis": expected.legal_basis,
        "source": expected.source,
        "age": _age(line, found),
        "documents": [
            (each.name, url_for("documents.look", number=number, document_id=each.id))
            for each in line.documents
        ],
        "open": line.wanting or (expected.required and line.standing == Standing.UNASSESSED),
        "add_url": url_for("documents.add_form", number=number, soort=expected.type),
    }


def _age(line: Line, found: Checklist) -> str:
    age = line.expected.max_age
    if age is None:
        return ""
    if isinstance(age, timedelta):
        count, unit = age.days, "dag" if age.days == 1 else "dagen"
    elif age.months % 12 == 0:
        count, unit = age.months // 12, "jaar"
    else:
        count, unit = age.months, "maand" if age.months == 1 else "maanden"
    return f"hoogstens {count} {unit} oud op {day(found.day)}"
