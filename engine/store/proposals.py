"""What analysts propose to each other as the next version of a file. No rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import insert, select, update

from engine.errors import AlreadyDone
from engine.model import ProposalState
from engine.store.rows import columns, one, read
from engine.store.tables import model_proposal
from engine.store.transactions import Tx


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """The next content of one file, why, by whom, and what a second analyst said of it."""

    id: str
    process_key: str
    path: str
    base_id: str
    content: bytes
    reason: str
    proposed_by: str
    proposed_at: datetime
    state: str
    decided_by: str | None = None
    decided_at: datetime | None = None
    remarks: str | None = None
    deployment_id: str | None = None


_ROW = select(*columns(model_proposal, ProposalRow))
_NEWEST = (model_proposal.c.proposed_at.desc(), model_proposal.c.id.desc())
_OPEN = model_proposal.c.state == str(ProposalState.PROPOSED)


def add(tx: Tx, row: ProposalRow) -> None:
    """Keep a proposal."""
    tx.run(insert(model_proposal), {f.name: getattr(row, f.name) for f in fields(ProposalRow)})


def get(tx: Tx, proposal_id: str) -> ProposalRow | None:
    """Return one proposal."""
    return one(ProposalRow, tx.first(_ROW.where(model_proposal.c.id == proposal_id)))


def waiting(tx: Tx, most: int) -> tuple[ProposalRow, ...]:
    """Return the proposals that wait for a second analyst, the oldest first."""
    found = _ROW.where(_OPEN).order_by(model_proposal.c.proposed_at, model_proposal.c.id)
    return read(ProposalRow, tx.all(found.limit(most)))


def last_of(tx: Tx, process_key: str, path: str, person_id: str) -> ProposalRow | None:
    """Return what a person last proposed for a file."""
    mine = (
        model_proposal.c.process_key == process_key,
        model_proposal.c.path == path,
        model_proposal.c.proposed_by == person_id,
    )
    return one(ProposalRow, tx.first(_ROW.where(*mine).order_by(*_NEWEST).limit(1)))


def approvers(tx: Tx, deployment_ids: Iterable[str]) -> dict[str, str]:
    """Return who approved each deployment that was proposed: deployment → person."""
    asked = select(model_proposal.c.deployment_id, model_proposal.c.decided_by)
    found = tx.all(asked.where(model_proposal.c.deployment_id.in_(list(deployment_ids))))
    return {row[0]: row[1] for row in found}


def decide(  # noqa: PLR0913 - what is written of a decision
    tx: Tx,
    proposal_id: str,
    after: ProposalState,
    by: str | None,
    at: datetime,
    *,
    remarks: str | None = None,
    deployment_id: str | None = None,
) -> None:
    """Write down what became of a proposal, once. Raises AlreadyDone."""
    values = {
        "state": str(after),
        "decided_by": by,
        "decided_at": at,
        "remarks": remarks,
        "deployment_id": deployment_id,
    }
    mine = update(model_proposal).where(model_proposal.c.id == proposal_id, _OPEN)
    if tx.run(mine.values(values)) != 1:
        raise AlreadyDone(proposal_id=proposal_id)
