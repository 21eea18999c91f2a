"""The list of incidents: what narrows it, what was ticked, and trying all of that again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from typing import Any

from flask import Response, request, url_for

from engine import errors, http, operations
from engine.errors import Problem
from engine.operations import Incidents, Sought
from engine.web import mending, moves, page, shapes
from engine.wording.nl import services

STATES = {"opgelost": "resolved"}
FILTERS = ("procedure", "soort", "opdracht", "sinds")
KIND = ("code", "element", "proces")


def show() -> Response:
    """Show a page of the incidents that wait, or of those that were resolved."""
    state = STATES.get(request.args.get("stand", ""), "open")
    found = operations.incidents(
        http.runtime(),
        by=http.actor(),
        state=state,
        sought=narrowed(),
        page=page.number_in("blad"),
    )
    pages_there = max(1, -(-found.total // found.size))
    kept: dict[str, Any] = {name: _asked(name) for name in FILTERS if _asked(name)}
    return page.show(
        "incidents.html",
        rows=[mending.incident(each) for each in found.rows],
        kinds=[mending.kind(each) for each in found.kinds if each.count > 1 and not kept],
        state=state,
        total=found.total,
        filters=_filters(found),
        filtered=bool(kept),
        everything_url=url_for("operations.retry_all_form", alles=1, **kept),
        paging=shapes.paging(found.page, pages_there, found.total, found.size, request),
    )


def all_page(problems: Sequence[Problem] = ()) -> Response | None:
    """Ask why what was chosen is tried again; None when nothing was.

    Raises NotFound when nothing of it is open any more.
    """
    sought = _chosen()
    if sought is None:
        return None
    found = operations.chosen(http.runtime(), by=http.actor(), sought=sought)
    if not found.rows:
        raise errors.NotFound("incident")
    return page.show(
        "operate_all.html",
        422 if problems else 200,
        groups=_groups(found.rows),
        count=len(found.rows),
        total=found.total,
        ids=[each.id for each in found.rows],
        reason=moves.reason(),
        problems=mending.problem_rows(problems),
    )


def ticked() -> list[str]:
    """Return the ids of the incidents that were ticked or carried along."""
    return request.values.getlist("gekozen")


def narrowed() -> Sought:
    """Return what the list is narrowed to."""
    day = shapes.typed_day(_asked("sinds"))
    since = datetime.combine(day, time.min, page.BRUSSELS) if day is not None else None
    process, code, job = (_asked(name) or None for name in FILTERS[:3])
    return Sought(process_key=process, code=code, job=job, since=since)


def _chosen() -> Sought | None:
    """Return which incidents are meant: ticked, of one kind, or everything of a narrowed list."""
    if ids := ticked():
        return Sought(ids=ids)
    code, element, process = (_asked(name) for name in KIND)
    if code:
        return Sought(kind=(code, element or None, process or None))
    return narrowed() if _asked("alles") else None


def _asked(name: str) -> str:
    return request.args.get(name, "").strip()[:100]


def _filters(found: Incidents) -> dict[str, Any]:
    sorts = found.sorts
    return {
        "procedure": _options("procedure", sorts.processes),
        "soort": _options(
            "soort", ((each, mending.sentence(each, {}, "")) for each in sorts.codes)
        ),
        "opdracht": _options("opdracht", ((each, services.title(each)) for each in sorts.jobs)),
        "sinds": _asked("sinds"),
    }


def _options(name: str, pairs: Iterable[tuple[str, str]]) -> list[dict[str, Any]]:
    return [
        {"value": value, "label": label, "chosen": value == _asked(name)} for value, label in pairs
    ]


def _groups(rows: Sequence[operations.Incident]) -> list[dict[str, Any]]:
    """Return what is tried again, each kind once: how many, what is wrong, what comes before."""
    alike: dict[tuple[str, str], list[operations.Incident]] = {}
    for each in rows:
        alike.setdefault((each.code, each.element), []).append(each)
    return [
        {
            "count": len(them),
            "name": element,
            "words": mending.sentence(code, them[0].facts, element),
            "advice": mending.suggestion(code, them[0].facts),
        }
        for (code, element), them in alike.items()
    ]
