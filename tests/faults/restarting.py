"""PostgreSQL dies and comes back while people and workers are busy, over HTTP and in processes.

`pg_ctl -m immediate` leaves every connection, transaction and buffer where it was, as a crash does.
Whoever was told 503, or nothing, asks again with the same key.
"""

from __future__ import annotations

import random
import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import text
from typing_extensions import override

from bench import house as bench
from engine import queueing
from engine import runtime as wiring
from engine.store import Store
from tests import house as houses
from tests.faults.killing import CASES_EACH, PEOPLE, Client, judge, wait_for_answers
from tests.faults.ledger import Ledger, Verdict
from tests.faults.serving import Answer, Browser, Server
from tests.furnished import fill
from tests.house import Clock, House
from tests.store.cluster import Cluster
from tests.store.programs import programs
from tests.workers.crowd import Crew, alarms, fired

LEAST = 15  # the oldest PostgreSQL that is restarted
UP = (0.4, 1.2)  # seconds of load before each restart
PROCESSES, TIMERS = 2, 150
BUSY, PATIENCE = 503, 0.2  # status, seconds
SPREAD = text(
    "UPDATE job SET due_at = due_at + random() * :seconds * interval '1 second' "
    "WHERE kind = 'timer' AND state = 'open' AND due_at = :due"
)
LEFT = text("SELECT count(*) FROM job WHERE kind = 'timer' AND state != 'done'")
LATE = text("SELECT max(ended_at - due_at) FROM job WHERE kind = 'timer'")


class BusyError(OSError):
    """The server said 503: as good as no answer, somebody has to ask again."""


class Insistent(Browser):
    """A browser to whom 503 is no answer; it knows when each completion was asked and told."""

    def __init__(self, port: int) -> None:
        super().__init__(port)
        self.told: list[tuple[float, float]] = []  # sent and answered, monotonic
        self.busy = 0
        self.unclean = 0  # 503 without a page, or that does not say when to ask again

    @override
    def _ask(self, method: str, path: str, body: str | None = None) -> Answer:
        sent = time.monotonic()
        answer = super()._ask(method, path, body)
        if answer.status == BUSY:
            self.busy += 1
            self.unclean += not (answer.wait.isdigit() and "<h1" in answer.text)
            time.sleep(PATIENCE)
            raise BusyError(path)
        if method == "POST" and path.endswith("/afronden") and answer.status == 303:
            self.told.append((sent, time.monotonic()))
        return answer


@dataclass
class Site:
    """A house on a cluster of its own, and who serves and works there."""

    cluster: Cluster
    house: House
    server: Server
    crew: Crew


@dataclass(frozen=True)
class Restarted:
    """What came of it: the ledger against the database, timers, and how long each time it took."""

    ledger: Ledger
    verdict: Verdict
    busy: int
    unclean: int
    first_success: tuple[float, ...]
    timers_lost: int
    timers_doubled: int
    timers_late: float
    stuck: int

    @property
    def asked_again(self) -> int:
        """Return how many completions were asked for again with the same key."""
        return len({entry.key for entry in self.ledger.entries if not entry.acknowledged})


@contextmanager
def site(folder: Path, pattern: House) -> Iterator[Site]:
    """Furnish a house on a cluster of its own, as a copy of `pattern`; nobody is at work yet.

    PostgreSQL may not run as root: `folder` has to let others in.
    """
    cluster = Cluster(folder / "cluster" / "data", programs(LEAST))
    cluster.make()
    cluster.start()
    with ExitStack() as stack:
        stack.callback(cluster.kill)
        store = Store(cluster.url)
        store.upgrade()
        store.close()
        fill(pattern, cluster.url)
        home = folder / "house"
        shutil.copytree(pattern.runtime.settings.data_dir, home)
        more = {"database_url": cluster.url, "workers": True, "web_processes": PROCESSES}
        clock = Clock(datetime.now(UTC))
        house = House(
            wiring.build(houses.settings(home, **more), clock), clock, dict(pattern.actors)
        )
        stack.callback(house.runtime.store.close)
        queueing.set_up(house.runtime)
        made = Site(cluster, house, Server(home, more=more), Crew(house))
        stack.callback(made.server.kill)
        stack.callback(made.crew.send_home)
        yield made


