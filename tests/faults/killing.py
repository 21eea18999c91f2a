"""A run of kills: people at work over HTTP, a server that dies and comes back, and their ledger.

Whoever got no answer asks again with the same key once the server is back.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from typing_extensions import override

from bench import house as bench
from engine import store
from tests.faults import ledger as ledgers
from tests.faults.ledger import Entry, Ledger
from tests.faults.serving import Browser, Server
from tests.house import House

PEOPLE = ("an.admin", "sara.mertens", "jonas.peeters", "hilde.vandamme")
CASES_EACH = 3
UP = (0.4, 1.6)  # seconds of load before each kill
FORM = {name: str(value) for name, value in bench.ANSWERS.items()}
ENGINE = ("-m", "engine")


class Client(threading.Thread):
    """A person who completes one task after another until told to stop."""

    def __init__(self, port: int, login: str, person_id: str, ledger: Ledger) -> None:
        super().__init__(name=login)
        self.login, self.person_id, self.ledger = login, person_id, ledger
        self.browser = Browser(port)
        self.done = threading.Event()
        self.pending: tuple[str, str] | None = None
        self.broken: Exception | None = None

    @override
    def run(self) -> None:
        try:
            while not self.done.is_set():
                self._turn()
        except Exception as broken:  # noqa: BLE001 - the test looks at it
            self.broken = broken

    def _turn(self) -> None:
        try:
            if not self.browser.csrf:
                self.browser.sign_in(self.login)
            if self.pending is None:
                self.pending = self._next()
            if self.pending is not None:
                self._complete(*self.pending)
        except OSError:
            time.sleep(0.05)

    def _next(self) -> tuple[str, str] | None:
        answer = self.browser.get("/taken/volgende")
        assert answer.status == 303, answer
        task_id = answer.path.rpartition("/")[2]
        return None if answer.path == "/taken" else (task_id, store.new_id())

    def _complete(self, task_id: str, key: str) -> None:
        try:
            answer = self.browser.post(f"/taken/{task_id}/afronden", {**FORM, "_key": key})
        except ConnectionRefusedError:
            raise  # nobody was there: nothing was sent
        except OSError:
            self.ledger.add(Entry(self.person_id, task_id, key, acknowledged=False))
            raise
        self.pending = None
        if answer.status == 303:
            again = "al-afgerond" in answer.location
            self.ledger.add(Entry(self.person_id, task_id, key, acknowledged=True, again=again))
        else:
            assert answer.status in {409, 503}, answer


def furnish(folder: Path) -> House:
    """Build a house of today in which every client has looping cases of their own."""
    house = bench.build(folder, datetime.now(UTC))
    for login in PEOPLE:
        for _ in range(CASES_EACH):
            bench.start(house, "bench_loop", login)
    return house


def run(
    folder: Path, kills: int, seed: int, program: tuple[str, ...] = ENGINE
) -> tuple[Ledger, House]:
    """Serve, load, kill and start again; return the ledger and the house that is left."""
    house = furnish(folder)
    house.runtime.store.close()
    chance, ledger = random.Random(seed), Ledger()
    server = Server(folder, program)
    people = [
        Client(server.port, login, house.actors[login].person_id or "", ledger) for login in PEOPLE
    ]
    try:
        server.start()
        for client in people:
            client.start()
        for _ in range(kills):
            answered = ledger.acknowledged
            wait_for_answers(people, ledger, answered + len(PEOPLE))
            time.sleep(chance.uniform(*UP))
            server.kill()
            server.start()
        wait_for_answers(people, ledger, ledger.acknowledged + 2 * len(PEOPLE))
        time.sleep(chance.uniform(*UP))
    finally:
        for client in people:
            client.done.set()
        server.kill()
        for client in people:
            client.join(30)
    assert [client.broken for client in people] == [None] * len(people)
    return ledger, house


def wait_for_answers(people: Sequence[Client], ledger: Ledger, number: int) -> None:
    """Wait until clients have been answered again: a kill under no load would prove nothing."""
    end = time.monotonic() + 30
    while ledger.acknowledged < number:
        assert [client.broken for client in people] == [None] * len(people)
        assert time.monotonic() < end, "nobody is answered any more"
        time.sleep(0.02)


def judge(ledger: Ledger, house: House) -> ledgers.Verdict:
    settings = house.runtime.settings
    return ledgers.check(
        house.runtime.store, ledger, Path(settings.seal_dir), Path(settings.seal_key)
    )
