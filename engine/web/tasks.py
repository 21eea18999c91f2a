"""The task list and the task page."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from flask import Response, make_response, redirect, request, url_for

from engine import documents, drafts, http, tasks, wording
from engine import inbox as inboxes
from engine.errors import Problem
from engine.model import Absent, Permission
from engine.web import expected, page, pickers, reminders, sections, shapes

pages = http.blueprint("tasks", __name__)

GAP = "[nog in te vullen]"

BOXES = {"mijn": "mine", "team": "team"}
AWAY = "vervanging"
ASKED = ("q", "procedure", "kenmerk", "waarde", "sorteer", "omgekeerd")
SORTS = {"termijn": "due", "naam": "title", "taak": "name", "kenmerk": "field"}


@pages.get("/taken")
@http.demands(Permission.WORK_TASKS)
def inbox() -> Response:
    """List the open tasks of the asker or of the asker's groups."""
    absent = _absent()
    if absent is None and request.args.get("bak") == AWAY:
        return page.back_to("tasks.inbox", "vervanging-voorbij")
    box = request.args.get("bak", "mijn")
    box = AWAY if absent else box if box in BOXES else "mijn"
    asked = {name: request.args.get(name, "")[:100] for name in ASKED}
    q, sort = asked["q"], asked["sorteer"] if asked["sorteer"] in SORTS else "termijn"
    found = inboxes.find(
        http.runtime(),
        by=http.actor(),
        box=BOXES.get(box, ""),
        absent=absent.person_id if absent else None,
        narrowed=inboxes.Narrowed(
            q=q,
            process=asked["procedure"],
            field=asked["kenmerk"],
            begins=asked["waarde"],
            sort=SORTS[sort],
            descending=asked["omgekeerd"] == "1",
        ),
        page=page.number_in("blad"),
    )
    rows = [shapes.task_row(line, page.today(), found.columns) for line in found.lines]
    return page.show(
        "tasks.html",
        rows=rows,
        box=box,
        absent=absent,
        stands_in=http.actor().stands_in,
        q=q,
        asked=asked,
        choices=_choices(found, asked, sort),
        narrowed=any(asked[name] for name in ("q", "procedure")),
        sort=sort,
        found=found,
        waiting=reminders.waiting(),
        paging=_paging(found),
    )


def _choices(
    found: inboxes.TaskList, asked: dict[str, str], sort: str
) -> dict[str, list[dict[str, Any]]]:
    """Return what a list can be narrowed to and ordered by."""
    sorts = {"termijn": "Wat het eerst moet", "naam": "Op naam van de aanvrager"}
    sorts |= {"taak": "Op soort taak"}
    if found.columns:
        sorts["kenmerk"] = "Op het kenmerk"
    fields = {each.name: each.label for each in found.columns}
    return {
        "procedures": _options(dict(found.procedures), asked["procedure"]),
        "fields": _options(fields, asked["kenmerk"]),
        "sorts": _options(sorts, sort),
    }


def _options(labels: dict[str, str], chosen: str) -> list[dict[str, Any]]:
    return [
        {"value": value, "label": label, "chosen": value == chosen}
        for value, label in labels.items()
    ]


def _absent() -> Absent | None:
    """Return in whose name the list is asked, if somebody stands in for that person today."""
    wanted = request.args.get("van") if request.args.get("bak") == AWAY else None
    return next((each for each in http.actor().stands_in if each.person_id == wanted), None)


@pages.get("/taken/volgende")
@http.demands(Permission.WORK_TASKS)
def following() -> Response:
    """Open the most urgent task of one's own; without one, the list says so."""
    task_id = inboxes.next_of(http.runtime(), by=http.actor())
    done = request.args.get("gedaan")
    if task_id is None:
        return page.back_to("tasks.inbox", "geen-taken-meer")
    return make_response(redirect(url_for("tasks.task", task_id=task_id, gedaan=done), 303))


