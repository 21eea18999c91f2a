"""The audit trail: one hash chain per case and one for everything outside cases. No signing.

A link's hash covers (case_id, seq, at, kind, actor, meta, commitment, previous) as canonical JSON;
the commitment is SHA-256(salt ‖ payload), so that a payload can be redacted without breaking the
chain. Writers hold the case row (or the counter of the log), which keeps a chain linear.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, bindparam, delete, func, insert, select, update

from engine.errors import NotFound
from engine.model import Actor, Happened
from engine.store import pages
from engine.store.rows import AccessRow, CaseRow, HistoryRow, Page, columns, read
from engine.store.tables import access_log, case_, counter, history, history_payload
from engine.store.transactions import Tx
from engine.store.types import canonical, moment_text, plain
from engine.store.upserts import Upsert

GENESIS = "0" * 64
LOG = "access_log"
NO_PAYLOAD = hashlib.sha256(b"{}").hexdigest()

_INSERT = insert(history)
_INSERT_PAYLOAD = insert(history_payload)
_HEAD = (
    update(case_)
    .where(case_.c.id == bindparam("the_case"))
    .values(chain_length=bindparam("length"), chain_head=bindparam("head"))
)
_CHAIN = select(case_.c.chain_length, case_.c.chain_head).where(case_.c.id == bindparam("the_case"))
_CHAIN_LOCKED = _CHAIN.with_for_update()
_LOG_HEAD = select(counter.c.value, counter.c.head).where(counter.c.name == LOG).with_for_update()
_LOG_FIRST = Upsert(counter, ["name"])
_LOG_MOVE = (
    update(counter)
    .where(counter.c.name == LOG)
    .values(value=bindparam("length"), head=bindparam("head"))
)
_LOG_INSERT = insert(access_log)
_LINES: Select[Any] = select(
    *(history.c[n] for n in ("case_id", "seq", "at", "kind", "person_id", "actor", "meta")),
    *(history.c[n] for n in ("commitment", "previous", "hash")),
    history_payload.c.payload,
    and_(history_payload.c.case_id.is_(None), history.c.commitment != NO_PAYLOAD),
).join(
    history_payload,
    and_(history_payload.c.case_id == history.c.case_id, history_payload.c.seq == history.c.seq),
    isouter=True,
)
_OF_CASE = _LINES.where(history.c.case_id == bindparam("the_case")).order_by(history.c.seq)
_BETWEEN = _OF_CASE.where(history.c.seq > bindparam("after"), history.c.seq <= bindparam("until"))
_LOG_LINES = select(*columns(access_log, AccessRow))


@dataclass(frozen=True, slots=True)
class Chain:
    """Where a chain stands: how many links, and the hash of the last."""

    length: int
    head: str


def actor_facts(actor: Actor) -> dict[str, Any]:
    """Return `actor` as the trail keeps it: id, name, groups, and in whose name."""
    behind = {"for_name": actor.for_name} if actor.in_name_of and actor.for_name else {}
    return {
        **behind,
        "id": actor.person_id,
        "name": actor.name,
        "roles": sorted(f"{r.role}-{r.team}" if r.team else r.role for r in actor.roles),
        "in_name_of": actor.in_name_of,
    }


def commit_to(salt: str, payload: Mapping[str, Any]) -> str:
    """Return the commitment to `payload`: SHA-256 over salt and canonical JSON, as hex."""
    return hashlib.sha256(f"{salt}{canonical(payload)}".encode()).hexdigest()


def link_hash(line: Mapping[str, Any]) -> str:
    """Return the hash of one link; `line` has the columns of the table, `at` as a moment."""
    covered = [
        line["case_id"],
        line["seq"],
        moment_text(line["at"]),
        line["kind"],
        line["actor"],
        line["meta"],
        line["commitment"],
        line["previous"],
    ]
    return hashlib.sha256(canonical(covered).encode()).hexdigest()


def link(
    chain: Chain, case_id: str | None, happened: Sequence[Happened], at: datetime
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], Chain]:
    """Chain `happened` behind `chain`: the lines, their payloads, and where the chain stands then.

    A fact without payload gets no payload line; its commitment is that to an empty payload with an
    empty salt, so that a removed payload can be told from one that never was.
    """
    lines: list[dict[str, Any]] = []
    payloads: list[dict[str, Any]] = []
    length, head = chain.length, chain.head
    for fact in happened:
        length += 1
        salt = secrets.token_hex(16) if fact.payload else ""
        payload = plain(fact.payload)
        line: dict[str, Any] = {
            "case_id": case_id,
            "seq": length,
            "at": at,
            "kind": str(fact.kind),
            "person_id": fact.by.person_id,
            "actor": actor_facts(fact.by),
            "meta": plain(fact.meta),
            "commitment": commit_to(salt, payload),
            "previous": head,
        }
        head = line["hash"] = link_hash(line)
        lines.append(line)
        if salt:
            payloads.append({"case_id": case_id, "seq": length, "salt": salt, "payload": payload})
    return lines, payloads, Chain(length, head)


def insert_lines(
    tx: Tx, lines: Sequence[Mapping[str, Any]], payloads: Sequence[Mapping[str, Any]]
) -> None:
    """Write what `link` made; the caller moves the head on the case row it holds."""
    if lines:
        tx.run(_INSERT, lines)
    if payloads:
        tx.run(_INSERT_PAYLOAD, payloads)


def append(tx: Tx, case_id: str, happened: Sequence[Happened], at: datetime) -> None:
    """Add `happened` to the trail of a case outside a step (a claim, a registered letter).

    Locks the case row. The case's version does not change: its state is the same. Inside a step
    use `steps.record`. Raises NotFound when there is no such case.
    """
    row = tx.first(_CHAIN_LOCKED, {"the_case": case_id})
    if row is None:
        raise NotFound("case", case_id=case_id)
    lines, payloads, after = link(_chain(row), case_id, happened, at)
    insert_lines(tx, lines, payloads)
    tx.run(_HEAD, {"the_case": case_id, "length": after.length, "head": after.head})


def log(
    tx: Tx,
    happened: Sequence[Happened],
    at: datetime,
    *,
    case_id: str | None = None,
    dossier_id: str | None = None,
) -> None:
    """Add `happened` to the log of sign-ins, reads, refusals and administration."""
    row = tx.first(_LOG_HEAD)
    if row is None:
        _LOG_FIRST.run(tx, {"name": LOG, "value": 0, "head": GENESIS})
        row = tx.first(_LOG_HEAD)
        assert row is not None
    facts = [
        Happened(
            fact.kind,
            fact.by,
            {**fact.meta, **_about("case_id", case_id), **_about("dossier_id", dossier_id)},
            fact.payload,
        )
        for fact in happened
    ]
    lines, payloads, after = link(_chain(row), None, facts, at)
    kept = {line["seq"]: line for line in payloads}
    for line in lines:
        secret = kept.get(line["seq"], {})
        line["case_id"] = case_id
        line["dossier_id"] = dossier_id
        line["salt"] = secret.get("salt")
        line["payload"] = secret.get("payload")
    tx.run(_LOG_INSERT, lines)
    tx.run(_LOG_MOVE, {"length": after.length, "head": after.head})


def _chain(row: Sequence[Any]) -> Chain:
    return Chain(row[0], row[1])


def _about(name: str, value: str | None) -> dict[str, str]:
    return {} if value is None else {name: value}


def of_case(tx: Tx, case_id: str) -> tuple[HistoryRow, ...]:
    """Return the trail of a case, oldest first, with payloads that are not redacted."""
    return read(HistoryRow, tx.all(_OF_CASE, {"the_case": case_id}))


def count_since(tx: Tx, case_id: str, at: datetime) -> int:
    """Return how many lines the trail of a case got after a moment."""
    query = select(func.count()).select_from(history)
    return int(tx.scalar(query.where(history.c.case_id == case_id, history.c.at > at)) or 0)


def page_of_case(tx: Tx, case: CaseRow, number: int = 1, *, newest_first: bool) -> Page[HistoryRow]:
    """Return a page of the trail of a case; the case knows how long it is."""
    empty: Page[HistoryRow] = Page((), case.chain_length)
    wanted = empty.nearest(number)
    after = (wanted - 1) * empty.size
    if newest_first:
        after = case.chain_length - wanted * empty.size
    params = {"the_case": case.id, "after": after, "until": after + empty.size}
    found = read(HistoryRow, tx.all(_BETWEEN, params))
    return Page(found[::-1] if newest_first else found, case.chain_length, wanted)


def of_log(
    tx: Tx,
    *,
    person_id: str | None = None,
    case_id: str | None = None,
    kind: str | None = None,
    limit: int = 200,
    before: int | None = None,
) -> tuple[AccessRow, ...]:
    """Return lines of the log, newest first; `before` (a seq) pages on."""
    query = _log_lines(person_id, case_id, kind)
    if before is not None:
        query = query.where(access_log.c.seq < before)
    return read(AccessRow, tx.all(query.limit(limit)))


def page_of_log(tx: Tx, case_id: str, number: int = 1) -> Page[AccessRow]:
    """Return a page of the lines of the log about a case, newest first."""
    return pages.page(tx, AccessRow, _log_lines(None, case_id, None), number)


def _log_lines(person_id: str | None, case_id: str | None, kind: str | None) -> Select[Any]:
    asked = {
        access_log.c.person_id: person_id,
        access_log.c.case_id: case_id,
        access_log.c.kind: kind,
    }
    conditions = (column == value for column, value in asked.items() if value is not None)
    return _LOG_LINES.where(*conditions).order_by(access_log.c.seq.desc())


def search(
    tx: Tx,
    *,
    person_id: str | None = None,
    kind: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    limit: int = 200,
) -> tuple[HistoryRow, ...]:
    """Return lines of the trails of all cases, newest first: an auditor's question."""
    query = _LINES
    if person_id is not None:
        query = query.where(history.c.person_id == person_id)
    if kind is not None:
        query = query.where(history.c.kind == kind)
    if since is not None:
        query = query.where(history.c.at >= since)
    if until is not None:
        query = query.where(history.c.at < until)
    order = (history.c.at.desc(), history.c.case_id, history.c.seq.desc())
    return read(HistoryRow, tx.all(query.order_by(*order).limit(limit)))


def redact(tx: Tx, case_id: str, seq: int) -> int:
    """Remove the payload of one line for good; the chain still verifies. Return how many went."""
    return tx.run(
        delete(history_payload).where(
            history_payload.c.case_id == case_id, history_payload.c.seq == seq
        )
    )


def chain_of(case: CaseRow) -> Chain:
    """Return where the chain of `case` stands."""
    return Chain(case.chain_length, case.chain_head)
