"""What a watcher asks: does the process live, may it be sent work, and the figures."""

from __future__ import annotations

import hmac
import json
from pathlib import Path

from flask import Response, make_response, request

from engine import errors, http, meters, watching
from engine.model import Permission

pages = http.blueprint("watching", __name__)

LOOPBACK = frozenset({"127.0.0.1", "::1"})
FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via")
SHORTEST = 20


@pages.get("/health")
@http.demands(Permission.PUBLIC)
def health() -> Response:
    """Say that this process answers; the database is not asked."""
    return make_response("ok", 200, {"Content-Type": "text/plain; charset=utf-8"})


@pages.get("/ready")
@http.demands(Permission.PUBLIC)
def ready() -> Response:
    """Say whether database, schema and worker are well (200), or which is not (503)."""
    found = watching.ready(http.runtime())
    told = {"ready": found.ready, "checks": {k: v or "ok" for k, v in found.checks.items()}}
    status = 200 if found.ready else 503
    return make_response(json.dumps(told), status, {"Content-Type": "application/json"})


@pages.get("/metrics")
@http.demands(Permission.PUBLIC)
def metrics() -> Response:
    """Give the figures for Prometheus, to this host or to who brings the token."""
    if not (_from_this_host() or _brings_token()):
        raise errors.NotAllowed("metrics_closed")
    told = watching.page(http.runtime())
    return make_response(told, 200, {"Content-Type": meters.CONTENT_TYPE})


def _from_this_host() -> bool:
    """Tell whether nobody stands between: what a proxy passes on comes from somewhere else."""
    passed_on = any(name in request.headers for name in FORWARDED)
    return request.remote_addr in LOOPBACK and not passed_on


def _brings_token() -> bool:
    file = http.runtime().settings.metrics_token_file
    kind, _, brought = request.headers.get("Authorization", "").partition(" ")
    if not file or kind != "Bearer":
        return False
    try:
        token = Path(file).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return False
    return len(token) >= SHORTEST and hmac.compare_digest(brought.encode(), token.encode())