@pages.get("/taken/<task_id>")
@http.demands(Permission.WORK_TASKS)
def task(task_id: str) -> Response:
    """Show one task."""
    checked = sections.wanted()
    view = tasks.view(http.runtime(), task_id=task_id, by=http.actor(), checked=checked)
    return _section_page(view) or _show(view)


@pages.post("/taken/<task_id>/nemen")
@http.demands(Permission.WORK_TASKS)
def claim(task_id: str) -> Response:
    """Take a task."""
    tasks.claim(http.runtime(), task_id=task_id, by=http.actor())
    return page.back_to("tasks.task", "taak-genomen", task_id=task_id)


@pages.post("/taken/<task_id>/teruggeven")
@http.takes_files
@http.demands(Permission.WORK_TASKS)
def release(task_id: str) -> Response:
    """Give a task back; what was typed is kept as its draft."""
    got = pickers.received(pickers.to_task(task_id))
    if got.answers:
        _keep_draft(task_id, got)
    if got.refused:
        return _updated(task_id, got)
    tasks.release(http.runtime(), task_id=task_id, by=http.actor())
    return page.back_to("tasks.inbox", "taak-teruggegeven", bak="team")


@pages.post("/taken/<task_id>/concept")
@http.takes_files
@http.demands(Permission.WORK_TASKS)
def draft(task_id: str) -> Response:
    """Keep what was typed: JSON for the autosave, a page for the button."""
    got, section = pickers.received(pickers.to_task(task_id)), request.args.get("deel")
    if section is not None:
        return _keep_part(task_id, section, got)
    version = _keep_draft(task_id, got)
    if got.refused:
        return _updated(task_id, got)
    if page.is_autosave():
        return page.autosaved(version)
    return page.back_to("tasks.task", "concept-bewaard", task_id=task_id)


@pages.post("/taken/<task_id>/vragen")
@http.demands(Permission.WORK_TASKS)
def questions(task_id: str) -> Response:
    """Return the form as it looks with what was typed so far; nothing is kept."""
    shown = tasks.preview(
        http.runtime(),
        task_id=task_id,
        by=http.actor(),
        posted=page.posted(),
        rows=page.row_change(),
        section=request.args.get("deel"),
    )
    return page.show("fragments/fields.html", view=shown, live_url=page.here())


@pages.post("/taken/<task_id>/brief")
@http.demands(Permission.WORK_TASKS)
def foresee(task_id: str) -> Response:
    """Show the letter that the task would make with what was typed so far; nothing is kept."""
    runtime, by, posted = http.runtime(), http.actor(), page.posted()
    seen = documents.foresee(runtime, task_id=task_id, by=by, posted=posted, gap=GAP)
    if request.headers.get("HX-Request") == "true":
        return page.show("fragments/letter.html", letter=seen)
    drawn = tasks.preview(runtime, task_id=task_id, by=by, posted=posted)
    return _show(tasks.view(runtime, task_id=task_id, by=by), drawn=drawn, letter=seen)


@pages.post("/taken/<task_id>/afronden")
@http.takes_files
@http.demands(Permission.WORK_TASKS)
def complete(task_id: str) -> Response:
    """Complete a task once, whatever happens to the answer."""
    got = pickers.received(pickers.to_task(task_id))
    if got.goes_on:
        return _updated(task_id, got)
    try:
        done = tasks.complete(
            http.runtime(),
            task_id=task_id,
            by=http.actor(),
            posted=got.answers,
            key=page.secret(),
            seen=page.seen_draft() if "_delen" in request.form else None,
            refused=got.refused,
        )
    except tasks.RefusedForm as refused:
        if refused.view.sections:
            return sections.check(refused.view.sections, _place(refused.view), refused.problems)
        return _show(refused.view, 422, page.problem_list(refused.problems, refused.view.form))
    said = "taak-al-afgerond" if done.again else "taak-afgerond"
    if done.ended:
        said = "procedure-afgelopen"
    if request.form.get("_daarna") == "volgende":
        return page.back_to("tasks.following", said)
    return page.back_to("cases.case", said, number=done.case_number)


