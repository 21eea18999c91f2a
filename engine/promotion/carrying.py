"""Making a bundle of what is in force here, and putting one into force there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from engine import deployments, errors
from engine.deployments import Origin, VersionLine
from engine.errors import InvalidModel
from engine.model import SYSTEM, Actor, Happened, HistoryKind, Permission
from engine.promotion import keys
from engine.promotion.bundles import FORMAT, Bundle, Manifest, digests, packed
from engine.promotion.opening import opened, refused
from engine.runtime import Runtime
from engine.store import deployments as rows
from engine.store import history as trail
from engine.store import people as people_rows
from engine.store.rows import DeploymentRow

SOURCE = "bundle"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which procedure goes, why, and who approved it besides its author."""

    procedure: str
    reason: str
    approver: str


@dataclass(frozen=True, slots=True)
class Applied:
    """What applying a bundle gave: the version in force, and whether it is new here."""

    bundle: Bundle
    line: VersionLine
    new: bool


def make(runtime: Runtime, *, wanted: Wanted, by: Actor) -> bytes:
    """Return the version of a procedure that is in force as a signed bundle.

    Raises InvalidInput without a reason or an approver, or when the approver is the author;
    NotFound when there is no such procedure; NotAllowed.
    """
    _must(runtime, by)
    problems = [
        errors.Problem(name, "required")
        for name, text in (("reason", wanted.reason), ("approver", wanted.approver))
        if not 3 <= len(text.strip()) <= 300
    ]
    if problems:
        raise errors.InvalidInput(problems)
    with runtime.store.read() as tx:
        versions = rows.versions(tx, wanted.procedure)
        if not versions:
            raise errors.NotFound("process", process=wanted.procedure)
        deployed = runtime.deployed(tx, versions[0].id)
        author = people_rows.name_of(tx, deployed.author) or deployed.author
    if author.casefold() == wanted.approver.strip().casefold():
        raise errors.InvalidInput([errors.Problem("approver", "bundle.same_person")])
    manifest = Manifest(
        format=FORMAT,
        process_key=wanted.procedure,
        title=str(deployed.facts.get("title", wanted.procedure)),
        version=deployed.version,
        content_hash=deployed.content_hash,
        lineage=tuple(each.content_hash for each in reversed(versions)),
        files=digests(deployed.sources),
        author=author,
        approver=wanted.approver.strip(),
        reason=wanted.reason.strip(),
        made_at=runtime.now().isoformat(timespec="seconds"),
        installation=runtime.settings.installation,
    ).as_bytes()
    key, signature = keys.sign(Path(runtime.settings.bundle_key), manifest)
    return packed(manifest, key, signature, deployed.sources)


def verify(runtime: Runtime, *, data: bytes, file: str) -> Bundle:
    """Return a bundle that somebody made whom we trust, whole; Raises InvalidModel."""
    try:
        trusted = keys.trusted(runtime.settings.bundle_keys)
    except ValueError as wrong:
        raise refused("PROCESREGIE_BUNDLE_KEYS", "bundle.bad_keys") from wrong
    return opened(data, file, trusted)


def apply(
    runtime: Runtime, *, data: bytes, file: str, by: Actor, over: int | None = None
) -> Applied:
    """Put a bundle into force as the next version; the one that is in force already stays.

    A bundle has to know the version in force here: else it is older than that, or made beside it.
    `over` is the number of a version that it may replace all the same. Raises InvalidModel with the
    reason, which is written down; NotAllowed.
    """
    _must(runtime, by)
    try:
        bundle = verify(runtime, data=data, file=file)
        said = bundle.manifest
        with runtime.store.read() as tx:
            versions = rows.versions(tx, said.process_key)
        if not (versions and versions[0].content_hash == said.content_hash):
            _follows(bundle, versions, file, over)
    except InvalidModel as refusal:
        rules = sorted({finding.rule for finding in refusal.findings})
        fact = Happened(HistoryKind.MODEL_REFUSED, by, {"process": "bundle"}, {"rules": rules})
        with runtime.store.write("bundles.apply") as tx:
            trail.log(tx, [fact], runtime.now())
        raise
    line = deployments.deploy(
        runtime,
        process_key=said.process_key,
        files=bundle.files,
        by=by,
        reason=f"{said.reason} (uit {said.installation}, versie {said.version}; "
        f"goedgekeurd door {said.approver})",
        source=Origin(
            SOURCE,
            {"installation": said.installation, "key": bundle.key, "approver": said.approver},
        ),
        author=said.author,
    )
    return Applied(bundle, line, new=line.id not in {each.id for each in versions})


def _follows(
    bundle: Bundle, versions: Sequence[DeploymentRow], file: str, over: int | None
) -> None:
    """Raise InvalidModel unless a bundle comes after the version that is in force."""
    if bundle.manifest.content_hash in {each.content_hash for each in versions}:
        raise refused(file, "bundle.older", version=versions[0].version)
    unknown = [each for each in versions[:1] if each.content_hash not in bundle.manifest.lineage]
    if unknown and over != unknown[0].version:
        raise refused(file, "bundle.other_line", version=unknown[0].version)


def _must(runtime: Runtime, by: Actor) -> None:
    if by is not SYSTEM and not runtime.policy.can(by, Permission.DEPLOY_MODELS):
        raise errors.NotAllowed("permission", permission=str(Permission.DEPLOY_MODELS))
