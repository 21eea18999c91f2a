"""The work of a team: who has what, and handing it over."""

from __future__ import annotations

from flask import Response, request, url_for

from engine import errors, http, team
from engine.model import Permission
from engine.web import page, shapes

pages = http.blueprint("team", __name__)

LABELS = {"to": "Aan wie", "reason": "Waarom"}
FREE = "vrij"


@pages.get("/team")
@http.demands(Permission.COORDINATE)
def board() -> Response:
    """Show who of the team has what and how late it is, with the tasks to choose from."""
    whose, q = request.args.get("van", "")[:60], request.args.get("q", "")[:100]
    found = team.board(
        http.runtime(),
        by=http.actor(),
        whose=team.FREE if whose == FREE else whose,
        q=q,
        page=page.number_in("blad"),
    )
    named = {desk.person_id: desk.name for desk in found.desks}
    return page.show(
        "team.html",
        found=found,
        whose=whose,
        whose_name="niemand" if whose == FREE else named.get(whose, ""),
        q=q,
        rows=[shapes.task_row(line, page.today()) for line in found.lines],
        paging=shapes.paging(found.page, found.pages, found.total, team.SIZE, request),
    )


@pages.get("/team/doorgeven")
@http.demands(Permission.COORDINATE)
def handing() -> Response:
    """Ask to whom the chosen tasks go, and why."""
    chosen = request.args.getlist("taak")
    if not chosen:
        return page.back_to("team.board", "geen-taak-gekozen", van=request.args.get("van") or None)
    return _ask(chosen)


@pages.post("/team/doorgeven")
@http.demands(Permission.COORDINATE)
def hand_over() -> Response:
    """Give the chosen tasks to somebody; what could not be given is told task by task."""
    chosen = request.form.getlist("taak")
    try:
        told = team.hand_over(
            http.runtime(),
            by=http.actor(),
            task_ids=chosen,
            to=request.form.get("to", ""),
            reason=request.form.get("reason", ""),
        )
    except errors.InvalidInput as refused:
        return _ask(chosen, refused)
    if not any(each.problem for each in told):
        return page.back_to("team.board", "taken-doorgegeven")
    return page.show(
        "team_told.html",
        done=[each for each in told if each.problem is None],
        refused=[(each, page.said(each.problem)) for each in told if each.problem],
    )


def _ask(chosen: list[str], refused: errors.InvalidInput | None = None) -> Response:
    found = team.handing(http.runtime(), by=http.actor(), task_ids=chosen)
    problems = refused.problems if refused else ()
    return page.show(
        "team_handing.html",
        422 if refused else 200,
        found=found,
        rows=[shapes.task_row(line, page.today()) for line in found.lines],
        receivers=[
            {"value": each.person_id, "label": _label(each), "chosen": _is_chosen(each.person_id)}
            for each in found.receivers
        ],
        typed=request.form,
        labels=LABELS,
        errors={each.field: page.said(each) for each in problems},
        problems=page.problem_list(problems, None, **LABELS),
        board_url=url_for("team.board"),
    )


def _label(each: team.Receiver) -> str:
    has = "1 taak" if each.total == 1 else f"{each.total} taken"
    away = f", afwezig tot en met {page.day(each.away)}" if each.away else ""
    return f"{each.name} ({has}{away})"


def _is_chosen(person_id: str) -> bool:
    return request.form.get("to") == person_id
