"""Errors as answers: a Dutch page for people, problem+json for scripts; never a stack trace."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, g, make_response, redirect, request, url_for
from werkzeug.exceptions import HTTPException

from engine import errors, http, people, wording
from engine.web import page

TYPED_IN = frozenset({"tasks", "starting", "cases", "operations"})
"""The rooms where people type more than they can remember."""

log = logging.getLogger(__name__)


def install(app: Flask) -> None:
    """Answer every error in words, with the status that fits."""
    app.register_error_handler(errors.EngineError, _engine)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def _engine(error: errors.EngineError) -> Response:
    status = http.status_of(error)
    if isinstance(error, errors.NotSignedIn) and not page.wants_json():
        return _to_sign_in(error)
    if isinstance(error, errors.Hidden):
        people.note_hidden(http.runtime(), by=http.actor(), hidden=error, route=request.path)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        log.error("request_failed", exc_info=error, extra={"code": error.code})
    extra: dict[str, Any] = {}
    if isinstance(error, errors.InvalidInput):
        extra["problems"] = page.problem_list(error.problems)
    if isinstance(error, errors.InvalidModel):
        extra["findings"] = [finding_json(finding) for finding in error.findings]
    answer = _answer(status, error.code, wording.say(error.code, error.facts), extra)
    return http.say_when(answer, error.code)


def finding_json(finding: errors.Finding) -> dict[str, Any]:
    """Return a finding as the editors' lists want it; of a table with the rules it is about."""
    rules = finding.facts.get("rules")
    place = {"decision": finding.facts.get("decision"), "rules": rules} if rules else {}
    return {
        **place,
        "file": finding.file,
        "element": finding.element,
        "rule": finding.rule,
        "line": finding.line,
        "column": finding.column,
        "severity": finding.severity,
        "part": finding.facts.get("part"),
        "text": page.said(finding),
    }


def _to_sign_in(error: errors.NotSignedIn) -> Response:
    """Ask who it is, and lead back afterwards; what was typed in a form stays in sight."""
    after = request.full_path.rstrip("?") if request.method == "GET" else _page_before()
    where = url_for("signin.form", naar=after)
    if not _typed():
        return make_response(redirect(where, 303))
    text = wording.say(error.code, error.facts)
    return _answer(http.status_of(error), error.code, text, {"sign_in_url": where})


def _page_before() -> str | None:
    """Return the page of ours from which the browser posted, as far as it tells."""
    before = urlsplit(request.referrer or "")
    if before.netloc != request.host:
        return None
    return f"{before.path}?{before.query}" if before.query else before.path


def _http(error: HTTPException) -> Response:
    if error.response is not None:
        return make_response(error.response)
    status = error.code or HTTPStatus.INTERNAL_SERVER_ERROR
    code = f"http_{status}"
    return _answer(status, code, wording.say(code, {}), {})


def _unexpected(error: Exception) -> Response:
    log.error("unexpected", exc_info=error, extra={"route": request.endpoint})
    return _answer(500, "http_500", wording.say("http_500", {}), {})


def _answer(status: int, code: str, text: str, extra: dict[str, Any]) -> Response:
    if page.wants_json():
        return page.problem_json(status, code, text, extra)
    return page.show(
        "failure.html",
        status,
        heading=text,
        code=status,
        kept=_typed(),
        unsure=code == "outcome_unknown",
        again=_again(),
        request_id=g.get("request_id"),
        **extra,
    )


def _again() -> tuple[str, str] | None:
    """Return where to look again: the task, the application or the case that this was about."""
    about, section = request.view_args or {}, request.args.get("deel")
    if request.method != "POST":
        return None
    if "task_id" in about:
        where = url_for("tasks.task", task_id=about["task_id"], deel=section)
        return where, "Bekijk de taak zoals ze nu is"
    if request.blueprint == "starting" and "process_id" in about:
        return _begun(about["process_id"], section)
    if "number" in about:
        return _case(about["number"])
    return None


def _begun(process_id: str, section: str | None) -> tuple[str, str]:
    try:
        begun = request.form.get("_aanvraag")
    except HTTPException:  # what was posted cannot be read
        begun = None
    if not begun:
        return url_for("starting.choose"), "Bekijk wat je begonnen bent"
    where = url_for("starting.start_form", process_id=process_id, aanvraag=begun, deel=section)
    return where, "Bekijk de aanvraag zoals ze nu is"


def _case(number: str) -> tuple[str, str] | None:
    if request.blueprint == "operations":
        return url_for("operations.case", number=number), "Bekijk de procedure zoals ze nu is"
    if request.blueprint == "cases":
        return url_for("cases.case", number=number), "Naar de procedure"
    return None


def _typed() -> list[tuple[str, str]]:
    """Return what was typed in a task or a start form, so that a refusal loses no word."""
    if request.method != "POST" or request.blueprint not in TYPED_IN:
        return []
    try:
        posted = page.posted()
    except HTTPException:
        return []
    return [
        (page.words(name), ", ".join(value) if isinstance(value, list) else str(value))
        for name, value in posted.items()
        if value and name != "bijwerken"
    ]