def run(made: Site, restarts: int, seed: int) -> Restarted:
    """Serve, work, load and restart; return what is left of it once everybody has caught up."""
    house, chance, ledger = made.house, random.Random(seed), Ledger()
    for login in PEOPLE:
        for _ in range(CASES_EACH):
            bench.start(house, "bench_loop", login)
    due = datetime.now(UTC) + timedelta(seconds=6)
    alarms(house, TIMERS, due)
    with house.runtime.store.write("tests.spread") as tx:
        tx.run(SPREAD, {"due": due, "seconds": 3.0 * restarts})
    made.crew.hire("one", "--concurrency", "2")
    made.server.start()
    made.crew.at_work()
    people = hired(made.server.port, people_of(house), ledger)
    took = []
    try:
        for client in people:
            client.start()
        wait_for_answers(people, ledger, len(PEOPLE))
        time.sleep(max(0.0, (due - datetime.now(UTC)).total_seconds()))
        for _ in range(restarts):
            wait_for_answers(people, ledger, ledger.acknowledged + len(PEOPLE))
            time.sleep(chance.uniform(*UP))
            began, stopped = _restart(made.cluster)
            wait_for_answers(people, ledger, ledger.acknowledged + 2 * len(PEOPLE))
            took.append(_first(people, stopped) - began)
        _catch_up(made)
    finally:
        for client in people:
            client.done.set()
        for client in people:
            client.join(30)
    made.server.kill()
    made.crew.send_home()
    assert [client.broken for client in people] == [None] * len(people)
    return _judged(made, ledger, due, tuple(took), [browser_of(each) for each in people])


def hired(port: int, who: Mapping[str, str], ledger: Ledger) -> list[Client]:
    """Return people (login, id) who ask again whenever they are told to; they begin by `start`."""
    people = [Client(port, login, person_id, ledger) for login, person_id in who.items()]
    for client in people:
        client.browser = Insistent(port)
    return people


def people_of(house: House) -> Mapping[str, str]:
    """Return who is put to work, by login."""
    return {login: house.actors[login].person_id or "" for login in PEOPLE}


def browser_of(client: Client) -> Insistent:
    assert isinstance(client.browser, Insistent)
    return client.browser


def _restart(cluster: Cluster) -> tuple[float, float]:
    """Let PostgreSQL die and start it; return when that began and when it was gone (monotonic)."""
    began = time.monotonic()
    cluster.kill()
    gone = time.monotonic()
    cluster.start()
    return began, gone


def _first(people: list[Client], after: float) -> float:
    """Return when the first completion was answered that was asked for after this moment."""
    return min(told for each in people for sent, told in browser_of(each).told if sent >= after)


def _catch_up(made: Site) -> None:
    """Wait until every timer has fired, as long as a lease of a worker lasts and a little more."""
    end = time.monotonic() + 150
    while time.monotonic() < end:
        with made.house.runtime.store.read() as tx:
            left = tx.scalar(
                text("SELECT count(*) FROM job WHERE kind = 'timer' AND state != 'done'")
            )
        if not left:
            return
        time.sleep(0.2)


def _judged(
    made: Site,
    ledger: Ledger,
    due: datetime,
    took: tuple[float, ...],
    browsers: Sequence[Insistent],
) -> Restarted:
    found = fired(made.house, due)
    verdict = judge(ledger, made.house)
    with made.house.runtime.store.read() as tx:
        left, late = int(tx.scalar(LEFT)), tx.scalar(LATE)
    return Restarted(
        ledger=ledger,
        verdict=verdict,
        busy=sum(each.busy for each in browsers),
        unclean=sum(each.unclean for each in browsers),
        first_success=took,
        timers_lost=TIMERS - found.cases,
        timers_doubled=found.doubled,
        timers_late=late.total_seconds(),
        stuck=left + len(verdict.torn),
    )
