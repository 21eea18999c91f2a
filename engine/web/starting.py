"""Starting a procedure: what was begun, the start form on one page or part by part, sending it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any
from urllib.parse import urlencode

from flask import Response, request, url_for

from engine import cases, drafts, errors, http
from engine.model import Permission
from engine.web import page, pickers, sections

pages = http.blueprint("starting", __name__)


@pages.get("/procedures/nieuw")
@http.demands(Permission.START_CASES)
def choose() -> Response:
    """List what the asker began and what the asker may start."""
    runtime, by = http.runtime(), http.actor()
    begun = drafts.applications(runtime, by=by)
    return page.show("start_choose.html", found=cases.startable(runtime, by=by), begun=begun)


@pages.get("/procedures/nieuw/<process_id>")
@http.demands(Permission.START_CASES)
def start_form(process_id: str) -> Response:
    """Show the form that starts a procedure, as it was left when an application is named.

    An application that was sent leads to its case. The other names in the query fill in fields of
    the form, as far as `cases.start_form` lets them.
    """
    runtime, by = http.runtime(), http.actor()
    wanted = request.args.get("aanvraag")
    if wanted:
        try:
            found = drafts.resume(
                runtime,
                process_id=process_id,
                application_id=wanted,
                by=by,
                checked=sections.wanted(),
            )
        except errors.AlreadyDone as sent:
            return page.back_to("cases.case", "aanvraag-verstuurd", number=sent.facts["case"])
        return _section_page(found) or _start_page(found.start, kept=found.kept)
    given = {n: texts[0] for n, texts in request.args.lists() if len(texts) == 1 and n != "dossier"}
    return _start_page(cases.start_form(runtime, process_id=process_id, by=by, given=given))


def about(what: cases.About, number: str, dossier: str) -> list[dict[str, str]]:
    """Return what the asker may start about something in this dossier, with its number filled in.

    Each has its `name` and a `url`.
    """
    found = cases.starts_about(http.runtime(), what=what, by=http.actor())
    return buttons(found, number, dossier)


def buttons(found: Sequence[cases.StartAbout], number: str, dossier: str) -> list[dict[str, str]]:
    """Return what can be started about something in this dossier, each with a `url` and `label`."""
    return [
        {
            "name": each.name,
            "label": each.label,
            "url": url_for("starting.start_form", process_id=each.process_id)
            + "?"
            + urlencode({"dossier": dossier, each.field: number}),
        }
        for each in found
    ]


@pages.post("/procedures/nieuw/<process_id>/concept")
@http.takes_files
@http.demands(Permission.START_CASES)
def start_draft(process_id: str) -> Response:
    """Keep what was typed: JSON for the autosave, a page for the button."""
    got, section = pickers.received(pickers.to_start(process_id)), request.args.get("deel")
    if section is not None:
        return _keep_part(process_id, section, got)
    kept = drafts.save_start(
        http.runtime(),
        page=_page_of(process_id),
        by=http.actor(),
        posted=got.answers,
        seen=page.seen_draft(),
    )
    if got.refused:
        return _changed_page(process_id, got, kept)
    if page.is_autosave():
        where = url_for("starting.start_form", process_id=process_id, aanvraag=kept.id)
        return page.autosaved(kept.version, where)
    said = "concept-bewaard" if kept.answers else "aanvraag-begonnen"
    return page.back_to("starting.start_form", said, process_id=process_id, aanvraag=kept.id)


@pages.post("/procedures/nieuw/begonnen/<application_id>/weg")
@http.demands(Permission.START_CASES)
def drop_application(application_id: str) -> Response:
    """Throw away an application that the asker began."""
    drafts.drop_start(http.runtime(), application_id=application_id, by=http.actor())
    return page.back_to("starting.choose", "aanvraag-weg")


@pages.post("/procedures/nieuw/<process_id>/vragen")
@http.demands(Permission.START_CASES)
def start_questions(process_id: str) -> Response:
    """Return the start form as it looks with what was typed so far; nothing is kept."""
    section = request.args.get("deel")
    if section is not None:
        drawn = _asked_again(process_id, section, pickers.typed())
        return page.show("fragments/fields.html", view=drawn, live_url=page.here())
    view = cases.start_preview(
        http.runtime(),
        process_id=process_id,
        by=http.actor(),
        posted=page.posted(),
        rows=page.row_change(),
        page_key=request.form.get("_key", ""),
    )
    return page.show("fragments/fields.html", view=view.form, live_url=request.path)


@pages.post("/procedures/nieuw/<process_id>")
@http.takes_files
@http.demands(Permission.START_CASES)
def start(process_id: str) -> Response:
    """Start a procedure once, whatever happens to the answer."""
    got = pickers.received(pickers.to_start(process_id))
    if got.goes_on:
        return _changed_page(process_id, got)
    try:
        number = cases.start(
            http.runtime(),
            process_id=process_id,
            by=http.actor(),
            posted=got.answers,
            key=page.secret(),
            dossier_number=request.form.get("_dossier") or None,
            seen=page.seen_draft() if "_delen" in request.form else None,
            refused=got.refused,
        )
    except cases.RefusedStart as refused:
        if refused.view.sections:
            place = _place(_resumed(process_id))
            return sections.check(refused.view.sections, place, refused.problems)
        return _start_page(
            refused.view, 422, page.problem_list(refused.problems, refused.view.form)
        )
    return page.back_to("cases.case", "procedure-gestart", number=number)


def _changed_page(process_id: str, got: pickers.Received, kept: Any = None) -> Response:
    """Draw the page again with what was typed, changed as a button of it asked."""
    view = cases.start_preview(
        http.runtime(),
        process_id=process_id,
        by=http.actor(),
        posted=got.answers,
        rows=got.rows,
        page_key=request.form.get("_key", ""),
        refused=got.refused,
    )
    problems = page.problem_list(got.refused, view.form)
    return _start_page(view, 422 if problems else 200, problems, kept)


def _page_of(process_id: str) -> drafts.Page:
    return drafts.Page(process_id, page.secret(), request.form.get("_dossier") or None)


def _keep_part(process_id: str, section: str, got: pickers.Received) -> Response:
    """Keep one part of a start form, or draw it again with another row or other questions."""
    runtime, by = http.runtime(), http.actor()
    if got.goes_on or got.refused:
        drawn, found = _asked_again(process_id, section, got), _resumed(process_id)
        shown = _section_page(found, drawn, got.refused)
        return shown or _start_page(found.start, kept=found.kept)
    part = sections.part(section, got.answers)
    kept = drafts.save_start_part(runtime, page=_page_of(process_id), by=by, part=part)
    at = partial(url_for, "starting.start_form", process_id=process_id, aanvraag=kept.application)
    if page.is_autosave():
        return page.autosaved(kept.version, at(deel=section))
    return sections.onward(kept, section, at)


def _asked_again(process_id: str, section: str, got: pickers.Received) -> Any:
    return drafts.preview_start(
        http.runtime(),
        page=_page_of(process_id),
        by=http.actor(),
        part=sections.part(section, got.answers),
        rows=got.rows,
        refused=got.refused,
    )


def _resumed(process_id: str) -> drafts.Resumed:
    """Return the application that a post is about."""
    wanted = request.form.get("_aanvraag", "")
    return drafts.resume(
        http.runtime(), process_id=process_id, application_id=wanted, by=http.actor()
    )


def _section_page(
    found: drafts.Resumed, drawn: Any = None, refused: Sequence[errors.Problem] = ()
) -> Response | None:
    """Return the page of one part or of all answers, if one of these is asked."""
    if not found.start.sections:
        return None
    return sections.show(found.start.sections, _place(found), drawn, refused)


def _place(found: drafts.Resumed) -> sections.Place:
    process_id, kept = found.start.process.process_id, found.kept
    return sections.Place(
        name=found.start.process.name,
        crumbs=[{"url": url_for("starting.choose"), "label": "Een procedure starten"}],
        at=partial(url_for, "starting.start_form", process_id=process_id, aanvraag=kept.id),
        keep=partial(url_for, "starting.start_draft", process_id=process_id),
        ask=partial(url_for, "starting.start_questions", process_id=process_id),
        send=url_for("starting.start", process_id=process_id),
        files=url_for("pickers.add_to_start", process_id=process_id),
        fields={
            "_key": kept.page_key,
            "_concept": page.draft_here() or str(kept.version),
            "_dossier": kept.dossier_number or "",
            "_aanvraag": kept.id,
        },
        buttons=[("Procedure starten", "")],
    )


def _start_page(
    view: cases.StartForm,
    status: int = 200,
    problems: list[dict[str, str]] | None = None,
    kept: Any = None,
) -> Response:
    """Show a start form: as it was kept, else with what the page sent along."""
    sent = request.form
    place = _place(drafts.Resumed(view, kept)) if kept else None
    begun = drafts.applications(http.runtime(), by=http.actor())
    return page.show(
        "start.html",
        status,
        view=view,
        overview=sections.overview(view.sections, place) if view.sections else None,
        check_url=place.at(nakijken="ja") if place else "",
        key=kept.page_key if kept else page.key(),
        draft_version=kept.version if kept else page.whole(sent.get("_concept", "")) or 0,
        dossier=kept.dossier_number or ""
        if kept
        else request.args.get("dossier", sent.get("_dossier", "")),
        saved_at=kept.saved_at if kept else None,
        begun=[] if kept or sent else [one for one in begun if one.process == view.process],
        problems=problems or [],
    )
