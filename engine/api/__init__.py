"""The door for programs: JSON in English under `/api/v1`, told in `openapi.yaml`.

A program comes in with a key in the header `Authorization: Bearer …`; a cookie opens nothing here.
What comes in is checked against the same document that tells how to ask.
"""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, json, request
from werkzeug.exceptions import HTTPException

from engine import errors, http
from engine.api import work

log = logging.getLogger(__name__)

PREFIX = "/api/"


def install(app: Flask) -> None:
    """Add the routes of programs to the application of the pages."""
    for room in (work,):
        room.routes.register_error_handler(errors.EngineError, _engine)
        room.routes.register_error_handler(HTTPException, _http)
        room.routes.register_error_handler(Exception, _unexpected)
        app.register_blueprint(room.routes)


def _engine(error: errors.EngineError) -> Response:
    status = http.status_of(error)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        log.error("request_failed", exc_info=error, extra={"code": error.code})
    extra: dict[str, Any] = {}
    if isinstance(error, errors.InvalidInput):
        extra["problems"] = [
            {"field": each.field, "code": each.code, **each.facts} for each in error.problems
        ]
    return problem(status, error.code, **extra)


def _http(error: HTTPException) -> Response:
    status = error.code or HTTPStatus.INTERNAL_SERVER_ERROR
    return problem(status, f"http_{status}")


def _unexpected(error: Exception) -> Response:
    log.error("unexpected", exc_info=error, extra={"path": request.path})
    return problem(HTTPStatus.INTERNAL_SERVER_ERROR, "http_500")


def problem(status: int, code: str, **extra: Any) -> Response:
    """Return an error as programs read it (RFC 9457)."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    answer = Response(
        json.dumps({**body, "code": code, **extra}), status, mimetype="application/problem+json"
    )
    if status == HTTPStatus.UNAUTHORIZED:
        answer.headers["WWW-Authenticate"] = 'Bearer realm="procesregie"'
    return answer
