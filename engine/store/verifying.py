"""Verification: walk every chain and every seal and say what is wrong, where, and what found it.

Reads only. The chain finds what was changed without computing hashes anew; the seals find the rest.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from sqlalchemy import and_, select

from engine.store import sealing
from engine.store.history import GENESIS, LOG, NO_PAYLOAD, commit_to, link_hash
from engine.store.tables import access_log, case_, counter, history, history_payload
from engine.store.transactions import Tx

_LINES = (
    select(history, history_payload.c.salt, history_payload.c.payload)
    .select_from(
        history.join(
            history_payload,
            and_(
                history_payload.c.case_id == history.c.case_id,
                history_payload.c.seq == history.c.seq,
            ),
            isouter=True,
        )
    )
    .order_by(history.c.case_id, history.c.seq)
)
_LOG_LINES = select(access_log).order_by(access_log.c.seq)
_HEADS = select(case_.c.id, case_.c.chain_length, case_.c.chain_head)
_LOG_HEAD = select(counter.c.name, counter.c.value, counter.c.head).where(counter.c.name == LOG)
_LINE_NAMES = (*history.c.keys(), "salt", "payload")
_LOG_NAMES = tuple(access_log.c.keys())


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as it was written; `found_by` is `chain` or `seal`.

    `kind`: edited (a line does not have its own hash), broken (a line does not follow the one
    before it), missing (a number is skipped), payload (a payload is not what was committed to),
    head (the case does not know its last line), rewritten (a sealed line has another hash), cut
    (sealed lines at the end are gone), dropped (a sealed case has no lines), seal-edited,
    seal-missing, seal-broken. `case` is a case's id, `access_log`, or None for a seal; `seq` the
    line, or the seal.
    """

    kind: str
    case: str | None
    seq: int
    found_by: str


@dataclass(slots=True)
class Report:
    """How much was checked and what was found; `unsealed` lines are not yet under a seal."""

    cases: int = 0
    events: int = 0
    seals: int = 0
    redacted: int = 0
    unsealed: int = 0
    faults: list[Fault] = field(default_factory=list)

    def add(self, kind: str, case: str | None, seq: int, found_by: str) -> None:
        """Write down a fault."""
        self.faults.append(Fault(kind, case, seq, found_by))


def verify(tx: Tx, directory: Path, key: Path, sample: int | None = None) -> Report:
    """Check every chain against itself, its case and the seals in the table and in `directory`.

    With a `sample` every seal, but only so many chains of cases, drawn by chance.
    """
    report = Report()
    sealed = _check_seals(tx, directory, key, report)
    heads = {row[0]: (row[1], row[2]) for row in (*tx.all(_HEADS), *tx.all(_LOG_HEAD))}
    if sample is not None:
        known = sorted(heads.keys() - {LOG})
        drawn = random.SystemRandom().sample(known, min(sample, len(known)))
        heads = {chain: heads[chain] for chain in drawn}
        sealed = {chain: sealed[chain] for chain in drawn if chain in sealed}
    seen: set[str] = set()
    for chain, lines in _chains(tx) if sample is None else _some_chains(tx, sorted(heads)):
        seen.add(chain)
        report.cases += chain != LOG
        _check_chain(chain, lines, heads.get(chain), sealed.get(chain, ()), report)
    for chain, (length, _) in heads.items():
        if chain not in seen and length:
            report.add("head", chain, length, "chain")
    for chain, points in sealed.items():
        if chain not in seen:
            report.add("dropped", chain, points[-1][0], "seal")
    return report


def _chains(tx: Tx) -> Iterator[tuple[str, Iterable[dict[str, Any]]]]:
    lines = (dict(zip(_LINE_NAMES, row, strict=True)) for row in tx.stream(_LINES))
    yield from groupby(lines, key=lambda line: str(line["case_id"]))
    log = [dict(zip(_LOG_NAMES, row, strict=True)) for row in tx.stream(_LOG_LINES)]
    if log:
        yield LOG, log


def _some_chains(tx: Tx, chains: Sequence[str]) -> Iterator[tuple[str, Iterable[dict[str, Any]]]]:
    for chain in chains:
        rows = tx.all(_LINES.where(history.c.case_id == chain))
        if rows:
            yield chain, [dict(zip(_LINE_NAMES, row, strict=True)) for row in rows]


def _check_chain(
    chain: str,
    lines: Iterable[dict[str, Any]],
    head: tuple[int, str] | None,
    points: Sequence[tuple[int, str]],
    report: Report,
) -> None:
    expected, previous = 1, GENESIS
    hashes: dict[int, str] = {}
    wanted = {length for length, _ in points}
    for line in lines:
        report.events += 1
        _check_line(chain, line, report)
        if line["seq"] != expected:
            report.add("missing", chain, expected, "chain")
        elif line["previous"] != previous:
            report.add("broken", chain, line["seq"], "chain")
        expected, previous = line["seq"] + 1, line["hash"]
        if line["seq"] in wanted:
            hashes[line["seq"]] = line["hash"]
    last = expected - 1
    if head != (last, previous):
        report.add("head", chain, last, "chain")
    report.unsealed += max(0, last - (points[-1][0] if points else 0))
    _check_points(chain, points, hashes, last, report)


def _check_line(chain: str, line: dict[str, Any], report: Report) -> None:
    covered = {**line, "case_id": None} if chain == LOG else line
    shown = line["person_id"] == line["actor"].get("id")
    if chain == LOG:
        about = ("case_id", "dossier_id")
        shown = shown and all(line[name] == line["meta"].get(name) for name in about)
    if line["hash"] != link_hash(covered) or not shown:
        report.add("edited", chain, line["seq"], "chain")
    if line["salt"] is not None:
        if commit_to(line["salt"], line["payload"]) != line["commitment"]:
            report.add("payload", chain, line["seq"], "chain")
    elif line["commitment"] != NO_PAYLOAD:
        report.redacted += 1


def _check_points(
    chain: str,
    points: Sequence[tuple[int, str]],
    hashes: Mapping[int, str],
    last: int,
    report: Report,
) -> None:
    """Compare a chain with its sealed heads; the first that differs says where it went wrong."""
    for length, sealed_hash in points:
        if length > last:
            report.add("cut", chain, last + 1, "seal")
            return
        if hashes.get(length) != sealed_hash:
            report.add("rewritten", chain, length, "seal")
            return


def _check_seals(
    tx: Tx, directory: Path, key: Path, report: Report
) -> dict[str, list[tuple[int, str]]]:
    """Check the seals themselves and return, per chain, its sealed lengths and heads in order."""
    table = {line["seq"]: line for line in sealing.stored(tx)}
    outside = {line["seq"]: line for line in sealing.read_file(directory)}
    public = sealing.public_key(key)
    points: dict[str, list[tuple[int, str]]] = {}
    previous = GENESIS
    for seq in range(1, max([0, *table, *outside]) + 1):
        line = outside.get(seq) or table.get(seq)
        if line is None or (seq not in outside and seq < max([0, *outside])):
            report.add("seal-missing", None, seq, "seal")
        if line is None:
            continue
        known = table.get(seq)
        if known is None:
            report.add("seal-missing", None, seq, "seal")
        elif known != line or public is None or not sealing.signature_holds(line, public):
            report.add("seal-edited", None, seq, "seal")
        elif line["previous"] != previous:
            report.add("seal-broken", None, seq, "seal")
        report.seals += 1
        previous = line["hash"]
        for chain, length, head in line["leaves"]:
            points.setdefault(chain, []).append((length, head))
    return points
