"""Errors as programs read them: problem+json (RFC 9457) with a code; never a stack trace."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, json, request
from werkzeug.exceptions import HTTPException

from engine import errors, http

log = logging.getLogger(__name__)


def answer(routes: Blueprint) -> None:
    """Let every error on these routes be answered here, also when it came before the route."""
    routes.register_error_handler(errors.EngineError, _engine)
    routes.register_error_handler(HTTPException, _http)
    routes.register_error_handler(Exception, _unexpected)


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
    return http.say_when(answer, code)
