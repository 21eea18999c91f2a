"""An analyst's draft of a diagram, a form or a text: kept, checked, in force or thrown away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine import errors
from engine import xml as safe_xml
from engine.deployments import letter_checks
from engine.deployments.checking import check, check_diagrams
from engine.deployments.deploying import deploy
from engine.deployments.files import kind_of
from engine.deployments.versions import Named, VersionLine, find, must
from engine.errors import Finding
from engine.forms import source as form_source
from engine.model import Actor, Happened, HistoryKind, Permission
from engine.runtime import LETTER_KINDS, Deployed, FileKind, Runtime
from engine.store import deployments as rows
from engine.store import history as trail
from engine.store import terms as term_rows
from engine.store.rows import DraftRow
from engine.terms import local_day

PAGE = "page"
"""The source of a version that was made on a page."""


@dataclass(frozen=True, slots=True)
class Ready:
    """One changed file at `path`, among all `files` of the deployment that it would replace."""

    process_key: str
    base_id: str
    path: str
    files: Mapping[str, bytes]
    reason: str

    @property
    def content(self) -> bytes:
        """Return the changed file."""
        return self.files[self.path]


def findings(runtime: Runtime, *, name: Named, by: Actor) -> list[Finding]:
    """Return what is wrong with the asker's draft; nothing without a draft."""
    must(runtime, by, Permission.DEPLOY_MODELS)
    with runtime.store.read() as tx:
        deployed, path = find(runtime, tx, name, None)
        draft = rows.draft(tx, deployed.process_key, path, by.person_id or "")
    if draft is None:
        return []
    return look_over(runtime, deployed, path, draft.content)


def lint(runtime: Runtime, *, name: Named, by: Actor, content: bytes) -> list[Finding]:
    """Return what is wrong with a diagram while it is drawn; nothing is kept.

    It is looked at among the other diagrams of its procedure, since those call it; what else a
    deployment looks at (tables, letters, signing) has not changed with it.
    """
    must(runtime, by, Permission.DEPLOY_MODELS)
    with runtime.store.read() as tx:
        deployed, path = find(runtime, tx, name, None)
    found = check_diagrams(runtime, {**deployed.sources, path: content})
    return [finding for finding in found if finding.file == path]


def look_over(runtime: Runtime, deployed: Deployed, path: str, content: bytes) -> list[Finding]:
    """Return what is wrong with the file at `path` when this stands in it; nothing is kept.

    Of a letter or block only what texts can get wrong is looked at: quick enough while typing.
    """
    files = {**deployed.sources, path: content}
    if kind_of(path) not in LETTER_KINDS:
        return [finding for finding in check(runtime, files) if finding.file == path]
    with runtime.store.read() as tx:
        terms = term_rows.all_terms(tx)
    return letter_checks.look_over(files, path, terms, local_day(runtime.now()))


def save_draft(
    runtime: Runtime,
    *,
    name: Named,
    by: Actor,
    content: bytes,
    seen: int,
    begun: str | None = None,
) -> tuple[DraftRow, list[Finding]]:
    """Keep a draft of a file, right or wrong, and return it with what is wrong with it.

    `seen` is the draft's version that was worked on (0: none yet), `begun` the deployment that a
    new draft began from, without it the one in force now. Raises Stale when another tab
    saved meanwhile, InvalidModel when it is no safe XML, JSON or text at all, NotAllowed.
    """
    must(runtime, by, Permission.DEPLOY_MODELS)
    with runtime.store.read() as tx:
        deployed, path = find(runtime, tx, name, None)
        known = rows.draft(tx, deployed.process_key, path, by.person_id or "")
        base = runtime.deployed(tx, begun or deployed.id)
    _parse(content, path)
    now = runtime.now()
    with runtime.store.write("file_drafts.save") as tx:
        kept = rows.save_draft(
            tx,
            process_key=deployed.process_key,
            path=path,
            person_id=by.person_id or "",
            base_id=base.id if known is None else known.base_id,
            content=content,
            seen=seen,
            at=now,
        )
        fact = Happened(HistoryKind.DRAFT_MODEL_SAVED, by, {"path": path, "version": kept.version})
        trail.log(tx, [fact], now)
    return kept, look_over(runtime, deployed, path, content)


def deploy_draft(
    runtime: Runtime,
    *,
    name: Named,
    by: Actor,
    reason: str,
    content: bytes | None = None,
    begun: str | None = None,
) -> VersionLine:
    """Put the asker's draft of a file into force as the next version; the draft is spent.

    `begun` is the deployment that a `content` without a draft began from. Raises InvalidModel with
    every finding, InvalidInput without a reason, NotFound without a draft, Stale when somebody else
    put another version of the same file into force since it was begun; NotAllowed where a second
    analyst has to agree (`hand_in`).
    """
    if runtime.settings.approve_deployments:
        raise errors.NotAllowed("model_proposal.needed")
    what = ready(runtime, name=name, by=by, reason=reason, content=content, begun=begun)
    line = deploy(
        runtime,
        process_key=what.process_key,
        files=what.files,
        by=by,
        reason=what.reason,
        source=PAGE,
    )
    with runtime.store.write("file_drafts.deploy") as tx:
        rows.drop_draft(tx, what.process_key, what.path, by.person_id or "")
    return line


def ready(
    runtime: Runtime,
    *,
    name: Named,
    by: Actor,
    reason: str,
    content: bytes | None,
    begun: str | None,
) -> Ready:
    """Return what would be put into force: the asker's draft, or `content`, among its files.

    Raises InvalidInput without a reason, NotFound without a draft, Stale when somebody else put
    another version of the same file into force since it was begun; NotAllowed.
    """
    must(runtime, by, Permission.DEPLOY_MODELS)
    if not 3 <= len(reason.strip()) <= 500:
        raise errors.InvalidInput([errors.Problem("reason", "required")])
    with runtime.store.read() as tx:
        deployed, path = find(runtime, tx, name, None)
        draft = rows.draft(tx, deployed.process_key, path, by.person_id or "")
        base = runtime.deployed(tx, (draft and draft.base_id) or begun or deployed.id)
    if content is None and draft is None:
        raise errors.NotFound("draft")
    if base.hashes.get(path) != deployed.hashes[path]:
        raise errors.Stale(seen=base.id, current=deployed.id)
    if content is None:
        content = draft.content if draft else b""
    files = {**deployed.sources, path: content}
    return Ready(deployed.process_key, deployed.id, path, files, reason.strip())


def drop_draft(runtime: Runtime, *, name: Named, by: Actor) -> None:
    """Throw the asker's draft away."""
    must(runtime, by, Permission.DEPLOY_MODELS)
    with runtime.store.write("file_drafts.drop") as tx:
        deployed, path = find(runtime, tx, name, None)
        rows.drop_draft(tx, deployed.process_key, path, by.person_id or "")
        trail.log(
            tx, [Happened(HistoryKind.DRAFT_MODEL_DROPPED, by, {"path": path})], runtime.now()
        )


def _parse(content: bytes, path: str) -> None:
    """Raise InvalidModel for what is not even safe to keep."""
    kind = kind_of(path)
    if kind is FileKind.FORM:
        form_source.parse(content, path)
    elif kind in LETTER_KINDS:
        letter_checks.safe(content, path)
    else:
        safe_xml.parse(content, path)
