"""What the operator's pages show: the moves that mend a case, and what was typed in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response, request, url_for

from engine import errors, http, operations
from engine.errors import Problem
from engine.model import CancelCase, MoveToken
from engine.operations import Again, Correction, Foreseen
from engine.web import mending, page


def resolve_page(incident_id: str, problems: Sequence[Problem] = ()) -> Response:
    """Ask why an incident is put aside."""
    found = operations.incident(http.runtime(), incident_id=incident_id, by=http.actor())
    return page.show(
        "operate_resolve.html",
        422 if problems else 200,
        incident=mending.incident(found),
        reason=reason(),
        problems=mending.problem_rows(problems),
    )


def retry_page(number: str, key: str, problems: Sequence[Problem] = ()) -> Response:
    """Show what trying again would do, and ask why."""
    view = stuck(number)
    foreseen = _foreseen(number, Again(key))
    found = next((each for each in view.broken if each.key == key), None)
    return _move_shown(
        view,
        "operate_retry.html",
        foreseen,
        problems,
        broken=broken(number, found) if found else None,
        why=_why(view, key),
        again=[each["text"] for each in mending.problem_rows(foreseen.problems)],
        hidden={"_wat": key},
        typed=typed(),
    )


def values_page(
    number: str,
    typed: str | None,
    token: str | None,
    problems: Sequence[Problem] = (),
    *,
    name: str = "",
    look: bool = False,
) -> Response:
    """Show the values of a case, and with `look` what new ones would do."""
    view = stuck(number)
    foreseen = Foreseen()
    if typed is None:
        typed = _as_it_is(view, token, name)
    if look:
        try:
            foreseen = _foreseen(number, Correction(assignments(typed), token))
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


def move_page(number: str, token: str, element: str, problems: Sequence[Problem] = ()) -> Response:
    """Show where a token may go and what that would do, and ask why."""
    view = stuck(number)
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


def cancel_page(number: str, problems: Sequence[Problem] = ()) -> Response:
    """Show what stopping a case would do, and ask why."""
    view = stuck(number)
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
        reason=reason(),
        problems=mending.problem_rows(problems),
        **more,
    )


# --- what was sent -------------------------------------------------------------------------------


def stuck(number: str) -> operations.Stuck:
    """Return a case as the operator sees it."""
    return operations.stuck(http.runtime(), number=number, by=http.actor())


def _foreseen(number: str, asked: operations.Asked) -> Foreseen:
    return operations.foresee(http.runtime(), number=number, asked=asked, by=http.actor())


def broken(number: str, each: operations.Broken) -> dict[str, Any]:
    """Return what is broken in a case as its page draws it."""
    return {
        "name": each.name,
        "error": each.error,
        "since": page.moment(each.since),
        "url": url_for("operations.retry_form", number=number, wat=each.key),
    }


def _why(view: operations.Stuck, key: str) -> str:
    """Return in a sentence what went wrong the last time, when an incident tells it."""
    told = (each for each in view.incidents if each.state == "open" and each.key == key)
    return next((mending.sentence(each.code, each.facts, each.element) for each in told), "")


def _as_it_is(view: operations.Stuck, token: str | None, name: str) -> str:
    """Return the line that gives a variable the value that it has."""
    seen = {each.token: each.variables for each in view.places}
    known = view.variables if token is None else seen.get(token, ())
    return next((f"{each.path} = {each.text or ''}" for each in known if each.path == name), "")


def reason() -> str:
    """Return the reason that was typed."""
    return request.form.get("reason", "")


def seen() -> int:
    """Return the version of the case that the page showed; Raises InvalidInput without."""
    seen = page.whole(request.form.get("_gezien", ""))
    if seen is None:
        raise errors.InvalidInput([Problem("", "page_incomplete")])
    return seen


def token_asked(sent: str | None) -> str | None:
    """Return the token that was meant, None for the case itself."""
    return (sent or "")[:20] or None


def typed() -> str:
    """Return the values that were typed."""
    return request.form.get("values", "")


def assignments(typed: str) -> Mapping[str, str]:
    """Return `name = value` lines by name; Raises InvalidInput for a line that is none."""
    found: dict[str, str] = {}
    for line in filter(None, (each.strip() for each in typed.splitlines())):
        name, sign, text = line.partition("=")
        if not sign or not name.strip() or not text.strip():
            raise errors.InvalidInput([Problem("values", "not_an_assignment")])
        found[name.strip()] = text.strip()
    return found
