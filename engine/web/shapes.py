"""Views of verbs become what a template draws: rows, bars, sentences, days."""

# ruff: noqa: RUF001 - Dutch text has its own quotation marks

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from typing import Any

from flask import Request, url_for

from engine import casefile, cases, inbox, wording
from engine.model import HistoryKind
from engine.web.page import BRUSSELS, actor_name, day, group_name, moment, words
from engine.wording.nl.words import KINDS

SOON_DAYS = 5

CHANNELS: Mapping[str, str] = {
    "e_mail": "E-mail",
    "digitaal_formulier": "Digitaal formulier",
    "brief": "Brief",
    "aangetekend": "Aangetekende brief",
    "afgegeven": "Afgegeven aan het onthaal",
    "telefoon": "Telefoon",
}

ICONS: Mapping[str, str] = {
    "case:started": "circle-dot",
    "case:taken-over": "download",
    "case:taken-up": "rotate-ccw",
    "case:takes-up": "rotate-ccw",
    "case:ended": "circle-check",
    "task:completed": "check",
    "task:claimed": "user",
    "timer:fired": "clock",
    "post:registered": "inbox",
    "document:added": "upload",
    "document:assessed": "file-check",
    "document:expired": "clock",
    "decision:taken": "file-text",
    "decision:notified": "mail",
    "letter:made": "file-text",
    "job:failed": "circle-alert",
    "incident:opened": "circle-alert",
    "incident:resolved": "circle-check",
    "case:cancelled": "ban",
    "case:corrected": "pencil",
    "token:moved": "skip-forward",
    "job:retried": "rotate-ccw",
}

SOURCES: Mapping[str, str] = {"[AS]": "eigen aanname", "[GK]": "algemene kennis"}

NOTHING = "–"

_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


def task_row(
    line: inbox.TaskLine, today: date, columns: Sequence[inbox.Column] = ()
) -> dict[str, Any]:
    """Return a line of the task list as `ui.task_table` draws it, with a cell for each column."""
    return {
        "cells": [_cell(each, line.values.get(each.name)) for each in columns],
        "id": line.id,
        "url": url_for("tasks.task", task_id=line.id),
        "title": line.name,
        "dossier": line.case_number,
        "organisation": line.case_title,
        "place": line.case_place,
        "due_words": wording.deadline(line.due, today) if line.due else "",
        "due_date": day(line.due),
        "lateness": lateness(line.due, today),
        "group": group_name(line.group) if line.group else "",
        "assignee": "jij" if line.mine else line.assignee,
        "state": "begonnen" if line.has_draft else "",
        "given_by": line.given_by or "",
    }


def _cell(column: inbox.Column, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, datetime):
        return day(_local(value))
    if isinstance(value, date):
        return day(value)
    if isinstance(value, Decimal):
        return f"{value:f}".replace(".", ",")
    return column.words.get(str(value), str(value))


def open_task(row: Any, names: Mapping[str, str], today: date) -> dict[str, Any]:
    """Return an open task of a case: what, until when and who has it, as the case page lists it."""
    due = row.due_on or (_local(row.due_at) if row.due_at else None)
    group = group_name(row.candidate_group) if row.candidate_group else "niemand"
    return {
        "id": row.id,
        "name": row.name,
        "who": names.get(row.assignee, "een collega") if row.assignee else f"vrij, voor {group}",
        "due_words": wording.deadline(due, today) if due else "",
        "due_date": day(due),
        "lateness": lateness(due, today),
    }


def case_row(row: Any) -> dict[str, Any]:
    """Return a case as the lists of `macros/rows.html` draw it."""
    return {
        "url": url_for("cases.case", number=row.number),
        "number": row.number,
        "title": row.title,
        "place": row.place or "",
        "status": _status(row),
        "started": day(row.started_at),
        "taken_over": row.taken_over,
    }


def _status(row: Any) -> str:
    if row.ended_at is None:
        return words(row.status) or "Loopt"
    return "Stopgezet" if row.state == "cancelled" else "Afgelopen"


def lateness(due: date | None, today: date) -> str:
    """Return "late", "soon" (within `SOON_DAYS`) or nothing."""
    if due is None:
        return ""
    left = (due - today).days
    return "late" if left < 0 else "soon" if left <= SOON_DAYS else ""


