"""The operator's pages: what stands still, and the moves that mend it, each with its reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response, request, url_for

from engine import errors, http, operations
from engine.errors import Problem
from engine.model import CancelCase, MoveToken, Permission
from engine.operations import Again, Correction, Foreseen
from engine.web import mending, page, shapes

pages = http.blueprint("operations", __name__)

STATES = {"opgelost": "resolved"}


@pages.get("/beheer/incidenten")
@http.demands(Permission.OPERATE)
def listing() -> Response:
    """List the incidents that wait, or those that were resolved."""
    state = STATES.get(request.args.get("stand", ""), "open")
    found = operations.incidents(
        http.runtime(), by=http.actor(), state=state, page=page.number_in("blad")
    )
    pages_there = max(1, -(-found.total // found.size))
    return page.show(
        "incidents.html",
        rows=[mending.incident(each) for each in found.rows],
        kinds=[mending.kind(each) for each in found.kinds if each.count > 1],
        state=state,
        paging=shapes.paging(found.page, pages_there, found.total, found.size, request),
    )


@pages.get("/beheer/incidenten/opnieuw")
@http.demands(Permission.OPERATE)
def retry_all_form() -> Response:
    """Show what is tried again when everything of one kind is, and ask why."""
    return _all_page(request.args)


@pages.post("/beheer/incidenten/opnieuw")
@http.demands(Permission.OPERATE)
def retry_all() -> Response:
    """Try again what every incident of one kind is about."""
    asked = request.form
    try:
        made = operations.retry_all(
            http.runtime(),
            code=asked.get("_code", ""),
            element=asked.get("_element") or None,
            process_key=asked.get("_proces") or None,
            reason=_reason(),
            by=http.actor(),
        )
    except errors.InvalidInput as refused:
        again = {name: asked.get(f"_{name}", "") for name in ("code", "element", "proces")}
        return _all_page(again, refused.problems)
    done = "storingen-opnieuw-deels" if made.left else "storingen-opnieuw"
    return page.back_to("operations.listing", done)


@pages.get("/beheer/incidenten/<incident_id>/afsluiten")
@http.demands(Permission.OPERATE)
def resolve_form(incident_id: str) -> Response:
    """Ask why an incident is closed without a move."""
    return _resolve_page(incident_id)


@pages.post("/beheer/incidenten/<incident_id>/afsluiten")
@http.demands(Permission.OPERATE)
def resolve(incident_id: str) -> Response:
    """Mark an incident as resolved."""
    try:
        operations.resolve(
            http.runtime(), incident_id=incident_id, reason=_reason(), by=http.actor()
        )
    except errors.InvalidInput as refused:
        return _resolve_page(incident_id, refused.problems)
    return page.back_to("operations.listing", "storing-afgesloten")


@pages.get("/beheer/procedures/<number>")
@http.demands(Permission.OPERATE)
def case(number: str) -> Response:
    """Show what stands still in a case, where it stands, what it knows, and the moves."""
    view = _stuck(number)
    failed = frozenset(each.token for each in view.broken if each.token)
    told = {each.key for each in view.incidents}
    return page.show(
        "operate.html",
        view=view,
        incidents=[mending.incident(each) for each in view.incidents if each.state == "open"],
        resolved=[mending.incident(each) for each in view.incidents if each.state != "open"],
        broken=bool(view.broken),
        untold=[_broken(number, each) for each in view.broken if each.key not in told],
        places=[mending.place(number, each, failed) for each in view.places],
    )


@pages.get("/beheer/procedures/<number>/opnieuw")
@http.demands(Permission.OPERATE)
def retry_form(number: str) -> Response:
    """Show what trying again would do, and ask why."""
    return _retry_page(number, request.args.get("wat", ""))


@pages.post("/beheer/procedures/<number>/opnieuw")
@http.demands(Permission.OPERATE)
def retry(number: str) -> Response:
    """Try once more what failed."""
    key = request.form.get("_wat", "")
    try:
        operations.retry(
            http.runtime(),
            number=number,
            key=key,
            seen=_seen(),
            reason=_reason(),
            by=http.actor(),
        )
    except errors.InvalidInput as refused:
        return _retry_page(number, key, refused.problems)
    return page.back_to("operations.case", "opnieuw-geprobeerd", number=number)


@pages.get("/beheer/procedures/<number>/gegevens")
@http.demands(Permission.OPERATE)
def values_form(number: str) -> Response:
    """Ask which variables get another value."""
    token, name = _token_asked(request.args.get("token")), request.args.get("naam", "")
    return _values_page(number, None, token, name=name)


@pages.post("/beheer/procedures/<number>/gegevens/bekijken")
@http.demands(Permission.OPERATE)
def values_preview(number: str) -> Response:
    """Show what the new values would do, and ask why; nothing is kept."""
    return _values_page(number, _typed(), _token_asked(request.form.get("token")), look=True)


@pages.post("/beheer/procedures/<number>/gegevens")
@http.demands(Permission.OPERATE)
def set_values(number: str) -> Response:
    """Give variables another value."""
    token = _token_asked(request.form.get("token"))
    try:
        operations.set_variables(
            http.runtime(),
            number=number,
            typed=_assignments(_typed()),
            token=token,
            seen=_seen(),
            reason=_reason(),
            by=http.actor(),
        )
    except errors.InvalidInput as refused:
        return _values_page(number, _typed(), token, refused.problems, look=True)
    return page.back_to("operations.case", "gegevens-verbeterd", number=number)


@pages.get("/beheer/procedures/<number>/verplaatsen")
@http.demands(Permission.OPERATE)
def move_form(number: str) -> Response:
    """Ask where to, show what that would do, and ask why."""
    return _move_page(number, request.args.get("token", ""), request.args.get("element", ""))


@pages.post("/beheer/procedures/<number>/verplaatsen")
@http.demands(Permission.OPERATE)
def move(number: str) -> Response:
    """Take the case from one element to another."""
    token, element = request.form.get("_token", ""), request.form.get("_element", "")
    try:
        operations.move_token(
            http.runtime(),
            number=number,
            token=token,
            element=element,
            seen=_seen(),
            reason=_reason(),
            by=http.actor(),
        )
    except errors.InvalidInput as refused:
        return _move_page(number, token, element, refused.problems)
    return page.back_to("operations.case", "procedure-verplaatst", number=number)


@pages.get("/beheer/procedures/<number>/stopzetten")
@http.demands(Permission.OPERATE)
def cancel_form(number: str) -> Response:
    """Show what ending the case would do, and ask why."""
    return _cancel_page(number)


@pages.post("/beheer/procedures/<number>/stopzetten")
@http.demands(Permission.OPERATE)
def cancel(number: str) -> Response:
    """End the case."""
    try:
        operations.cancel(
            http.runtime(), number=number, seen=_seen(), reason=_reason(), by=http.actor()
        )
    except errors.InvalidInput as refused:
        return _cancel_page(number, refused.problems)
    return page.back_to("operations.case", "procedure-stopgezet", number=number)


# --- the pages of the moves ----------------------------------------------------------------------


def _all_page(asked: Mapping[str, str], problems: Sequence[Problem] = ()) -> Response:
    wanted = tuple(asked.get(name) or None for name in ("code", "element", "proces"))
    kinds = operations.incidents(http.runtime(), by=http.actor()).kinds
    found = [each for each in kinds if (each.code, each.element, each.process_key) == wanted]
    if not found:
        raise errors.NotFound("incident")
    return page.show(
        "operate_all.html",
        422 if problems else 200,
        kind=mending.kind(found[0]),
        hidden={"_code": wanted[0], "_element": wanted[1], "_proces": wanted[2]},
        reason=_reason(),
        problems=mending.problem_rows(problems),
    )


def _resolve_page(incident_id: str, problems: Sequence[Problem] = ()) -> Response:
    found = operations.incident(http.runtime(), incident_id=incident_id, by=http.actor())
    return page.show(
        "operate_resolve.html",
        422 if problems else 200,
        incident=mending.incident(found),
        reason=_reason(),
        problems=mending.problem_rows(problems),
    )


def _retry_page(number: str, key: str, problems: Sequence[Problem] = ()) -> Response:
    view = _stuck(number)
    foreseen = _foreseen(number, Again(key))
    found = next((each for each in view.broken if each.key == key), None)
    return _move_shown(
        view,
        "operate_retry.html",
        foreseen,
        problems,
        broken=_broken(number, found) if found else None,
        again=[each["text"] for each in mending.problem_rows(foreseen.problems)],
        hidden={"_wat": key},
    )


def _values_page(
    number: str,
    typed: str | None,
    token: str | None,
    problems: Sequence[Problem] = (),
    *,
    name: str = "",
    look: bool = False,
) -> Response:
    view = _stuck(number)
    foreseen = Foreseen()
    if typed is None:
        typed = _as_it_is(view, token, name)
    if look:
        try:
            foreseen = _foreseen(number, Correction(_assignments(typed), token))
        except errors.InvalidInput as refused:
            foreseen = Foreseen(problems=refused.problems)
    wrong = [each for each in foreseen.problems if each not in problems]
    options = [
        {"value": each.token, "label": each.name, "chosen": each.token == token}
        for each in view.places
        if each.variables
    ]
    return _move_shown(
        view,
        "operate_values.html",
        foreseen,
        [*problems, *wrong],
        typed=typed,
        token=token or "",
        places=options,
        looked=look and not foreseen.problems,
    )


def _move_page(number: str, token: str, element: str, problems: Sequence[Problem] = ()) -> Response:
    view = _stuck(number)
    found = operations.targets(http.runtime(), number=number, token=token, by=http.actor())
    place = next((each for each in view.places if each.token == token), None)
    foreseen = _foreseen(number, MoveToken(token, element)) if element else Foreseen()
    return _move_shown(
        view,
        "operate_move.html",
        foreseen,
        [*problems, *(each for each in foreseen.problems if each not in problems)],
        place=mending.place(number, place, frozenset()) if place else None,
        token=token,
        targets=[
            {
                "value": each.element,
                "label": each.name or each.element,
                "chosen": each.element == element,
            }
            for each in found
        ],
        looked=bool(element) and not foreseen.problems,
        hidden={"_token": token, "_element": element},
    )


def _cancel_page(number: str, problems: Sequence[Problem] = ()) -> Response:
    view = _stuck(number)
    foreseen = _foreseen(number, CancelCase())
    return _move_shown(view, "operate_cancel.html", foreseen, problems, cancelled=True)


def _move_shown(
    view: operations.Stuck,
    template: str,
    foreseen: Foreseen,
    problems: Sequence[Problem],
    *,
    cancelled: bool = False,
    **more: Any,
) -> Response:
    """Return the page of one move: what it would do, its problems, and what was typed."""
    return page.show(
        template,
        422 if problems else 200,
        view=view,
        lines=mending.consequences(foreseen, cancelled=cancelled),
        changes=foreseen.changes,
        reason=_reason(),
        problems=mending.problem_rows(problems),
        **more,
    )


# --- what was sent -------------------------------------------------------------------------------


def _stuck(number: str) -> operations.Stuck:
    return operations.stuck(http.runtime(), number=number, by=http.actor())


def _foreseen(number: str, asked: operations.Asked) -> Foreseen:
    return operations.foresee(http.runtime(), number=number, asked=asked, by=http.actor())


def _broken(number: str, each: operations.Broken) -> dict[str, Any]:
    return {
        "name": each.name,
        "error": each.error,
        "since": page.moment(each.since),
        "url": url_for("operations.retry_form", number=number, wat=each.key),
    }


def _as_it_is(view: operations.Stuck, token: str | None, name: str) -> str:
    """Return the line that gives a variable the value that it has."""
    seen = {each.token: each.variables for each in view.places}
    known = view.variables if token is None else seen.get(token, ())
    return next((f"{each.path} = {each.text or ''}" for each in known if each.path == name), "")


def _reason() -> str:
    return request.form.get("reason", "")


def _seen() -> int:
    """Return the version of the case that the page showed; Raises InvalidInput without."""
    seen = page.whole(request.form.get("_gezien", ""))
    if seen is None:
        raise errors.InvalidInput([Problem("", "page_incomplete")])
    return seen


def _token_asked(sent: str | None) -> str | None:
    return (sent or "")[:20] or None


def _typed() -> str:
    return request.form.get("values", "")


def _assignments(typed: str) -> Mapping[str, str]:
    """Return `name = value` lines by name; Raises InvalidInput for a line that is none."""
    found: dict[str, str] = {}
    for line in filter(None, (each.strip() for each in typed.splitlines())):
        name, sign, text = line.partition("=")
        if not sign or not name.strip() or not text.strip():
            raise errors.InvalidInput([Problem("values", "not_an_assignment")])
        found[name.strip()] = text.strip()
    return found
