"""The restore drill: people at work over HTTP, a backup in the middle, a disaster, a restore.

The clients keep the ledger. Besides them somebody adds documents through the verb, in this process.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import text
from typing_extensions import override

from bench import house as bench
from engine import backups, store, tasks, uploads
from engine import runtime as wiring
from engine.config import Settings
from engine.model import DocumentRules
from engine.vault import Vault
from tests import house as houses
from tests.backups.living import PASSPHRASE, Lived, live
from tests.faults import ledger as ledgers
from tests.faults.killing import PEOPLE, Client, wait_for_answers
from tests.faults.ledger import Ledger, Verdict
from tests.faults.serving import Server
from tests.house import House

CASES_EACH = 3
RUNNING = text("SELECT number FROM case_ WHERE state = 'running' AND process_id = 'bench_loop'")


class HouseServer(Server):
    """A server on the settings of a house, whatever its database."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(Path(settings.data_dir))
        self.settings = settings

    @override
    def _environment(self) -> dict[str, str]:
        given = houses.environment(self.settings)
        root = str(houses.ROOT)
        return {**given, "PROCESREGIE_PORT": str(self.port), "PYTHONPATH": root}


class Adder(threading.Thread):
    """Somebody who adds one document after another; knows which were acknowledged, and how slow."""

    def __init__(self, lived: Lived) -> None:
        super().__init__(name="adder")
        self.lived, self.done = lived, threading.Event()
        self.hashes: list[str] = []
        self.slowest = 0.0
        self.broken: Exception | None = None

    @override
    def run(self) -> None:
        try:
            while not self.done.wait(0.02):
                began = time.monotonic()
                self.hashes.append(self._add(f"Stuk {len(self.hashes)}".encode() * 100))
                self.slowest = max(self.slowest, time.monotonic() - began)
        except Exception as broken:  # noqa: BLE001 - the drill looks at it
            self.broken = broken

    def _add(self, data: bytes) -> str:
        """Add a file that was looked at already: into the vault, then its row, as the verb does."""
        runtime = self.lived.house.runtime
        incoming = uploads.receive(runtime)
        incoming.write(data)
        incoming.finish()
        file = uploads.Accepted("stuk.txt", incoming, "text/plain", {"scan": "off"})
        with uploads.placed(runtime, [file]), runtime.store.write("tests.add") as tx:
            case, rules = self.lived.house.case(self.lived.number), DocumentRules.of({})
            uploads.add_to_case(runtime, tx, case, rules, [file], sent_by=None)
        return file.content_hash


@dataclass
class Drill:
    """What was acknowledged before the backup began, the backup, and what came after it."""

    made: backups.Made
    before: Ledger
    documents: tuple[str, ...]
    acknowledged_after: int
    slowest_write: float
    actors: Any = field(repr=False, default=None)


def work_and_back_up(house: House, place: Path, rounds: int = 2) -> Drill:
    """Let people work, make a backup in the middle, let them go on, and kill the server."""
    lived = live(house)
    for login in PEOPLE:
        for _ in range(CASES_EACH):
            bench.start(house, "bench_loop", login)
    ledger = Ledger()
    server = HouseServer(house.runtime.settings)
    people = [
        Client(server.port, login, house.actors[login].person_id or "", ledger) for login in PEOPLE
    ]
    adder = Adder(lived)
    workers: Sequence[Client | Adder] = [*people, adder]
    try:
        server.start()
        for each in workers:
            each.start()
        wait_for_answers(people, ledger, rounds * len(PEOPLE))
        adder.slowest = 0.0
        before, documents = Ledger(list(ledger.entries)), tuple(adder.hashes)
        now = replace(house.runtime, clock=lambda: datetime.now(UTC))
        made = backups.make(now, place=place, passphrase=PASSPHRASE)
        slowest, kept = adder.slowest, ledger.acknowledged
        wait_for_answers(people, ledger, kept + rounds * len(PEOPLE))
    finally:
        server.kill()
        for each in workers:
            each.done.set()
        for each in workers:
            each.join(60)
    assert [each.broken for each in workers] == [None] * len(workers)
    after = ledger.acknowledged - before.acknowledged
    return Drill(made, before, documents, after, slowest, dict(house.actors))


@dataclass(frozen=True)
class Outcome:
    """What a restore gave, held against what was acknowledged before."""

    restored: backups.Restored
    verdict: Verdict
    lost_documents: tuple[str, ...]
    ended: int
    seconds: float


def restore_and_go_on(drill: Drill, settings: Settings) -> Outcome:
    """Restore elsewhere, hold it against the ledger, and drive every case to its end."""
    began = time.monotonic()
    wanted = backups.Wanted(drill.made.place, PASSPHRASE, every=True)
    done = backups.restore(settings, wanted=wanted)
    seconds = time.monotonic() - began
    runtime = wiring.build(settings, lambda: datetime.now(UTC))
    seals, key = Path(settings.seal_dir), Path(settings.seal_key)
    verdict = ledgers.check(runtime.store, known(drill.before), seals, key)
    vault = runtime.vault
    lost = tuple(each for each in drill.documents if not _there(vault, each))
    with runtime.store.read() as tx:
        numbers = [str(row[0]) for row in tx.all(RUNNING)]
    house = House(runtime, houses.Clock(datetime.now(UTC)), drill.actors)
    for number in numbers:
        task = bench.open_task(house, number)
        by = next(each for each in house.actors.values() if each.person_id == task.assignee)
        stop = {**bench.ANSWERS, "advice": "stop"}
        tasks.complete(runtime, task_id=task.id, by=by, posted=stop, key=store.new_id())
    with runtime.store.read() as tx:
        left = len(tx.all(RUNNING))
    verdict.chain += [
        str(each) for each in ledgers.check(runtime.store, Ledger(), seals, key).chain
    ]
    runtime.store.close()
    return Outcome(done, verdict, lost, len(numbers) - left, seconds)


def known(before: Ledger) -> Ledger:
    """Return the ledger of what was acknowledged: what was in flight may be there or not."""
    return Ledger([each for each in before.entries if each.acknowledged])


def _there(vault: Vault, digest: str) -> bool:
    with vault.open(digest) as plain:
        return bool(plain.read(1))
