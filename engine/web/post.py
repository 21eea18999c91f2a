"""Post: what came in and belongs nowhere yet."""

from __future__ import annotations

from flask import Response, request

from engine import errors, http, mailroom, messages
from engine.model import Permission
from engine.web import page, postal, shapes

pages = http.blueprint("post", __name__)


@pages.get("/post/niet-toegewezen")
@http.demands(Permission.REGISTER_POST)
def unassigned() -> Response:
    """List what belongs nowhere yet: pieces of post, and messages that no procedure took."""
    found = mailroom.listing(http.runtime(), by=http.actor(), page=page.number_in("blad"))
    paging = shapes.paging(found.number, found.pages, found.total, found.size, request)
    lines = [postal.line(each, page.today()) for each in found.rows]
    return page.show("messages.html", lines=lines, paging=paging)


@pages.get("/post/niet-toegewezen/<message_id>")
@http.demands(Permission.REGISTER_POST)
def message(message_id: str) -> Response:
    """Show one message that no procedure took."""
    return _message_page(message_id)


@pages.post("/post/niet-toegewezen/<message_id>/toewijzen")
@http.demands(Permission.REGISTER_POST)
def assign(message_id: str) -> Response:
    """Give the message to a procedure that waits for it."""
    number = request.form.get("number", "").strip()[:40]
    try:
        messages.assign(http.runtime(), message_id=message_id, number=number, by=http.actor())
    except errors.InvalidInput as refused:
        return _message_page(message_id, refused)
    except errors.NotFound:
        return _refused(message_id, "message.does_not_wait")
    except errors.ModelFault:
        return _refused(message_id, "message.not_delivered")
    return page.back_to("post.unassigned", "bericht-toegewezen")


@pages.post("/post/niet-toegewezen/<message_id>/opzij")
@http.demands(Permission.REGISTER_POST)
def drop(message_id: str) -> Response:
    """Put the message aside for good."""
    reason = request.form.get("reason", "")[:600]
    try:
        messages.drop(http.runtime(), message_id=message_id, reason=reason, by=http.actor())
    except errors.InvalidInput as refused:
        return _message_page(message_id, refused)
    return page.back_to("post.unassigned", "bericht-opzij")


def _refused(message_id: str, code: str) -> Response:
    return _message_page(message_id, errors.InvalidInput([errors.Problem("number", code)]))


def _message_page(message_id: str, refused: errors.InvalidInput | None = None) -> Response:
    found = messages.view(http.runtime(), message_id=message_id, by=http.actor())
    problems = refused.problems if refused else ()
    typed = request.form.get("number", "")
    return page.show(
        "message.html",
        422 if problems else 200,
        found=found,
        values=shapes.values_in_words(found.message.values),
        keys=shapes.values_in_words(found.message.keys),
        options=[
            {"value": each.number, "label": _label(each), "chosen": each.number == typed}
            for each in found.candidates
        ],
        reason=request.form.get("reason", ""),
        errors={each.field: page.said(each) for each in problems},
        problems=page.problem_list(
            problems, None, number="Voor welke procedure is dit?", reason="Waarom leg je dit opzij?"
        ),
    )


def _label(candidate: messages.Candidate) -> str:
    same = ", zelfde kenmerk" if candidate.same_keys else ""
    return f"{candidate.title} ({candidate.number}{same})"
