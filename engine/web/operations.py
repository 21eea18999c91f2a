"""The operator's pages: what stands still, and the moves that mend it, each with its reason."""

from __future__ import annotations

from flask import Response, request

from engine import errors, http, operations
from engine.model import Permission
from engine.web import incidents, mending, moves, page, skipping

pages = http.blueprint("operations", __name__)


@pages.get("/beheer/incidenten")
@http.demands(Permission.OPERATE)
def listing() -> Response:
    """List the incidents that wait, or those that were resolved."""
    return incidents.show()


@pages.get("/beheer/incidenten/opnieuw")
@http.demands(Permission.OPERATE)
def retry_all_form() -> Response:
    """Show what is tried again when everything that was chosen is, and ask why."""
    shown = incidents.all_page()
    return shown or page.back_to("operations.listing", "geen-storing-gekozen")


@pages.post("/beheer/incidenten/opnieuw")
@http.demands(Permission.OPERATE)
def retry_all() -> Response:
    """Try again what every incident that was chosen is about, each once."""
    ids = incidents.ticked()
    try:
        made = operations.retry_all(http.runtime(), ids=ids, reason=moves.reason(), by=http.actor())
    except errors.InvalidInput as refused:
        shown = incidents.all_page(refused.problems)
        return shown or page.back_to("operations.listing", "geen-storing-gekozen")
    done = "storingen-opnieuw-deels" if made.left else "storingen-opnieuw"
    return page.back_to("operations.listing", done if made.done or made.left else "storingen-weg")


@pages.get("/beheer/incidenten/<incident_id>/afsluiten")
@http.demands(Permission.OPERATE)
def resolve_form(incident_id: str) -> Response:
    """Ask why an incident is closed without a move."""
    return moves.resolve_page(incident_id)


@pages.post("/beheer/incidenten/<incident_id>/afsluiten")
@http.demands(Permission.OPERATE)
def resolve(incident_id: str) -> Response:
    """Mark an incident as resolved."""
    try:
        operations.resolve(
            http.runtime(), incident_id=incident_id, reason=moves.reason(), by=http.actor()
        )
    except errors.InvalidInput as refused:
        return moves.resolve_page(incident_id, refused.problems)
    return page.back_to("operations.listing", "storing-afgesloten")


@pages.get("/beheer/procedures/<number>")
@http.demands(Permission.OPERATE)
def case(number: str) -> Response:
    """Show what stands still in a case, where it stands, what it knows, and the moves."""
    view = moves.stuck(number)
    failed = frozenset(each.token for each in view.broken if each.token)
    told = {each.key for each in view.incidents}
    services = {each.key for each in view.broken if each.kind in operations.BY_HAND}
    return page.show(
        "operate.html",
        view=view,
        incidents=[
            {**mending.incident(each), "by_hand": each.key in services}
            for each in view.incidents
            if each.state == "open"
        ],
        resolved=[mending.incident(each) for each in view.incidents if each.state != "open"],
        broken=bool(view.broken),
        untold=[moves.broken(number, each) for each in view.broken if each.key not in told],
        places=[mending.place(number, each, failed) for each in view.places],
    )


@pages.get("/beheer/procedures/<number>/tekening")
@http.demands(Permission.OPERATE)
def drawing(number: str) -> Response:
    """Show a diagram of a case, with what failed marked."""
    http.draws_diagram()
    element = request.args.get("stap", "")
    drawn = operations.drawing(http.runtime(), number=number, element=element, by=http.actor())
    return page.show("operate_drawing.html", view=drawn, svg=drawn.svg)


@pages.get("/beheer/procedures/<number>/opnieuw")
@http.demands(Permission.OPERATE)
def retry_form(number: str) -> Response:
    """Show what trying again would do, and ask why."""
    return moves.retry_page(number, request.args.get("wat", ""))


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
            typed=moves.assignments(moves.typed()),
            seen=moves.seen(),
            reason=moves.reason(),
            by=http.actor(),
        )
    except errors.InvalidInput as refused:
        return moves.retry_page(number, key, refused.problems)
    return page.back_to("operations.case", "opnieuw-geprobeerd", number=number)


@pages.get("/beheer/procedures/<number>/met-de-hand")
@http.demands(Permission.OPERATE)
def skip_form(number: str) -> Response:
    """Ask what a service task would have given, and why it is done by hand."""
    return skipping.show(number, request.args.get("wat", ""))


@pages.post("/beheer/procedures/<number>/met-de-hand")
@http.demands(Permission.OPERATE)
def skip(number: str) -> Response:
    """Take a service task as done by hand."""
    key = request.form.get("_wat", "")
    try:
        operations.skip(
            http.runtime(),
            number=number,
            key=key,
            typed=skipping.typed(),
            seen=moves.seen(),
            reason=moves.reason(),
            by=http.actor(),
        )
    except errors.InvalidInput as refused:
        return skipping.show(number, key, refused.problems)
    return page.back_to("operations.case", "met-de-hand-gedaan", number=number)


@pages.get("/beheer/procedures/<number>/gegevens")
@http.demands(Permission.OPERATE)
def values_form(number: str) -> Response:
    """Ask which variables get another value."""
    token, name = moves.token_asked(request.args.get("token")), request.args.get("naam", "")
    return moves.values_page(number, None, token, name=name)


@pages.post("/beheer/procedures/<number>/gegevens/bekijken")
@http.demands(Permission.OPERATE)
def values_preview(number: str) -> Response:
    """Show what the new values would do, and ask why; nothing is kept."""
    return moves.values_page(
        number, moves.typed(), moves.token_asked(request.form.get("token")), look=True
    )


@pages.post("/beheer/procedures/<number>/gegevens")
@http.demands(Permission.OPERATE)
def set_values(number: str) -> Response:
    """Give variables another value."""
    token = moves.token_asked(request.form.get("token"))
    try:
        operations.set_variables(
            http.runtime(),
            number=number,
            typed=moves.assignments(moves.typed()),
            token=token,
            seen=moves.seen(),
            reason=moves.reason(),
            by=http.actor(),
        )
    except errors.InvalidInput as refused:
        return moves.values_page(number, moves.typed(), token, refused.problems, look=True)
    return page.back_to("operations.case", "gegevens-verbeterd", number=number)


@pages.get("/beheer/procedures/<number>/verplaatsen")
@http.demands(Permission.OPERATE)
def move_form(number: str) -> Response:
    """Ask where to, show what that would do, and ask why."""
    return moves.move_page(number, request.args.get("token", ""), request.args.get("element", ""))


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
            seen=moves.seen(),
            reason=moves.reason(),
            by=http.actor(),
        )
    except errors.InvalidInput as refused:
        return moves.move_page(number, token, element, refused.problems)
    return page.back_to("operations.case", "procedure-verplaatst", number=number)


@pages.get("/beheer/procedures/<number>/stopzetten")
@http.demands(Permission.OPERATE)
def cancel_form(number: str) -> Response:
    """Show what ending the case would do, and ask why."""
    return moves.cancel_page(number)


@pages.post("/beheer/procedures/<number>/stopzetten")
@http.demands(Permission.OPERATE)
def cancel(number: str) -> Response:
    """End the case."""
    try:
        operations.cancel(
            http.runtime(), number=number, seen=moves.seen(), reason=moves.reason(), by=http.actor()
        )
    except errors.InvalidInput as refused:
        return moves.cancel_page(number, refused.problems)
    return page.back_to("operations.case", "procedure-stopgezet", number=number)
