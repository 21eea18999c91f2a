"""The audit trail as people read it: the events of a case, who looked, and whether it is whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from types import MappingProxyType

from engine import dmn, errors, masking, store
from engine.casefile import CaseHead, head_of
from engine.model import Actor, Happened, HistoryKind, Permission
from engine.runtime import Deployed, Runtime
from engine.store import cases as case_rows
from engine.store import history as rows
from engine.store import people as people_rows
from engine.store import seals, verifying, whereabouts
from engine.store.rows import AccessRow, EvaluationRow, HistoryRow, Page

SEAL_EVERY = timedelta(minutes=1)
FIRST: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Versions:
    """Which versions of the rules a case follows."""

    process_key: str
    version: int
    content_hash: str
    author: str
    files: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class EvaluationView:
    """A run of a decision table beside the table itself, so that the rule can be shown."""

    row: EvaluationRow
    table: dmn.TableView | None


@dataclass(frozen=True, slots=True)
class AuditView:
    """One case as an auditor reads it: events from the first on, the rest the newest first."""

    head: CaseHead
    versions: Versions
    events: Page[HistoryRow]
    evaluations: Page[EvaluationView]
    reads: Page[AccessRow]
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a verification found: how much was checked, and every fault."""

    cases: int
    events: int
    seals: int
    redacted: int
    unsealed: int
    faults: tuple[verifying.Fault, ...]
    at: datetime

    @property
    def whole(self) -> bool:
        """Tell whether nothing was found."""
        return not self.faults


def read_case(
    runtime: Runtime, *, number: str, by: Actor, at: Mapping[str, int] = FIRST
) -> AuditView:
    """Return what happened in a case, page by page; this look is itself written down.

    `at` names the page of a list of `AuditView` that is asked for, the first when it does not.
    Raises NotFound, NotAllowed.
    """
    _must(runtime, by)
    with runtime.store.read() as tx:
        case = case_rows.find(tx, number)
        if case is None:
            raise errors.NotFound("case")
        deployed = runtime.deployed(tx, case.deployment_id)
        mask = masking.of(deployed, by)
        events = mask.events(rows.page_of_case(tx, case, at.get("events", 1), newest_first=False))
        runs = mask.evaluations(whereabouts.evaluations(tx, case.id, at.get("evaluations", 1)))
        behind = {each.actor.get("in_name_of") for each in events.rows}
        shown = AuditView(
            head=head_of(runtime, tx, case),
            versions=Versions(
                deployed.process_key,
                deployed.version,
                deployed.content_hash,
                people_rows.name_of(tx, deployed.author) or deployed.author,
                deployed.hashes,
            ),
            events=events,
            evaluations=Page(
                tuple(EvaluationView(each, _table(deployed, each)) for each in runs.rows),
                runs.total,
                runs.number,
                runs.size,
            ),
            reads=rows.page_of_log(tx, case.id, at.get("reads", 1)),
            names=people_rows.names(tx, behind),
        )
    fact = Happened(HistoryKind.HISTORY_READ, by, {"number": number})
    with runtime.store.write("trail.look") as tx:
        rows.log(tx, [fact], runtime.now(), case_id=case.id, dossier_id=case.dossier_id)
    return shown


def search(
    runtime: Runtime, *, by: Actor, person_id: str | None = None, kind: str | None = None
) -> tuple[tuple[HistoryRow, ...], tuple[AccessRow, ...]]:
    """Return the newest events of all cases and of the log; the look is written down."""
    _must(runtime, by)
    with runtime.store.report() as tx:
        found = rows.search(tx, person_id=person_id, kind=kind, limit=100)
        masks = _masks(runtime, tx, {row.case_id for row in found}, by)
        events = tuple(masks[row.case_id].event(row) for row in found)
        log = rows.of_log(tx, person_id=person_id, kind=kind, limit=100)
    with runtime.store.write("trail.search") as tx:
        fact = Happened(HistoryKind.LIST_READ, by, {"list": "audit"})
        rows.log(tx, [fact], runtime.now())
    return events, log


def numbers(
    runtime: Runtime, *, by: Actor, rows: Iterable[HistoryRow | AccessRow]
) -> Mapping[str, str]:
    """Return the number of each case that these lines are about, by its id."""
    _must(runtime, by)
    wanted = sorted({row.case_id for row in rows if row.case_id})
    with runtime.store.read() as tx:
        found = [case_rows.find(tx, case_id) for case_id in wanted]
    return {case.id: case.number for case in found if case is not None}


def verify(runtime: Runtime, *, by: Actor | None = None, sample: int | None = None) -> Verdict:
    """Check every chain and every seal and say where something is wrong, and which found it.

    `by` None is a terminal, which has no person; a person's look is written down. With a `sample`
    only so many cases are checked, drawn by chance.
    """
    if by is not None:
        _must(runtime, by)
    with runtime.store.read() as tx:
        report = verifying.verify(
            tx, Path(runtime.settings.seal_dir), Path(runtime.settings.seal_key), sample
        )
    now = runtime.now()
    verdict = Verdict(
        report.cases,
        report.events,
        report.seals,
        report.redacted,
        report.unsealed,
        tuple(report.faults),
        now,
    )
    if by is not None:
        fact = Happened(HistoryKind.CASE_VERIFIED, by, {"faults": len(verdict.faults)})
        with runtime.store.write("trail.verify") as tx:
            rows.log(tx, [fact], now)
    return verdict


def seal_if_due(runtime: Runtime) -> bool:
    """Seal the new heads of all chains when the last seal is older than `SEAL_EVERY`."""
    now = runtime.now()
    with runtime.store.read() as tx:
        if not seals.due(tx, now, SEAL_EVERY):
            return False
    return seal(runtime)


def make_seal_key(runtime: Runtime) -> None:
    """Make the key that signs seals, once; it lies outside the database, for its owner only."""
    seals.create_key(Path(runtime.settings.seal_key))


def seal(runtime: Runtime) -> bool:
    """Seal the new heads of all chains now; False when nothing is new."""
    with runtime.store.write("trail.seal") as tx:
        return seals.seal(
            tx,
            Path(runtime.settings.seal_dir),
            Path(runtime.settings.seal_key),
            runtime.now(),
        )


def _masks(
    runtime: Runtime, tx: store.Tx, case_ids: Iterable[str], by: Actor
) -> Mapping[str, masking.Mask]:
    """Return what `by` may not read of each of these cases."""
    cases = {each: case_rows.find(tx, each) for each in sorted(case_ids)}
    return {
        case_id: masking.of(runtime.deployed(tx, case.deployment_id), by) if case else masking.ALL
        for case_id, case in cases.items()
    }


def _table(deployed: Deployed, row: EvaluationRow) -> dmn.TableView | None:
    tables = deployed.bundle.tables.get(row.decision)
    return tables.view(row.decision, row.matched) if tables else None


def _must(runtime: Runtime, by: Actor) -> None:
    if not runtime.policy.can(by, Permission.AUDIT):
        raise errors.NotAllowed("permission", permission=str(Permission.AUDIT))