def clocks(views: Sequence[casefile.ClockView], today: date) -> list[dict[str, Any]]:
    """Return the clocks of a case as bars: those that still run first."""
    return [clock(each, today) for each in sorted(views, key=_is_done)]


def _is_done(view: casefile.ClockView) -> bool:
    return any(each.code in {"term_met", "term_late"} for each in view.explanation)


def clock(view: casefile.ClockView, today: date) -> dict[str, Any]:
    """Return a clock as `ui.clock_bar` draws it, with the sentences that explain its end."""
    told = {
        "suspended": f"opgeschort na {view.used} van {view.total} dagen",
        "met": "gehaald",
        "exceeded": "te laat gehaald" if _is_done(view) else "",
    }.get(view.state) or (wording.deadline(view.end, today) if view.end else "loopt")
    source = f"bron: {SOURCES.get(view.source, view.source)}"
    return {
        "name": words(view.term.partition(".")[2] or view.term),
        "words": told,
        "day": wording.long_date(view.end) if view.end else "",
        "percent": round(100 * view.used / view.total) if view.total else 0,
        "state": view.state,
        "source": source if view.confirmed else f"{source}, te bevestigen",
        "url": url_for("lawbook.term", key=view.term),
        "sentences": [wording.say(each.code, each.facts) for each in view.explanation],
    }


def sentence(view: cases.CaseView, today: date) -> str:
    """Return in one sentence where a case stands and until when."""
    head = view.head
    if head.ended_at is not None:
        how = "Stopgezet" if head.cancelled else view.end_name or "Afgelopen"
        return f"{how}, op {wording.long_date(_local(head.ended_at))}."
    tasks = view.open_tasks.rows
    ends = [row.due_on for row in tasks if row.due_on] or [
        each.end for each in view.clocks if each.end and not _is_done(each)
    ]
    until = ""
    if ends:
        until = f", {wording.deadline(min(ends), today)} ({wording.long_date(min(ends))})"
    waits = " of ".join(each.name for each in view.waits if not each.beside)
    if waits:
        return f"Wacht op: {waits[:1].lower()}{waits[1:]}{until}."
    if tasks:
        names = " en ".join(sorted({task.name for task in tasks}))
        return f"Te doen: {names[:1].lower()}{names[1:]}{until}."
    return f"{head.status_text or 'Loopt'}: het systeem werkt verder{until}."


def _local(value: Any) -> date:
    found: date = value.astimezone(BRUSSELS).date()
    return found


def timeline(rows: Sequence[Any], most: int | None = None) -> list[dict[str, Any]]:
    """Return the events of a case as `ui.timeline` draws them: newest day first.

    Saved drafts are left out: they are many, and the auditor's page has them.
    """
    told = [row for row in rows if row.kind != HistoryKind.DRAFT_SAVED]
    newest = sorted(told, key=lambda row: row.seq, reverse=True)[:most]
    days = []
    for label, group in groupby(newest, key=lambda row: _local(row.at)):
        entries = [_entry(row) for row in group]
        days.append({"label": wording.long_date(label).capitalize(), "entries": entries})
    return days


def _entry(row: Any) -> dict[str, Any]:
    return {
        "time": f"{row.at.astimezone(BRUSSELS):%H:%M}",
        "icon": ICONS.get(row.kind, "circle"),
        "words": said(row),
        "details": list({n: _changed(old, new) for n, old, new in changes(row.payload)}.items()),
    }


def _changed(old: str, new: str) -> str:
    return new if old == NOTHING else f"{old} → {new}"


def changes(payload: Mapping[str, Any] | None) -> list[tuple[str, str, str]]:
    """Return the variables that an event changed, part by part: name, old, new."""
    found: list[tuple[str, str, str]] = []
    for change in (payload or {}).get("changes", ()):
        old, new = flat(change["name"], change["old"]), flat(change["name"], change["new"])
        found += [
            (name, old.get(name, NOTHING), new.get(name, NOTHING))
            for name in {**old, **new}
            if old.get(name) != new.get(name)
        ]
    return found


