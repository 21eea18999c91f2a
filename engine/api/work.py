"""Work for programs elsewhere, over HTTP: fetch and lock, extend, complete, fail, throw."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Response, json, jsonify

from engine import external, http
from engine.api import contract, problems
from engine.api.values import read_values
from engine.external import Fetched
from engine.model import Permission

routes = http.blueprint("api_work", __name__)
problems.answer(routes)

LOOK_EVERY = 0.5  # seconds between two looks of a program that waits for work
WAITING_AT_ONCE = 4  # programs that may wait in one process; the next is answered at once
_places = threading.BoundedSemaphore(WAITING_AT_ONCE)
_quiet = threading.Event()


@routes.get("/api/v1/openapi.json")
@http.demands(Permission.PUBLIC)
def openapi() -> Response:
    """Return how one asks here."""
    return jsonify(contract.document())


@routes.post("/api/v1/external-jobs/fetch-and-lock")
@http.demands(Permission.EXTERNAL_WORK)
def fetch_and_lock() -> Response:
    """Give out work, and wait a while for it when there is none."""
    asked = contract.body("FetchRequest")
    topics = asked["topics"]
    _wait_for(topics, asked.get("wait_seconds", 0))
    found = external.fetch(
        http.runtime(),
        by=http.key(),
        worker=asked["worker"],
        topics=topics,
        lasts=timedelta(seconds=asked["lock_seconds"]),
        most=asked.get("most", 1),
    )
    return jsonify({"jobs": [_told(each) for each in found]})


@routes.post("/api/v1/external-jobs/<job_id>/extend")
@http.demands(Permission.EXTERNAL_WORK)
def extend(job_id: str) -> Response:
    """Keep a job longer."""
    asked = contract.body("ExtendRequest")
    until = external.extend(
        http.runtime(),
        by=http.key(),
        job_id=job_id,
        lock=asked["lock"],
        lasts=timedelta(seconds=asked["lock_seconds"]),
    )
    return jsonify({"locked_until": _moment(until)})


@routes.post("/api/v1/external-jobs/<job_id>/complete")
@http.demands(Permission.EXTERNAL_WORK)
def complete(job_id: str) -> Response:
    """Take what the work gave."""
    asked = contract.body("CompleteRequest")
    values = read_values(asked.get("values", {}))
    external.complete(
        http.runtime(), by=http.key(), job_id=job_id, lock=asked["lock"], values=values
    )
    return _nothing()


@routes.post("/api/v1/external-jobs/<job_id>/fail")
@http.demands(Permission.EXTERNAL_WORK)
def fail(job_id: str) -> Response:
    """Take that the work failed."""
    asked = contract.body("FailRequest")
    seconds = asked.get("again_after_seconds")
    external.fail(
        http.runtime(),
        by=http.key(),
        job_id=job_id,
        lock=asked["lock"],
        error=asked["error"],
        again_after=None if seconds is None else timedelta(seconds=seconds),
    )
    return _nothing()


@routes.post("/api/v1/external-jobs/<job_id>/bpmn-error")
@http.demands(Permission.EXTERNAL_WORK)
def bpmn_error(job_id: str) -> Response:
    """Take that the work ended in an error that the diagram knows."""
    asked = contract.body("ErrorRequest")
    values = read_values(asked.get("values", {}))
    external.throw(
        http.runtime(),
        by=http.key(),
        job_id=job_id,
        lock=asked["lock"],
        code=asked["code"],
        values=values,
    )
    return _nothing()


def _wait_for(topics: list[str], seconds: float) -> None:
    """Wait until there is work, at most so long; not at all when many wait already."""
    if not seconds or not _places.acquire(blocking=False):
        return
    try:
        for _ in range(int(seconds / LOOK_EVERY)):
            if external.offered(http.runtime(), by=http.key(), topics=topics):
                return
            _quiet.wait(LOOK_EVERY)
    finally:
        _places.release()


def _told(job: Fetched) -> Mapping[str, Any]:
    return {
        "id": job.id,
        "lock": job.lock,
        "locked_until": _moment(job.locked_until),
        "idempotency_key": job.key,
        "topic": job.topic,
        "case": job.case,
        "element": job.element,
        "attempt": job.attempt,
        "created_at": _moment(job.created_at),
        "values": job.values,
    }


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def _nothing() -> Response:
    return Response(json.dumps({}), 200, mimetype="application/json")
