"""Scenarios that an analyst has played for the diagram on the page: asked for, and how it goes."""

# ruff: noqa: RUF001 - Dutch text has its own quotation marks

from __future__ import annotations

from typing import Any

from flask import Response, make_response

from engine import http, scenarios, wording
from engine.model import Permission, RehearsalState
from engine.scenarios import Rehearsal
from engine.web import drafting, page

pages = http.blueprint("rehearsals", __name__)

MAX_MODEL_BYTES = 2 * 1024 * 1024


@pages.post("/processen/<process_id>/scenarios")
@http.demands(Permission.DEPLOY_MODELS)
def ask(process_id: str) -> Response:
    """Ask for the scenarios of the procedure to be played with the diagram that is sent."""
    content = drafting.body(MAX_MODEL_BYTES, "xml.too_large")
    asked = scenarios.ask(http.runtime(), name=process_id, by=http.actor(), content=content)
    return make_response(as_json(asked), 200)


@pages.get("/processen/<process_id>/scenarios")
@http.demands(Permission.DEPLOY_MODELS)
def last(process_id: str) -> Response:
    """Answer how far the asker's last rehearsal is, or what it gave."""
    found = scenarios.last(http.runtime(), name=process_id, by=http.actor())
    return make_response({"state": "none"} if found is None else as_json(found), 200)


def as_json(found: Rehearsal) -> dict[str, Any]:
    """Return a rehearsal as the editor's script shows it, in sentences."""
    report = found.report
    return {
        "state": str(found.state),
        "done": found.done,
        "total": found.total,
        "at": page.moment(found.finished_at or found.asked_at),
        "summary": summary(found),
        "clean": found.state is RehearsalState.DONE and not report.get("failed"),
        "findings": [_finding(each) for each in report.get("findings", ())],
        "nodes": [
            {"element": each["id"]}
            for each in report.get("nodes", ())
            if each["file"] == found.path
        ],
    }


def summary(found: Rehearsal) -> str:
    """Return in one sentence what a rehearsal gave."""
    if found.state is RehearsalState.STOPPED:
        return "Het naspelen is gestopt voor het klaar was: het duurde te lang of er liep iets mis."
    if found.state is not RehearsalState.DONE:
        return "De scenario’s worden nagespeeld."
    report = found.report
    files, failed = report["files"] + report["trials"], report["failed"]
    if failed and not files:
        return "Er is niets nagespeeld: los eerst op wat hier staat."
    if not files:
        return "Deze procedure heeft nog geen scenario’s."
    told = wording.count(files, "scenario", "scenario’s")
    if failed:
        return f"{told} nagespeeld, {failed} met een fout, in {report['seconds']} seconden."
    return f"{told} nagespeeld zonder fouten, in {report['seconds']} seconden."


def _finding(each: dict[str, Any]) -> dict[str, Any]:
    """Return what went wrong: in which scenario, on which line, about which element."""
    where = page.words(each["file"].rpartition("/")[2].partition(".")[0])
    return {
        "scenario": where,
        "line": each["line"],
        "element": each["element"],
        "severity": "error",
        "text": wording.say(each["rule"], each["facts"]),
    }
