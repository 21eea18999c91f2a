"""A piece of post that belongs nowhere yet: looked at, brought where it belongs, or put aside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flask import Response, request, url_for

from engine import errors, http, mailroom
from engine.errors import Problem
from engine.mailroom import Typed, Unplaced
from engine.model import Permission
from engine.post import RefusedPost
from engine.web import booking, files, page, pickers, postal, shapes

pages = http.blueprint("pieces", __name__)

PIECE = 64 * 1024
BESIDE = {
    "_number": "Waar hoort het bij?",
    "_reason": "Waarom telt het toch?",
    "reason": "Waarom leg je dit opzij?",
}


@pages.get("/post/stukken/<post_id>")
@http.demands(Permission.REGISTER_POST)
def piece(post_id: str) -> Response:
    """Show a piece that belongs nowhere yet."""
    return _page(post_id, Typed(post_id=post_id))


@pages.post("/post/stukken/<post_id>/vragen")
@http.demands(Permission.REGISTER_POST)
def questions(post_id: str) -> Response:
    """Return what is chosen and asked so far; nothing is kept."""
    return _page(post_id, _typed(post_id, pickers.typed()), fragment=True)


@pages.post("/post/stukken/<post_id>")
@http.demands(Permission.REGISTER_POST)
def assign(post_id: str) -> Response:
    """Bring the piece where it belongs, once; any other button draws the page again."""
    typed = _typed(post_id, pickers.typed())
    if "_assign" not in request.form:
        return _page(post_id, typed)
    if typed.number is None:
        return _page(post_id, typed, [Problem("_number", "post.choose")])
    try:
        booked = mailroom.assign(
            http.runtime(),
            post_id=post_id,
            number=typed.number,
            tokens=typed.tokens,
            posted=typed.posted,
            by=http.actor(),
            reason=booking.chosen_reason(),
        )
    except (mailroom.RefusedBooking, RefusedPost) as refused:
        return _page(post_id, typed, refused.problems)
    except errors.NotFound as missing:
        if missing.code == "post.gone":
            raise
        return _page(post_id, replace(typed, number=None), [Problem("_number", "post.place")])
    return page.back_to("post.unassigned", "stuk-toegewezen", naar=booked.number)


@pages.post("/post/stukken/<post_id>/opzij")
@http.demands(Permission.REGISTER_POST)
def drop(post_id: str) -> Response:
    """Put aside for good what is not for us."""
    reason = request.form.get("reason", "")[:600]
    try:
        mailroom.drop(http.runtime(), post_id=post_id, reason=reason, by=http.actor())
    except errors.InvalidInput as refused:
        return _page(post_id, Typed(post_id=post_id), refused.problems)
    return page.back_to("post.unassigned", "stuk-opzij")


@pages.get("/post/stukken/<post_id>/bestanden/<file_id>")
@http.demands(Permission.REGISTER_POST)
def file(post_id: str, file_id: str) -> Response:
    """Give a file of the piece: it is only saved, never opened here."""
    row, opened = mailroom.read(http.runtime(), post_id=post_id, file_id=file_id, by=http.actor())
    pieces = iter(lambda: opened.read(PIECE), b"")
    answer = files.saved(pieces, row.name, row.media_type, row.size)
    answer.call_on_close(opened.close)
    return answer


def _typed(post_id: str, got: pickers.Received) -> Typed:
    got.answers.pop("reason", None)
    return Typed(
        number=booking.chosen_number(),
        tokens=booking.chosen_tokens(),
        posted=got.answers,
        post_id=post_id,
        rows=got.rows,
    )


def _page(
    post_id: str, typed: Typed, problems: Sequence[Problem] = (), *, fragment: bool = False
) -> Response:
    runtime, by = http.runtime(), http.actor()
    found = mailroom.view(runtime, post_id=post_id, by=by)
    own = tuple(each for each in problems if not each.field.startswith("_"))
    asked = replace(typed, received_on=found.piece.received_on, problems=own)
    try:
        drawn = mailroom.sheet(runtime, by=by, typed=asked)
    except errors.NotFound:
        problems = [*problems, Problem("_number", "post.place")]
        drawn = mailroom.sheet(runtime, by=by, typed=replace(asked, number=None, tokens=()))
    problems = [*problems, *postal.moved_on(drawn, asked)]
    q = request.form.get("_q", "")[:100]
    searched = mailroom.search(runtime, by=by, q=q) if q.strip() and not drawn.place else ()
    return page.show(
        "fragments/post_piece.html" if fragment else "post_piece.html",
        422 if problems else 200,
        found=found,
        facts=_facts(found),
        files=[_file(found, each.id, each.name, each.size) for each in found.files],
        left_out=postal.left_out(found.files),
        q=q,
        places={
            "places": [postal.place(each) for each in (searched if q.strip() else found.places)],
            "searched": bool(q.strip()),
        },
        sheet=drawn,
        place=postal.place(drawn.place) if drawn.place else None,
        forms=postal.forms(drawn),
        expected=postal.expected(drawn, found.piece.received_on),
        reason=request.form.get("reason", ""),
        why_late=booking.chosen_reason(),
        errors={each.field: page.said(each) for each in reversed(problems)},
        problems=page.problem_list(problems, postal.Fields(drawn), **BESIDE),
    )


def _file(found: Unplaced, file_id: str, name: str, size: int) -> dict[str, object]:
    url = url_for("pieces.file", post_id=found.piece.id, file_id=file_id)
    return {"url": url, "name": name, "size": size}


def _facts(found: Unplaced) -> list[tuple[str, str]]:
    one = found.piece
    return [
        ("Van", one.sender or "onbekend"),
        ("Ontvangen op", page.day(one.received_on)),
        ("Hoe", shapes.CHANNELS.get(one.channel, one.channel)),
        ("Ingeboekt", f"{page.moment(one.registered_at)}, door {found.booked_by or 'het systeem'}"),
    ]
