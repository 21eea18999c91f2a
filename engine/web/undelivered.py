"""Mails and webhooks that could not be sent: why, to whom, try again, or put aside."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Response, request, url_for

from engine import errors, http, sending, wording
from engine.errors import Problem
from engine.model import Permission
from engine.sending import Letter, Sort
from engine.web import page, shapes

pages = http.blueprint("undelivered", __name__)

WAITING = "wacht"
WHAT = {Sort.MAIL: "Mail", Sort.WEBHOOK: "Bericht aan een systeem"}


@pages.get("/beheer/onbestelbaar")
@http.demands(Permission.OPERATE)
def listing() -> Response:
    """List the mails and webhooks that could not be sent, or that are still tried."""
    return _list_page(waiting=request.args.get("stand") == WAITING)


@pages.post("/beheer/onbestelbaar")
@http.demands(Permission.OPERATE)
def retry() -> Response:
    """Have what was ticked, or everything on the page, sent again."""
    waiting = request.form.get("stand") == WAITING
    everything = request.form.get("alles") == "1"
    ids = request.form.getlist("op_de_pagina" if everything else "gekozen")
    try:
        done = sending.retry(http.runtime(), ids=ids, by=http.actor())
    except errors.InvalidInput as refused:
        return _list_page(waiting=waiting, problems=refused.problems)
    told = "berichten-opnieuw" if done else "berichten-al-weg"
    return page.back_to("undelivered.listing", told, stand=WAITING if waiting else None)


@pages.get("/beheer/onbestelbaar/<job_id>/opzij")
@http.demands(Permission.OPERATE)
def put_aside_form(job_id: str) -> Response:
    """Ask why a message is never sent any more."""
    return _aside_page(job_id)


@pages.post("/beheer/onbestelbaar/<job_id>/opzij")
@http.demands(Permission.OPERATE)
def put_aside(job_id: str) -> Response:
    """Never send a message any more."""
    try:
        sending.put_aside(http.runtime(), job_id=job_id, reason=_reason(), by=http.actor())
    except errors.InvalidInput as refused:
        return _aside_page(job_id, refused.problems)
    return page.back_to("undelivered.listing", "onbestelbaar-opzij")


def _list_page(*, waiting: bool, problems: Sequence[Problem] = ()) -> Response:
    found = sending.listing(
        http.runtime(), by=http.actor(), waiting=waiting, page=page.number_in("blad")
    )
    letters = found.letters
    return page.show(
        "undelivered.html",
        422 if problems else 200,
        rows=[_row(each) for each in letters.rows],
        waiting=waiting,
        counts=found.counts,
        problems=[{"field": "", "text": page.said(each)} for each in problems],
        paging=shapes.paging(letters.number, letters.pages, letters.total, letters.size, request),
    )


def _aside_page(job_id: str, problems: Sequence[Problem] = ()) -> Response:
    found = sending.view(http.runtime(), job_id=job_id, by=http.actor())
    return page.show(
        "undelivered_aside.html",
        422 if problems else 200,
        row=_row(found),
        reason=_reason(),
        most=sending.LONGEST_REASON,
        wrong=page.said(problems[0]) if problems else "",
        problems=[{"field": each.field, "text": page.said(each)} for each in problems],
    )


def _row(each: Letter) -> dict[str, Any]:
    """Return a message as the pages draw it."""
    return {
        "id": each.id,
        "what": WHAT[each.sort],
        "name": each.name,
        "to": each.to,
        "why": wording.say(each.code, each.facts),
        "attempts": each.attempts,
        "since": page.moment(each.since),
        "last": page.moment(each.last) if each.last else "",
        "again": page.moment(each.again) if each.again else "",
        "number": each.number,
        "url": url_for("operations.case", number=each.number) if each.number else "",
        "aside_url": url_for("undelivered.put_aside_form", job_id=each.id),
    }


def _reason() -> str:
    return request.form.get("reason", "")[:600]
