"""The list of terms that near or passed their end, for who was warned of them."""

from __future__ import annotations

from typing import Any

from flask import Response, request, url_for

from engine import http, reminders, wording
from engine.model import Permission
from engine.reminders import Reminder, Told
from engine.web import page, shapes

pages = http.blueprint("reminders", __name__)

SHOWN = ("nieuw", "verstreken", "alles")
CARRIERS = {"agency": "wij", "on_call": "de wachtrol", "citizen": "de aanvrager"}


@pages.get("/taken/termijnen")
@http.demands(Permission.WORK_TASKS)
def listing() -> Response:
    """List the terms of which the asker, or a group of the asker, was warned."""
    wanted = request.args.get("toon", SHOWN[0])
    shown = wanted if wanted in SHOWN else SHOWN[0]
    found = reminders.listing(
        http.runtime(),
        by=http.actor(),
        seen=shown == "alles",
        passed=shown == "verstreken",
        page=page.number_in("blad"),
    )
    return page.show(
        "reminders.html",
        rows=[_row(each) for each in found.rows],
        shown=shown,
        total=found.total,
        waiting=waiting(),
        stands_in=http.actor().stands_in,
        paging=shapes.paging(found.number, found.pages, found.total, found.size, request),
    )


@pages.post("/taken/termijnen/<reminder_id>/gezien")
@http.demands(Permission.WORK_TASKS)
def see(reminder_id: str) -> Response:
    """Put a warning aside as seen."""
    reminders.see(http.runtime(), reminder_id=reminder_id, by=http.actor())
    return page.back_to("reminders.listing", "termijn-gezien")


def waiting() -> str:
    """Return how many warnings wait for the asker, for the tab over the lists of work, or none."""
    found = reminders.count(http.runtime(), by=http.actor())
    return f"{found - 1}+" if found == reminders.MOST else str(found or "")


def told(each: Told) -> dict[str, Any]:
    """Return a warning as the page of its case tells of it."""
    to = each.person or (page.group_name(each.group) if each.group else "niemand")
    seen = f"gezien door {each.seen_by} op {page.day(each.seen_at)}" if each.seen_by else ""
    return {"term": each.term, "day": page.day(each.day), "to": to, "seen": seen}


def _row(each: Reminder) -> dict[str, Any]:
    line, today = each.line, page.today()
    return {
        "id": line.id,
        "term": _first_up(line.title or page.words(line.term_key)),
        "url": url_for("cases.case", number=line.number),
        "number": line.number,
        "title": line.case_title,
        "place": line.place or "",
        "due_words": wording.deadline(line.end_on, today),
        "due_date": page.day(line.end_on),
        "lateness": shapes.lateness(line.end_on, today),
        "holder": each.holder or "",
        "carrier": CARRIERS.get(line.carrier, "een derde"),
        "seen": f"gezien door {line.seen_by}" if line.seen_by else "",
    }


def _first_up(text: str) -> str:
    return text[:1].upper() + text[1:]
