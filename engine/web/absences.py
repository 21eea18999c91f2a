"""When one is away, or somebody of one's team, and who stands in."""

from __future__ import annotations

from flask import Response, request

from engine import absences, errors, http
from engine.model import Permission
from engine.web import page, shapes

pages = http.blueprint("absences", __name__)

LABELS = {"first": "Eerste dag", "last": "Laatste dag", "substitute": "Wie vervangt"}


@pages.get("/mijn-afwezigheid")
@http.demands(Permission.WORK_TASKS)
def own() -> Response:
    """Show when one is away, and ask for another absence."""
    return _show(None)


@pages.post("/mijn-afwezigheid")
@http.demands(Permission.WORK_TASKS)
def write_own() -> Response:
    """Write an absence of one's own."""
    return _write(None) or page.back_to("absences.own", "afwezigheid-bewaard")


@pages.post("/mijn-afwezigheid/<absence_id>/beeindigen")
@http.demands(Permission.WORK_TASKS)
def end_own(absence_id: str) -> Response:
    """End an absence of one's own before its last day."""
    absences.end(http.runtime(), by=http.actor(), absence_id=absence_id)
    return page.back_to("absences.own", "afwezigheid-beeindigd")


@pages.get("/team/afwezigheid/<person_id>")
@http.demands(Permission.COORDINATE)
def of_colleague(person_id: str) -> Response:
    """Show when somebody of one's team is away, and ask for another absence."""
    return _show(person_id)


@pages.post("/team/afwezigheid/<person_id>")
@http.demands(Permission.COORDINATE)
def write_of_colleague(person_id: str) -> Response:
    """Write an absence of somebody of one's team."""
    done = page.back_to("absences.of_colleague", "afwezigheid-bewaard", person_id=person_id)
    return _write(person_id) or done


@pages.post("/team/afwezigheid/<person_id>/<absence_id>/beeindigen")
@http.demands(Permission.COORDINATE)
def end_of_colleague(person_id: str, absence_id: str) -> Response:
    """End an absence of somebody of one's team before its last day."""
    absences.end(http.runtime(), by=http.actor(), absence_id=absence_id)
    return page.back_to("absences.of_colleague", "afwezigheid-beeindigd", person_id=person_id)


def _write(person_id: str | None) -> Response | None:
    """Write what was posted; return the page again when that cannot be done."""
    try:
        absences.write(
            http.runtime(),
            by=http.actor(),
            person_id=person_id,
            first_on=shapes.typed_day(request.form.get("first", "")),
            last_on=shapes.typed_day(request.form.get("last", "")),
            substitute_id=request.form.get("substitute", ""),
        )
    except errors.InvalidInput as refused:
        return _show(person_id, refused)
    return None


def _show(person_id: str | None, refused: errors.InvalidInput | None = None) -> Response:
    found = absences.of_person(http.runtime(), by=http.actor(), person_id=person_id)
    chosen = request.form.get("substitute")
    problems = refused.problems if refused else ()
    return page.show(
        "absences.html",
        422 if refused else 200,
        found=found,
        mine=person_id is None,
        typed=request.form,
        labels=LABELS,
        colleagues=[
            {"value": each.id, "label": each.name, "chosen": each.id == chosen}
            for each in found.colleagues
        ],
        errors={each.field: page.said(each) for each in problems},
        problems=page.problem_list(problems, None, **LABELS),
    )
