"""What an analyst proposes as the next version of a file, and a second one agrees to or sends back.

Where the setting asks no second analyst, `hand_in` puts a draft into force at once.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

from engine import bpmn, errors, store
from engine.access import four_eyes
from engine.bpmn import svg
from engine.deployments.checking import check
from engine.deployments.deploying import deploy
from engine.deployments.drafts import PAGE, Ready, deploy_draft, ready
from engine.deployments.files import kind_of
from engine.deployments.versions import Named, VersionLine, find, must, title_of
from engine.errors import Finding, InvalidModel
from engine.model import Actor, Happened, HistoryKind, Permission, ProposalState
from engine.runtime import Deployed, FileKind, Runtime
from engine.store import deployments as rows
from engine.store import history as trail
from engine.store import people as people_rows
from engine.store import proposals as proposal_rows
from engine.store.proposals import ProposalRow
from engine.store.rows import DeploymentRow

MOST = 200
MOST_LINES = 2_000
LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """A proposal in a list: which file of which procedure, why, by whom, how it stands."""

    id: str
    process_key: str
    title: str
    path: str
    kind: FileKind
    reason: str
    proposer: str
    proposed_at: datetime
    state: ProposalState
    decider: str | None
    decided_at: datetime | None
    remarks: str | None

    @property
    def stem(self) -> str:
        """Return the name of the file without its ending."""
        return PurePosixPath(self.path).stem


@dataclass(frozen=True, slots=True)
class ProposalView:
    """A proposal with what it changes: elements of a diagram, or lines of another file.

    `process_id` is of a diagram; `version` the one in force that it is compared with. `stale`: the
    file changed in force since, so it cannot be approved any more. `may_decide` only for a second
    analyst, `may_withdraw` for whoever proposed it.
    """

    line: ProposalLine
    process_id: str | None
    version: int
    comparison: bpmn.Comparison | None
    lines: tuple[str, ...]
    findings: tuple[Finding, ...]
    stale: bool
    may_decide: bool
    may_withdraw: bool


def hand_in(
    runtime: Runtime,
    *,
    name: Named,
    by: Actor,
    reason: str,
    content: bytes | None = None,
    begun: str | None = None,
) -> VersionLine | ProposalLine:
    """Put the asker's draft into force, or propose it where the setting asks a second analyst.

    What is proposed has to be sound: it raises as `deploy_draft` does. What the asker proposed for
    the file before, and still waits, is taken back; the draft stays until it is approved.
    """
    if not runtime.settings.approve_deployments:
        return deploy_draft(runtime, name=name, by=by, reason=reason, content=content, begun=begun)
    what = ready(runtime, name=name, by=by, reason=reason, content=content, begun=begun)
    findings = check(runtime, what.files)
    if any(finding.severity == "error" for finding in findings):
        raise InvalidModel(findings)
    return _proposed(runtime, what, by)


def _proposed(runtime: Runtime, what: Ready, by: Actor) -> ProposalLine:
    now = runtime.now()
    wanted = ProposalRow(
        id=store.new_id(),
        process_key=what.process_key,
        path=what.path,
        base_id=what.base_id,
        content=what.content,
        reason=what.reason,
        proposed_by=by.person_id or "",
        proposed_at=now,
        state=str(ProposalState.PROPOSED),
    )
    with runtime.store.write("proposals.propose") as tx:
        last = proposal_rows.last_of(tx, what.process_key, what.path, wanted.proposed_by)
        if last is not None and last.state == ProposalState.PROPOSED:
            proposal_rows.decide(tx, last.id, ProposalState.WITHDRAWN, by.person_id, now)
        proposal_rows.add(tx, wanted)
        _tell(runtime, tx, HistoryKind.MODEL_PROPOSED, by, wanted, {"reason": wanted.reason})
        return _line(runtime, tx, wanted)


def waiting(runtime: Runtime, *, by: Actor) -> tuple[ProposalLine, ...]:
    """Return what waits for a second analyst, the oldest first."""
    must(runtime, by, Permission.DEPLOY_MODELS)
    with runtime.store.read() as tx:
        return tuple(_line(runtime, tx, row) for row in proposal_rows.waiting(tx, MOST))


def mine(runtime: Runtime, *, name: Named, by: Actor) -> ProposalLine | None:
    """Return what the asker last proposed for a file; None for nothing."""
    must(runtime, by, Permission.DEPLOY_MODELS)
    with runtime.store.read() as tx:
        deployed, path = find(runtime, tx, name, None)
        row = proposal_rows.last_of(tx, deployed.process_key, path, by.person_id or "")
        return None if row is None else _line(runtime, tx, row)


def proposal(runtime: Runtime, *, proposal_id: str, by: Actor) -> ProposalView:
    """Return a proposal beside what it was made from; the look is written down."""
    must(runtime, by, Permission.DEPLOY_MODELS)
    with runtime.store.read() as tx:
        row = _row(tx, proposal_id)
        line = _line(runtime, tx, row)
        base, now = runtime.deployed(tx, row.base_id), _in_force(runtime, tx, row)
    is_open = row.state == ProposalState.PROPOSED
    before, is_diagram = base.sources.get(row.path, b""), line.kind is FileKind.DIAGRAM
    files = {**now.sources, row.path: row.content}
    found = check(runtime, files) if is_open else []
    with runtime.store.write("proposals.look") as tx:
        _tell(runtime, tx, HistoryKind.MODEL_READ, by, row)
    return ProposalView(
        line=line,
        process_id=_process_of(now, row.path) if is_diagram else None,
        version=base.version,
        comparison=bpmn.compare(before, row.content) if is_diagram else None,
        lines=() if is_diagram else _lines(before, row.content),
        findings=tuple(one for one in found if one.file == row.path),
        stale=is_open and base.hashes.get(row.path) != now.hashes.get(row.path),
        may_decide=is_open and four_eyes(by, [row.proposed_by]),
        may_withdraw=is_open and by.person_id == row.proposed_by,
    )


def proposed_file(runtime: Runtime, *, proposal_id: str, by: Actor) -> bytes:
    """Return the file as it is proposed. Raises NotFound, NotAllowed."""
    must(runtime, by, Permission.DEPLOY_MODELS)
    with runtime.store.read() as tx:
        return _row(tx, proposal_id).content


def proposed_drawing(runtime: Runtime, *, proposal_id: str, by: Actor) -> str:
    """Return a proposed diagram as SVG, unmarked."""
    return svg.draw(proposed_file(runtime, proposal_id=proposal_id, by=by), {})


def approve(runtime: Runtime, *, proposal_id: str, by: Actor) -> VersionLine:
    """Put what was proposed into force; its author stays who proposed it.

    Raises NotAllowed when `by` proposed it or acts in the name of who did, InvalidModel when it is
    not sound (any more), Stale when another version of the file came into force, AlreadyDone,
    NotFound.
    """
    must(runtime, by, Permission.DEPLOY_MODELS)
    with runtime.store.read() as tx:
        row = _row(tx, proposal_id)
        _second(by, row)
        base, deployed = runtime.deployed(tx, row.base_id), _in_force(runtime, tx, row)
    if base.hashes.get(row.path) != deployed.hashes.get(row.path):
        raise errors.Stale(seen=base.id, current=deployed.id)

    def agreed(tx: store.Tx, version: DeploymentRow) -> None:
        now, state = runtime.now(), ProposalState.APPROVED
        proposal_rows.decide(tx, row.id, state, by.person_id, now, deployment_id=version.id)
        draft = rows.draft(tx, row.process_key, row.path, row.proposed_by)
        if draft is not None and draft.content == row.content:
            rows.drop_draft(tx, row.process_key, row.path, row.proposed_by)
        _tell(runtime, tx, HistoryKind.MODEL_APPROVED, by, row, {"reason": row.reason})

    return deploy(
        runtime,
        process_key=row.process_key,
        files={**deployed.sources, row.path: row.content},
        by=by,
        reason=row.reason,
        source=PAGE,
        author=row.proposed_by,
        also=agreed,
    )


def send_back(runtime: Runtime, *, proposal_id: str, remarks: str, by: Actor) -> None:
    """Send a proposal back to who made it, with what should change.

    Raises InvalidInput without remarks, NotAllowed for who proposed it, AlreadyDone, NotFound.
    """
    must(runtime, by, Permission.DEPLOY_MODELS)
    said = remarks.strip()
    if not said:
        raise errors.InvalidInput([errors.Problem("remarks", "required")])
    if len(said) > LONGEST:
        raise errors.InvalidInput([errors.Problem("remarks", "too_long", {"max": LONGEST})])
    with runtime.store.write("proposals.send_back") as tx:
        row = _row(tx, proposal_id)
        _second(by, row)
        state = ProposalState.RETURNED
        proposal_rows.decide(tx, row.id, state, by.person_id, runtime.now(), remarks=said)
        _tell(runtime, tx, HistoryKind.MODEL_RETURNED, by, row, {"remarks": said})


def withdraw(runtime: Runtime, *, proposal_id: str, by: Actor) -> None:
    """Take one's own proposal back. Raises NotAllowed for another's, AlreadyDone, NotFound."""
    must(runtime, by, Permission.DEPLOY_MODELS)
    with runtime.store.write("proposals.withdraw") as tx:
        row = _row(tx, proposal_id)
        if row.proposed_by != by.person_id:
            raise errors.NotAllowed("model_proposal.not_yours")
        proposal_rows.decide(tx, row.id, ProposalState.WITHDRAWN, by.person_id, runtime.now())
        _tell(runtime, tx, HistoryKind.MODEL_WITHDRAWN, by, row)


def _second(by: Actor, row: ProposalRow) -> None:
    if by.person_id is None or not four_eyes(by, [row.proposed_by]):
        raise errors.NotAllowed("model_proposal.four_eyes")


def _row(tx: store.Tx, proposal_id: str) -> ProposalRow:
    row = proposal_rows.get(tx, proposal_id)
    if row is None:
        raise errors.NotFound("model_proposal")
    return row


def _in_force(runtime: Runtime, tx: store.Tx, row: ProposalRow) -> Deployed:
    newest = rows.newest(tx, row.process_key)
    assert newest is not None, "a proposal follows a version of its procedure"
    return runtime.deployed(tx, newest.id)


def _line(runtime: Runtime, tx: store.Tx, row: ProposalRow) -> ProposalLine:
    names = people_rows.names(tx, [row.proposed_by, row.decided_by])
    deployed = _in_force(runtime, tx, row)
    return ProposalLine(
        id=row.id,
        process_key=row.process_key,
        title=title_of(deployed.facts, row.process_key),
        path=row.path,
        kind=kind_of(row.path),
        reason=row.reason,
        proposer=names.get(row.proposed_by, row.proposed_by),
        proposed_at=row.proposed_at,
        state=ProposalState(row.state),
        decider=names.get(row.decided_by or ""),
        decided_at=row.decided_at,
        remarks=row.remarks,
    )


def _process_of(deployed: Deployed, path: str) -> str | None:
    """Return the process that the diagram at `path` declares, as it is in force."""
    declared = (name for name, one in deployed.bundle.diagrams.items() if one.file == path)
    return next(declared, None)


def _lines(before: bytes, after: bytes) -> tuple[str, ...]:
    """Return the lines that differ, with some around them, as `diff -u` writes them."""
    old, new = (text.decode("utf-8", "replace").splitlines() for text in (before, after))
    found = list(difflib.unified_diff(old, new, lineterm="", n=2))[2:]
    return tuple(found[:MOST_LINES])


def _tell(
    runtime: Runtime,
    tx: store.Tx,
    kind: HistoryKind,
    by: Actor,
    row: ProposalRow,
    payload: dict[str, str] | None = None,
) -> None:
    meta = {"process": row.process_key, "path": row.path, "proposal": row.id}
    meta["name"] = PurePosixPath(row.path).stem
    trail.log(tx, [Happened(kind, by, meta, payload or {})], runtime.now())
