"""One line in the log and one count in the figures for every request; never what was typed."""

from __future__ import annotations

import logging
import re
import secrets
import time
from contextlib import ExitStack

from flask import Flask, Response, g, request

from engine import http, telemetry

log = logging.getLogger(__name__)

_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[A-Z]{1,6}(-[0-9]{4})?-[0-9]{1,10}")


def install(app: Flask) -> None:
    """Write a line when a request has its answer."""
    app.before_request(_begin)
    app.after_request(_answered)
    app.teardown_request(_end)


def _begin() -> None:
    g.request_id = secrets.token_hex(8)
    g.path = request.path
    g.began = time.perf_counter()
    g.sent_before = http.runtime().store.sent()
    g.ids = ExitStack()
    g.ids.enter_context(telemetry.bound(request_id=g.request_id))


def _answered(response: Response) -> Response:
    runtime, seconds = http.runtime(), time.perf_counter() - g.began
    statements = runtime.store.sent() - g.sent_before
    runtime.meters.request(request.endpoint, response.status_code, seconds, statements)
    runtime.meters.pool(runtime.store.connections())
    session = http.current_session()
    log.info(
        "request",
        extra={
            "method": request.method,
            "route": request.url_rule.rule if request.url_rule else None,
            "about": _about(),
            "status": response.status_code,
            "ms": round(seconds * 1000, 1),
            "statements": statements,
            "person": session.actor.person_id if session else None,
        },
    )
    return response


def _about() -> dict[str, str]:
    """Return what the address names, as far as it has the shape of an id or a number of ours."""
    named = {name: str(value) for name, value in (request.view_args or {}).items()}
    return {name: value for name, value in named.items() if _ID.fullmatch(value)}


def _end(_error: BaseException | None) -> None:
    ids = g.pop("ids", None)
    if ids is not None:
        ids.close()
