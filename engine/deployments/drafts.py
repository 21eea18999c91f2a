"""An analyst's draft of a diagram or a form: kept, checked, put into force or thrown away."""

from __future__ import annotations

from engine import errors
from engine import xml as safe_xml
from engine.deployments.checking import check
from engine.deployments.deploying import deploy
from engine.deployments.files import kind_of
from engine.deployments.versions import Named, VersionLine, find, must
from engine.errors import Finding
from engine.forms import source as form_source
from engine.model import Actor, Happened, HistoryKind, Permission
from engine.runtime import FileKind, Runtime
from engine.store import deployments as rows
from engine.store import history as trail
from engine.store.rows import DraftRow


def findings(runtime: Runtime, *, name: Named, by: Actor) -> list[Finding]:
    """Return what is wrong with the asker's draft; nothing without a draft."""
    must(runtime, by, Permission.DEPLOY_MODELS)
    with runtime.store.read() as tx:
        deployed, path = find(runtime, tx, name, None)
        draft = rows.draft(tx, deployed.process_key, path, by.person_id or "")
    if draft is None:
        return []
    found = check(runtime, {**deployed.sources, path: draft.content})
    return [finding for finding in found if finding.file == path]


def save_draft(
    runtime: Runtime, *, name: Named, by: Actor, content: bytes, seen: int
) -> tuple[DraftRow, list[Finding]]:
    """Keep a draft of a file, right or wrong, and return it with what is wrong with it.

    `seen` is the draft's version that was worked on (0: none yet). Raises Stale when another tab
    saved meanwhile, InvalidModel when it is no safe XML or JSON at all, NotAllowed.
    """
    must(runtime, by, Permission.DEPLOY_MODELS)
    with runtime.store.read() as tx:
        deployed, path = find(runtime, tx, name, None)
        known = rows.draft(tx, deployed.process_key, path, by.person_id or "")
    _parse(content, path)
    now = runtime.now()
    with runtime.store.write() as tx:
        kept = rows.save_draft(
            tx,
            process_key=deployed.process_key,
            path=path,
            person_id=by.person_id or "",
            base_id=deployed.id if known is None else known.base_id,
            content=content,
            seen=seen,
            at=now,
        )
        fact = Happened(HistoryKind.DRAFT_MODEL_SAVED, by, {"path": path, "version": kept.version})
        trail.log(tx, [fact], now)
    findings = check(runtime, {**deployed.sources, path: content})
    return kept, [finding for finding in findings if finding.file == path]


def deploy_draft(
    runtime: Runtime, *, name: Named, by: Actor, reason: str, content: bytes | None = None
) -> VersionLine:
    """Put the asker's draft of a file into force as the next version; the draft is spent.

    Raises InvalidModel with every finding, InvalidInput without a reason, NotFound without a draft,
    Stale when somebody else put another version of the same file into force since it was begun.
    """
    must(runtime, by, Permission.DEPLOY_MODELS)
    if not 3 <= len(reason.strip()) <= 500:
        raise errors.InvalidInput([errors.Problem("reason", "required")])
    with runtime.store.read() as tx:
        deployed, path = find(runtime, tx, name, None)
        draft = rows.draft(tx, deployed.process_key, path, by.person_id or "")
        base = runtime.deployed(tx, draft.base_id) if draft and draft.base_id else deployed
    if content is None and draft is None:
        raise errors.NotFound("draft")
    if base.hashes.get(path) != deployed.hashes[path]:
        raise errors.Stale(seen=base.id, current=deployed.id)
    if content is None:
        content = draft.content if draft else b""
    line = deploy(
        runtime,
        process_key=deployed.process_key,
        files={**deployed.sources, path: content},
        by=by,
        reason=reason.strip(),
        source="page",
    )
    with runtime.store.write() as tx:
        rows.drop_draft(tx, deployed.process_key, path, by.person_id or "")
    return line


def drop_draft(runtime: Runtime, *, name: Named, by: Actor) -> None:
    """Throw the asker's draft away."""
    must(runtime, by, Permission.DEPLOY_MODELS)
    with runtime.store.write() as tx:
        deployed, path = find(runtime, tx, name, None)
        rows.drop_draft(tx, deployed.process_key, path, by.person_id or "")
        trail.log(
            tx, [Happened(HistoryKind.DRAFT_MODEL_DROPPED, by, {"path": path})], runtime.now()
        )


def _parse(content: bytes, path: str) -> None:
    """Raise InvalidModel for what is not even safe to keep."""
    if kind_of(path) is FileKind.FORM:
        form_source.parse(content, path)
    else:
        safe_xml.parse(content, path)
