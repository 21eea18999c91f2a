"""What the analysts' three editors share: how a file is named, what is sent, what is answered."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import Response, make_response, request, url_for

from engine import errors
from engine.deployments import FileName, ProposalLine, VersionLine
from engine.errors import Finding
from engine.runtime import FileKind
from engine.web import page
from engine.web.failures import finding_json


def file_name(kind: FileKind, stem: str) -> FileName:
    """Return the name of a file: in the procedure that the address names, or the first with it."""
    return FileName(kind, stem, request.args.get("procedure") or None)


def body(most: int, rule: str) -> bytes:
    """Return what was sent, of at most so many bytes; Raises InvalidModel with `rule` for more."""
    data = request.get_data(cache=False)
    if len(data) > most:
        raise errors.InvalidModel([Finding("", rule)])
    return data


def reason() -> str:
    """Return why a version goes into force, as a script or a form sends it."""
    return request.headers.get("X-Reason") or request.form.get("reden", "")


def begun() -> str | None:
    """Return the deployment that the page began from."""
    return request.values.get("basis") or None


def kept(draft: Any, findings: Iterable[Finding]) -> Response:
    """Answer that a draft was kept: its version, when, and what is wrong with it."""
    said = {
        "version": draft.version,
        "saved_at": page.moment(draft.updated_at)[-5:],
        "findings": [finding_json(finding) for finding in findings],
    }
    return make_response(said, 200)


def handed_in(
    result: VersionLine | ProposalLine, endpoint: str, *, script: bool, **where: Any
) -> Response:
    """Answer what became of a draft: in force, at `endpoint`, or proposed to a second analyst."""
    if isinstance(result, ProposalLine):
        endpoint, where, done = "proposals.one", {"proposal_id": result.id}, "voorgesteld"
    else:
        done = "in-werking"
    if script:
        told = {"version": result.version} if isinstance(result, VersionLine) else {}
        return make_response({**told, "url": url_for(endpoint, gedaan=done, **where)}, 200)
    return page.back_to(endpoint, done, **where)