def _keep_part(task_id: str, section: str, got: pickers.Received) -> Response:
    """Keep one part of the form, or draw it again with another row or other questions."""
    runtime, by = http.runtime(), http.actor()
    if got.goes_on or got.refused:
        drawn = tasks.preview(
            runtime,
            task_id=task_id,
            by=by,
            posted=got.answers,
            rows=got.rows,
            section=section,
            refused=got.refused,
        )
        view = tasks.view(runtime, task_id=task_id, by=by)
        return _section_page(view, drawn, got.refused) or _show(view)
    part = sections.part(section, got.answers)
    kept = drafts.save_task_part(runtime, task_id=task_id, by=by, part=part)
    if page.is_autosave():
        return page.autosaved(kept.version)
    return sections.onward(kept, section, partial(url_for, "tasks.task", task_id=task_id))


def _section_page(
    view: tasks.TaskView, drawn: Any = None, refused: Sequence[Problem] = ()
) -> Response | None:
    """Return the page of one part or of all answers, if one of these is asked."""
    if not view.sections or not view.may_complete:
        return None
    return sections.show(view.sections, _place(view), drawn, refused)


def _place(view: tasks.TaskView) -> sections.Place:
    number = view.case.number
    return sections.Place(
        name=view.name,
        crumbs=[
            {"url": url_for("tasks.inbox"), "label": _basket(view)},
            {"url": url_for("cases.case", number=number), "label": view.case.title},
        ],
        at=partial(url_for, "tasks.task", task_id=view.id),
        keep=partial(url_for, "tasks.draft", task_id=view.id),
        ask=partial(url_for, "tasks.questions", task_id=view.id),
        send=url_for("tasks.complete", task_id=view.id),
        files=url_for("pickers.add_to_task", task_id=view.id),
        fields={"_key": page.key(), "_concept": page.draft_here() or str(view.draft_version)},
        buttons=[("Afronden", ""), ("Afronden en volgende", "volgende")],
    )


def _basket(view: tasks.TaskView) -> str:
    return f"In naam van {view.in_name_of}" if view.in_name_of else "Taken"


def _updated(task_id: str, got: pickers.Received) -> Response:
    """Draw the page again with what was typed, changed as a button of it asked."""
    runtime, by = http.runtime(), http.actor()
    drawn = tasks.preview(
        runtime, task_id=task_id, by=by, posted=got.answers, rows=got.rows, refused=got.refused
    )
    problems = page.problem_list(got.refused, drawn)
    view = tasks.view(runtime, task_id=task_id, by=by)
    return _show(view, 422 if problems else 200, problems, drawn)


def _keep_draft(task_id: str, got: pickers.Received) -> int:
    return drafts.save_task(
        http.runtime(),
        task_id=task_id,
        by=http.actor(),
        posted=got.answers,
        seen=page.seen_draft(),
    )


def _show(
    view: tasks.TaskView,
    status: int = 200,
    problems: list[dict[str, str]] | None = None,
    drawn: Any = None,
    letter: documents.Foreseen | None = None,
) -> Response:
    today = page.today()
    return page.show(
        "task.html",
        status,
        task=view,
        drawn=drawn or view.form,
        overview=sections.overview(view.sections, _place(view)) if view.sections else None,
        due_words=wording.deadline(view.due, today) if view.due else "",
        lateness=shapes.lateness(view.due, today),
        clocks=shapes.clocks(view.clocks, today),
        expected=expected.drawn(view.checklist, view.case.number),
        key=page.key(),
        problems=problems or [],
        letter=letter,
    )


def _paging(found: inboxes.TaskList) -> dict[str, Any] | None:
    drawn = shapes.paging(found.page, found.pages, found.total, inboxes.PAGE_SIZE, request)
    return drawn | {"more": found.more} if drawn else None
