"""What comes in, as the pages of the post room draw it: places, what is expected, files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from flask import url_for

from engine import wording
from engine.errors import Problem
from engine.mailroom import Awaited, Line, Place, Sheet, Typed
from engine.web import page, shapes

AGES = {0: "vandaag", 1: "1 dag"}


class Fields:
    """The fields of every form of a sheet, for a list of problems."""

    def __init__(self, sheet: Sheet) -> None:
        self.fields = [each for one in sheet.awaited if one.form for each in one.form.fields]


def place(found: Place) -> dict[str, Any]:
    """Return a case or dossier as a line to choose."""
    is_case = found.kind == "case"
    room = "cases.case" if is_case else "dossiers.dossier"
    about = [
        "Procedure" if is_case else "Dossier",
        found.municipality,
        page.group_name(found.team) if found.team else None,
        "afgerond" if found.ended else None,
    ]
    return {
        "number": found.number,
        "title": found.title or found.number,
        "about": ", ".join(each for each in about if each),
        "is_case": is_case,
        "url": url_for(room, number=found.number),
    }


def expected(sheet: Sheet, received: date | None) -> list[dict[str, Any]]:
    """Return what the case waits for as boxes to tick, each with its last day in a sentence."""
    return [
        {
            "value": each.token,
            "label": each.name,
            "chosen": each.chosen,
            "sentence": _sentence(each, received),
            "late": each.deadline is not None and each.deadline.in_time is False,
            "over": each.over,
        }
        for each in sheet.awaited
    ]


def _sentence(awaited: Awaited, received: date | None) -> str:
    told = [_last_day(awaited, received)]
    if awaited.over:
        told.append(
            "De procedure wacht hier niet meer op. Wat op tijd binnen was, neemt haar terug; "
            "wat te laat was, staat in het verloop."
        )
    return " ".join(filter(None, told))


def _last_day(awaited: Awaited, received: date | None) -> str:
    deadline = awaited.deadline
    if deadline is None:
        return ""
    last = wording.long_date(deadline.last)
    if deadline.in_time is None or received is None:
        return f"Laatste dag: {last}."
    verb = "is" if deadline.last >= page.today() else "was"
    return f"{'Op tijd' if deadline.in_time else 'Te laat'}: de laatste dag {verb} {last}."


def moved_on(sheet: Sheet, typed: Typed) -> list[Problem]:
    """Return the problem that the case went on while this was ticked, when it did."""
    waits = {each.token for each in sheet.awaited}
    same_place = sheet.place is not None and sheet.place.number == typed.number
    if same_place and set(typed.tokens) - waits:
        return [Problem("_number", "post.no_longer")]
    return []


def forms(sheet: Sheet) -> list[tuple[str, Any]]:
    """Return the forms of what was ticked, each under its name."""
    return [(each.name, each.form) for each in sheet.awaited if each.form is not None]


def line(found: Line, today: date) -> dict[str, Any]:
    """Return a line of what belongs nowhere yet: what it looks like and how long it waits."""
    days = (today - found.since.astimezone(page.BRUSSELS).date()).days
    since = {"since": found.since, "age": AGES.get(days, f"{days} dagen")}
    piece, message = found.piece, found.message
    if piece is not None:
        return {
            **since,
            "url": url_for("pieces.piece", post_id=piece.id),
            "title": piece.subject,
            "from": piece.sender or "onbekend",
            "looks": _looks(piece, found.files),
            "urgent": bool(piece.urgent),
            "expired": False,
        }
    assert message is not None
    return {
        **since,
        "url": url_for("post.message", message_id=message.id),
        "title": page.words(message.name),
        "from": found.origin or "van buiten",
        "looks": wording.say(message.problem, {}) if message.problem else "",
        "urgent": False,
        "expired": message.state == "expired",
    }


def _looks(piece: Any, files: int) -> str:
    """Return what a piece looks like: how it came, when, with how many files."""
    parts = [
        shapes.CHANNELS.get(piece.channel, piece.channel),
        f"ontvangen op {page.day(piece.received_on)}",
        wording.count(files, "bestand", "bestanden") if files else "",
    ]
    return ", ".join(filter(None, parts))


def picker(key: str, files: Sequence[Any], problems: Sequence[Problem]) -> dict[str, Any]:
    """Return the file picker of the piece itself as `macros/picker.html` draws it."""
    return {
        "name": key,
        "label": "Bestanden",
        "help": "Kies, sleep of plak ze hier, ook een e-mail: die komt met zijn bijlagen.",
        "problems": tuple(each for each in problems if each.field == key),
        "files": [
            {"id": f.id, "name": f.name, "size": f.size, "chosen": True, "case": None}
            for f in files
        ],
        "disabled": False,
        "readonly": False,
        "required": False,
        "multiple": True,
        "accept": (),
        "may_add": True,
        "before": None,
        "legal_basis": None,
        "confidential": None,
        "source": None,
    }


def left_out(files: Sequence[Any]) -> list[str]:
    """Return what was in a mail but could not come in, each in a sentence."""
    return list(_left_out(files))


def _left_out(files: Sequence[Any]) -> Iterator[str]:
    for file in files:
        for name, code in (file.inspected or {}).get("mail", {}).get("refused", ()):
            yield wording.say(str(code), {"name": str(name)})
