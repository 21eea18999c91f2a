"""What follows from a piece of post: documents, and people who are asked to look at it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from engine import papers, store, uploads
from engine.model import Actor, DocumentRules, Happened, HistoryKind, Start
from engine.runtime import Runtime
from engine.starting import Beginning, begin, in_force
from engine.store import cases as case_rows
from engine.store import history as trail
from engine.store import locking
from engine.store.rows import CaseRow
from engine.store.uploads import UploadRow
from engine.terms import local_day


@dataclass(frozen=True, slots=True)
class Said:
    """What is told of a piece of post to those who look at it; `case` is the number it is for."""

    post_id: str
    subject: str
    sender: str
    received_on: date
    case: str | None
    team: str | None


def add_documents(
    runtime: Runtime, tx: store.Tx, by: Actor, case: CaseRow, files: Sequence[UploadRow]
) -> None:
    """Make documents of a case of files that came in with post. Raises InvalidInput when full."""
    if not files:
        return
    held = locking.lock(tx, case.id).case
    rules = DocumentRules.of(runtime.deployed(tx, case.deployment_id).facts)
    added = uploads.add_to_case(runtime, tx, held, rules, files, sent_by=by.person_id)
    trail.append(tx, case.id, [papers.came_in(row, by) for row in added], runtime.now())


def look(
    runtime: Runtime,
    tx: store.Tx,
    by: Actor,
    said: Said,
    dossier_id: str | None,
    files: Sequence[UploadRow],
) -> CaseRow | None:
    """Ask the owner of a case or dossier to look at a piece that nobody waited for.

    Returns what began; None when the house has no process for it.
    """
    if runtime.post is None:
        return None
    group = said.team or runtime.post.look_group
    return _begin(runtime, tx, by, (runtime.post.look, group, said), dossier_id, files)


def warn(
    runtime: Runtime,
    tx: store.Tx,
    by: Actor,
    said: Said,
    dossier_id: str | None,
    files: Sequence[UploadRow],
) -> None:
    """Ask the crisis group to decide about danger for a child; it gets the files as well."""
    fact = Happened(HistoryKind.POST_URGENT, by, {"post": said.post_id})
    trail.log(tx, [fact], runtime.now(), dossier_id=dossier_id)
    if runtime.post is not None:
        copies = [replace(each, id=store.new_id()) for each in files]
        what = (runtime.post.danger, runtime.post.danger_group, said)
        _begin(runtime, tx, by, what, dossier_id, copies)


def _begin(
    runtime: Runtime,
    tx: store.Tx,
    by: Actor,
    what: tuple[str, str, Said],
    dossier_id: str | None,
    files: Sequence[UploadRow],
) -> CaseRow | None:
    process_id, group, said = what
    deployed = next((d for d in in_force(runtime, tx) if process_id in d.bundle.diagrams), None)
    if deployed is None:
        return None
    command = Start({"post": _values(runtime, group, said)})
    key = f"post:{process_id}:{said.post_id}"
    meta = {"post": said.post_id}
    case = begin(
        runtime, tx, deployed, Beginning(process_id, command, by, key, dossier_id, meta)
    ).case
    add_documents(runtime, tx, by, case, files)
    return case


def _values(runtime: Runtime, group: str, said: Said) -> Mapping[str, Any]:
    return {
        "subject": said.subject,
        "sender": said.sender or None,
        "received_on": said.received_on,
        "booked_on": local_day(runtime.now()),
        "case": said.case,
        "group": group,
    }


def number_of(tx: store.Tx, case_id: str | None) -> str | None:
    """Return the number of a case."""
    case = case_rows.find(tx, case_id) if case_id else None
    return case.number if case else None
