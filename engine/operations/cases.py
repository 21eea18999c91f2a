"""One case under an operator's hands: found, locked, what is broken in it, what is no longer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from engine import errors, store
from engine.bpmn.standing import Standing, standing
from engine.casefile import element_name
from engine.errors import ModelFault, Problem
from engine.model import Actor, Permission
from engine.operations.views import Broken
from engine.runtime import Deployed, Runtime
from engine.store import cases as rows
from engine.store import incidents as incident_rows
from engine.store import jobs as job_rows
from engine.store import locking, whereabouts
from engine.store.rows import CaseRow, IncidentRow, JobRow, Locked
from engine.store.steps import UNHANDLED_ERROR

SHORTEST_REASON, LONGEST_REASON = 3, 500
RUNNING = "running"


@dataclass(frozen=True)
class Here:
    """A case as it stands in one transaction: its row, its state, its version of the model."""

    tx: store.Tx
    deployed: Deployed
    case: CaseRow
    document: Mapping[str, Any] | None

    @cached_property
    def places(self) -> tuple[Standing, ...]:
        """Return where the case stands; nowhere when it is at an end."""
        return standing(self.deployed.bundle, self.document) if self.document is not None else ()

    @cached_property
    def tokens(self) -> Mapping[str, Any]:
        """Return the stored tokens by id, also those that only listen."""
        found: Mapping[str, Any] = (self.document or {}).get("tokens", {})
        return found

    @cached_property
    def incidents(self) -> tuple[IncidentRow, ...]:
        """Return every incident of the case, newest first."""
        return incident_rows.of_case(self.tx, self.case.id)

    @cached_property
    def broken(self) -> tuple[Broken, ...]:
        """Return what failed and can be tried again."""
        if self.case.state != RUNNING:
            return ()
        found = [self._failed(job) for job in self._jobs() if self._counts(job)]
        covered = job_rows.busy_tokens(self.tx, self.case.id) | {each.token for each in found}
        for each in self.places:
            lost = each.waits == "machine" and each.token not in covered
            if each.waits == "failed" or lost:
                name = each.name or each.element
                found.append(Broken(f"token-{each.token}", name, None, None, token=each.token))
        return tuple(found)

    def name(self, element: str | None) -> str:
        """Return the name of an element of the case's diagrams, else its id."""
        return element_name(self.deployed, self.case, element) if element else ""

    def key_of(self, row: IncidentRow) -> str | None:
        """Return the key of what an incident is about, if that can be tried again."""
        for each in self.broken:
            if row.job_id is not None and each.job_id == row.job_id:
                return each.key
        if row.code != UNHANDLED_ERROR:
            return None
        there = {each.token for each in self.places if each.element == row.element}
        tokens = (each for each in self.broken if each.job_id is None)
        return next((each.key for each in tokens if each.token in there), None)

    def is_over(self, row: IncidentRow) -> bool:
        """Say whether what an open incident is about is gone: job done, token on its way."""
        if self.case.state != RUNNING:
            return True
        if self.key_of(row) is not None:
            return False
        if row.job_id is not None or row.code == UNHANDLED_ERROR:
            return True
        token = row.facts.get("token")
        return token is not None and token not in self.tokens

    def find(self, key: str) -> Broken:
        """Return what failed by its key. Raises AlreadyDone when nothing of that name did."""
        for each in self.broken:
            if each.key == key:
                return each
        raise errors.AlreadyDone("nothing_to_retry", key=key[:80])

    def problem(self, fault: ModelFault) -> Problem:
        """Return what the model stops at, with the element by its name."""
        return Problem(
            "", fault.code, {**fault.facts, "element": self.name(fault.facts.get("element"))}
        )

    def _jobs(self) -> Iterator[JobRow]:
        """Yield the failed jobs of the case, and the jobs of others that its incidents name."""
        known = set()
        for job in job_rows.failed_of_case(self.tx, self.case.id):
            known.add(job.id)
            yield job
        for row in self.incidents:
            if row.state == "open" and row.job_id is not None and row.job_id not in known:
                known.add(row.job_id)
                named = job_rows.get(self.tx, row.job_id)
                if named is not None:
                    yield named

    def _counts(self, job: JobRow) -> bool:
        own = job.case_id == self.case.id and job.token is not None
        return job.state == "failed" and (not own or job.token in self.tokens)

    def _failed(self, job: JobRow) -> Broken:
        name = self.name(job.element) or job.name
        token = job.token if job.case_id == self.case.id else None
        return Broken(f"job-{job.id}", name, job.error, job.ended_at, job.id, token, job.kind)


def must(runtime: Runtime, by: Actor) -> None:
    """Raise NotAllowed unless `by` operates the system."""
    if not runtime.policy.can(by, Permission.OPERATE):
        raise errors.NotAllowed("permission", permission=str(Permission.OPERATE))


def here(runtime: Runtime, tx: store.Tx, case: CaseRow) -> Here:
    """Return a case as it stands now, for reading."""
    deployed = runtime.deployed(tx, case.deployment_id)
    return Here(tx, deployed, case, whereabouts.document(tx, case.id))


def under_lock(runtime: Runtime, tx: store.Tx, locked: Locked) -> Here:
    """Return a locked case as it stands."""
    deployed = runtime.deployed(tx, locked.case.deployment_id)
    return Here(tx, deployed, locked.case, locked.document)


def readable(runtime: Runtime, tx: store.Tx, number: str, by: Actor) -> CaseRow:
    """Return a case that `by` may mend. Raises NotFound."""
    case = rows.by_number(tx, number)
    if case is None:
        raise errors.NotFound("case")
    if not runtime.policy.can(by, Permission.OPERATE, rows.facts(tx, case.id)):
        raise errors.Hidden("case", case_id=case.id)
    return case


def locked_as_seen(runtime: Runtime, tx: store.Tx, number: str, by: Actor, seen: int) -> Locked:
    """Lock a running case that still is as the operator saw it.

    Raises NotFound, AlreadyDone when it is at an end, Stale when it went on.
    """
    locked = locking.lock(tx, readable(runtime, tx, number, by).id)
    if locked.case.state != RUNNING:
        raise errors.AlreadyDone("case_closed", number=number)
    if locked.case.version != seen:
        raise errors.Stale(seen=seen, current=locked.case.version)
    return locked


def checked_reason(reason: str) -> str:
    """Return the reason without blanks around it. Raises InvalidInput when it says too little."""
    text = reason.strip()
    if not SHORTEST_REASON <= len(text) <= LONGEST_REASON:
        facts = {"least": SHORTEST_REASON, "most": LONGEST_REASON}
        raise errors.InvalidInput([Problem("reason", "reason_length", facts)])
    return text


def void_jobs(now_here: Here, at: datetime) -> None:
    """Drop the failed jobs of tokens that are gone."""
    for job in job_rows.failed_of_case(now_here.tx, now_here.case.id):
        if job.token is not None and job.token not in now_here.tokens:
            job_rows.void(now_here.tx, job.id, at)
