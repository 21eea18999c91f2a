"""The ledger that clients keep of what they were told, held against what the database says."""

from __future__ import annotations

import json
import threading
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import text

from engine.store import Store, Tx, verifying, whereabouts

TASKS = text("SELECT case_id, id, token, state, completion_key, closed_by FROM user_task")
CASES = text("SELECT id, version, state FROM case_ WHERE process_id = 'bench_loop'")
ACTIVITIES = text(
    "SELECT case_id, state, count(*) FROM activity WHERE element = 'round' GROUP BY 1, 2"
)
HISTORY = text("SELECT case_id, kind, meta FROM history ORDER BY case_id, seq")


@dataclass(frozen=True)
class Entry:
    """One completion that a client asked for; acknowledged when it read the answer 303.

    Without acknowledgement the request was sent, and the server died before it answered.
    """

    person_id: str
    task_id: str
    key: str
    acknowledged: bool
    again: bool = False


@dataclass
class Ledger:
    """What the clients know. Entries come from several threads."""

    entries: list[Entry] = field(default_factory=list)
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def add(self, entry: Entry) -> None:
        with self._turn:
            self.entries.append(entry)

    @property
    def acknowledged(self) -> int:
        return sum(entry.acknowledged for entry in self.entries)

    @property
    def in_flight(self) -> int:
        return sum(not entry.acknowledged for entry in self.entries)

    @property
    def answered_again(self) -> int:
        return sum(entry.again for entry in self.entries)


@dataclass
class Verdict:
    """What is wrong, in four kinds, each with the places."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    torn: list[str] = field(default_factory=list)
    chain: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        return not (self.lost or self.doubled or self.torn or self.chain)


def check(store: Store, ledger: Ledger, seals: Path, key: Path) -> Verdict:
    """Compare the ledger with the database, and the database with itself.

    Lost: acknowledged, but not completed by that person with that key. Doubled: a task or a step
    that happened twice. Torn: a step of which one part is there and another is not. Chain: what
    the audit trail's own verification and the database's own check say.
    """
    with store.read() as tx:
        return check_in(tx, ledger, seals, key)


def check_in(tx: Tx, ledger: Ledger, seals: Path, key: Path) -> Verdict:
    """Do what `check` does, inside a transaction."""
    verdict, told = Verdict(), _told(tx)
    verdict.lost += _lost(tx, ledger)
    verdict.doubled += [f"{task}: {n} times" for task, n in told.tasks.items() if n != 1]
    for case_id, version, state in tx.all(CASES):
        verdict.doubled += _steps(case_id, version, told)
        verdict.torn += _torn(tx, case_id, version, state, told)
    report = verifying.verify(tx, seals, key)
    verdict.chain += [str(fault) for fault in report.faults]
    verdict.chain += _integrity(tx)
    return verdict


@dataclass
class _Told:
    """What the audit trail says: how often each task was completed, which steps a case took."""

    tasks: Counter[str] = field(default_factory=Counter)
    steps: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    completed: Counter[str] = field(default_factory=Counter)


def _told(tx: Tx) -> _Told:
    told = _Told()
    for case_id, kind, raw in tx.all(HISTORY):
        meta: dict[str, Any] = json.loads(raw)
        if "step" in meta:
            told.steps[case_id].append(meta["step"])
        if kind == "task:completed":
            told.tasks[meta["task"]] += 1
            told.completed[case_id] += 1
    return told


def _lost(tx: Tx, ledger: Ledger) -> Iterator[str]:
    rows = {row[1]: row for row in tx.all(TASKS)}
    for entry in ledger.entries:
        row = rows[entry.task_id]
        done = row[3:] == ("completed", entry.key, entry.person_id)
        if entry.acknowledged and not done:
            yield f"{entry.task_id}: {row[3]}"


def _steps(case_id: str, version: int, told: _Told) -> Iterator[str]:
    if told.steps[case_id] != list(range(1, version + 1)):
        yield f"{case_id}: steps {told.steps[case_id][-5:]} at version {version}"


def _torn(tx: Tx, case_id: str, version: int, state: str, told: _Told) -> Iterator[str]:
    """Yield what of a looping case does not fit: every part of each step is there, or none."""
    tasks = [row for row in tx.all(TASKS) if row[0] == case_id]
    done = [row for row in tasks if row[3] == "completed"]
    still_open = [row[2] for row in tasks if row[3] == "open"]
    document = whereabouts.document(tx, case_id) or {}
    activities = {row[1]: row[2] for row in tx.all(ACTIVITIES) if row[0] == case_id}
    found = {
        "completed tasks": len(done),
        "facts in the trail": told.completed[case_id],
        "activities left": activities.get("left", 0),
        "steps": version - 1,
    }
    if len(set(found.values())) != 1 or len(tasks) != len(done) + len(still_open):
        yield f"{case_id}: {found}"
    if state != "running" or still_open != list(document["tokens"]):
        yield f"{case_id}: open {still_open}, tokens {list(document['tokens'])}"
    if len(still_open) != 1 or activities.get("entered") != 1:
        yield f"{case_id}: {len(still_open)} open, {activities}"


def _integrity(tx: Tx) -> list[str]:
    if tx.postgresql:
        return []
    said = [str(row[0]) for row in tx.all(text("PRAGMA integrity_check"))]
    said += [f"foreign key: {row}" for row in tx.all(text("PRAGMA foreign_key_check"))]
    return [line for line in said if line != "ok"]
