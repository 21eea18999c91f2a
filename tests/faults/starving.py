"""A full disk and a read-only database under load: nobody is told yes, and it passes by itself.

The disk is a small tmpfs in a mount namespace of its own, so this module runs itself as a program
there; that takes Linux and either root or user namespaces.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from bench import house as bench
from engine import runtime as wiring
from tests import house as houses
from tests.faults.killing import CASES_EACH, PEOPLE, Client, judge, wait_for_answers
from tests.faults.ledger import Ledger, Verdict
from tests.faults.restarting import Site, browser_of, hired, people_of
from tests.faults.serving import Server
from tests.house import Clock, House
from tests.store.cluster import Cluster, own

Figures = dict[str, int | float]
ROOM_MB, MB = 24, 1024 * 1024  # beside what the house takes itself
PLAN, BALLAST = "people.json", "ballast"
ON_DISK = ("database_url", "data_dir", "seal_dir", "seal_key", "documents_key")
ENOUGH = 30  # refusals, after which the disk gets room again
SERVED_SECONDS = 30.0


def full_disk(folder: Path, pattern: House) -> Figures:
    """Fill the disk below a server on SQLite and make room again, in a namespace of its own.

    Raises OSError when this machine has no such namespaces.
    """
    shutil.copytree(pattern.runtime.settings.data_dir, folder / "house")
    clock = Clock(datetime.now(UTC))
    runtime = wiring.build(houses.settings(folder / "house"), clock)
    house = House(runtime, clock, dict(pattern.actors))
    for login in PEOPLE:
        for _ in range(CASES_EACH):
            bench.start(house, "bench_loop", login)
    runtime.store.close()
    (folder / PLAN).write_text(json.dumps(people_of(house)), "utf-8")
    alone = ["unshare", "--mount", *([] if os.geteuid() == 0 else ["--map-root-user"])]
    done = subprocess.run(
        [*alone, sys.executable, "-m", "tests.faults.starving", str(folder)],
        cwd=houses.ROOT,
        env={**os.environ, "PYTHONPATH": str(houses.ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=200,
    )
    if done.returncode:
        raise OSError(done.stderr[-3000:])
    found: Figures = json.loads(done.stdout.splitlines()[-1])
    return found


def alone(folder: Path) -> Figures:
    """Do what `full_disk` asks, inside the namespace: nobody else sees this disk."""
    disk = folder / "disk"
    disk.mkdir()
    taken = sum(each.stat().st_size for each in (folder / "house").rglob("*") if each.is_file())
    size = f"size={taken + ROOM_MB * MB}"
    subprocess.run(["mount", "-t", "tmpfs", "-o", size, "tmpfs", disk], check=True)
    home = disk / "house"
    shutil.copytree(folder / "house", home)
    places = houses.settings(home)
    server = Server(folder, more={name: getattr(places, name) for name in ON_DISK})
    who: dict[str, str] = json.loads((folder / PLAN).read_text("utf-8"))
    ledger = Ledger()
    people = hired(server.port, who, ledger)
    server.start()
    try:
        found = under_load(people, ledger, partial(fill, disk), partial(empty, disk))
    finally:
        server.kill()
    runtime = wiring.build(places)
    verdict = judge(ledger, House(runtime, Clock(datetime.now(UTC))))
    return {**found, **outcome(verdict)}


def read_only(made: Site) -> Figures:
    """Let a PostgreSQL that people work with take no writes for a while, as a standby."""
    ledger, server = Ledger(), made.server
    people = hired(server.port, people_of(made.house), ledger)
    server.start()
    try:
        found = under_load(
            people, ledger, partial(_demote, made.cluster), partial(_promote, made.cluster)
        )
    finally:
        server.kill()
    return {**found, **outcome(judge(ledger, made.house))}


def _demote(cluster: Cluster) -> None:
    """Make a standby of it: it answers questions and takes no writes."""
    cluster.kill()
    signal = cluster.data / "standby.signal"
    signal.touch()
    own(signal)
    cluster.start()


def _promote(cluster: Cluster) -> None:
    cluster.run("pg_ctl", "-w", "-t", "60", "-D", cluster.data, "promote")


def under_load(
    people: Sequence[Client],
    ledger: Ledger,
    begin: Callable[[], None],
    end: Callable[[], None],
) -> Figures:
    """Let people work, let a fault `begin`, and `end` it once enough of them were refused."""
    try:
        for client in people:
            client.start()
        wait_for_answers(people, ledger, 5 * len(people))
        begin()
        before, until = ledger.acknowledged, time.monotonic() + SERVED_SECONDS
        refused = _refused(people)
        while _refused(people) < refused + ENOUGH:
            assert [client.broken for client in people] == [None] * len(people)
            assert time.monotonic() < until, "nobody was refused"
            time.sleep(0.05)
        meanwhile, ended = ledger.acknowledged - before, time.monotonic()
        end()
        wait_for_answers(people, ledger, ledger.acknowledged + 3 * len(people))
        first = min(told for each in people for sent, told in browser_of(each).told if sent > ended)
    finally:
        for client in people:
            client.done.set()
        for client in people:
            client.join(30)
    assert [client.broken for client in people] == [None] * len(people)
    return {
        "acknowledged": ledger.acknowledged,
        "acknowledged_meanwhile": meanwhile,
        "refused": _refused(people),
        "unclean": sum(browser_of(each).unclean for each in people),
        "recovered": 1,
        "first_success_s": round(first - ended, 1),
    }


def _refused(people: Sequence[Client]) -> int:
    return sum(browser_of(each).busy for each in people)


def outcome(verdict: Verdict) -> Figures:
    """Return what the ledger says: whoever was told yes wrongly, and what is not whole."""
    return {
        "wrong_2xx": len(verdict.lost),
        "doubled": len(verdict.doubled),
        "stuck": len(verdict.torn),
        "chain": len(verdict.chain),
    }


def fill(disk: Path) -> None:
    """Leave no byte of a disk."""
    with (disk / BALLAST).open("ab", buffering=0) as file:
        for size in (MB, 4096, 1):
            with suppress(OSError):
                while file.write(b"x" * size):
                    pass


def empty(disk: Path) -> None:
    """Make room again."""
    (disk / BALLAST).unlink()


if __name__ == "__main__":
    sys.stdout.write(json.dumps(alone(Path(sys.argv[1]))))