def flat(name: str, value: Any) -> dict[str, str]:
    """Return a tagged value as readable text per path."""
    if isinstance(value, dict) and not any(key.startswith("@") for key in value):
        parts: dict[str, str] = {}
        for key, each in value.items():
            parts.update(flat(f"{name}.{key}", each))
        return parts
    return {} if value is None else {name: text(value)}


def text(value: Any) -> str:
    """Return a tagged value as a person reads it: 27/04/2026, 1,5, ja."""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, list):
        return ", ".join(text(each) for each in value)
    if isinstance(value, dict):
        return _tagged(value)
    return NOTHING if value is None else str(value)


def _tagged(value: Mapping[str, Any]) -> str:
    if "@date" in value:
        return wording.short_date(date.fromisoformat(value["@date"]))
    if "@number" in value:
        return f"{Decimal(value['@number']):f}".replace(".", ",")
    if len(value) == 1 and next(iter(value)).startswith("@"):
        return str(next(iter(value.values())))
    return "; ".join(f"{key}: {text(each)}" for key, each in value.items())


def step(each: casefile.ElementState) -> dict[str, Any]:
    """Return an element as `ui.steps` draws it."""
    return {
        "name": each.name or each.id,
        "state": each.mark,
        "who": each.who,
        "when": moment(each.when),
        "url": None,
    }


def model_step(each: Any) -> tuple[str, str, str, str]:
    """Return an element of a diagram as a row: its name, kind, lane and form."""
    kind = KINDS.get(each.kind, each.kind).removeprefix("de ").removeprefix("het ")
    return each.name or "(zonder naam)", kind, each.lane or "", words(each.form)


def processes(view: cases.DiagramView) -> dict[str, str]:
    """Return the processes of a case: id → name, in the order of the drawing."""
    return {each.process: each.process_name for each in view.elements}


def paging(
    page: int, pages: int, total: int, size: int, request: Request, name: str = "blad"
) -> dict[str, Any] | None:
    """Return what `ui.pagination` draws, or None when everything fits on one page.

    `name` is the part of the address that says which page of this list is meant.
    """
    if pages <= 1:
        return None
    kept = request.args.to_dict() | (request.view_args or {})

    def url(number: int) -> str:
        return url_for(str(request.endpoint), **{**kept, name: number})

    return {
        "first": (page - 1) * size + 1,
        "last": min(total, page * size),
        "total": total,
        "first_url": url(1) if page > 2 else "",
        "previous_url": url(page - 1) if page > 1 else "",
        "next_url": url(page + 1) if page < pages else "",
        "last_url": url(pages) if page < pages - 1 else "",
    }


def pagings(view: Any, lists: Mapping[str, str], request: Request) -> dict[str, Any]:
    """Return what `ui.pagination` draws for each list of a view; `lists`: attribute → `name`."""
    found = {}
    for attribute, name in lists.items():
        it = getattr(view, attribute)
        found[attribute] = paging(it.number, it.pages, it.total, it.size, request, name)
    return found


def typed_day(typed: str) -> date | None:
    """Return a day as people type it (27/04/2026, 27-4-2026, 2026-04-27), or None."""
    found = _DAY.fullmatch(typed.strip())
    try:
        if found:
            return date(int(found[3]), int(found[2]), int(found[1]))
        return date.fromisoformat(typed.strip())
    except ValueError:
        return None


def who(row: Any) -> str:
    """Return who did what a line of a trail tells, and in whose name."""
    name, behind = actor_name(row.actor.get("name", "")), row.actor.get("for_name")
    return f"{name} (in naam van {behind})" if behind else name


def said(row: Any) -> str:
    """Return what a line of a trail tells, as a sentence."""
    actor = who(row)
    told = wording.say(row.kind, {**row.meta, **(row.payload or {}), "actor": actor})
    return told[:1].upper() + told[1:]


def values_in_words(values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return named tagged values as `ui.definitions` draws them."""
    return [(words(name), text(value)) for name, value in values.items()]


def rule_facts(row: Any) -> dict[str, Any]:
    """Return a run of a decision table: from what, to what, by which rules."""
    return {
        "decision": row.decision,
        "at": moment(row.at),
        "inputs": [(name, text(value)) for name, value in row.inputs.items()],
        "outputs": text(row.outputs),
        "matched": list(row.matched),
        "problems": list(row.problems),
    }
