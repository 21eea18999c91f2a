"""Recovery of PostgreSQL from a base backup and archived WAL, after its disk was lost.

Tasks are completed through the verb; what each completion was told, and when, is kept here.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import text

from bench import house as bench
from engine import history
from engine import runtime as wiring
from engine.store import Store
from tests import house as houses
from tests.furnished import fill
from tests.house import House
from tests.store.cluster import Cluster, copy_tree, own

DONE = text("SELECT completion_key FROM user_task WHERE completion_key IS NOT NULL")


@dataclass
class Told:
    """What was acknowledged: the key of each completion, and the moment of the answer."""

    moments: dict[str, datetime] = field(default_factory=dict)

    def complete(self, house: House, number: str) -> None:
        key = bench.complete(house, bench.open_task_id(house, number))
        self.moments[key] = datetime.now(UTC)

    def lost(self, kept: frozenset[str]) -> list[str]:
        return [key for key in self.moments if key not in kept]


@dataclass
class Site:
    """A cluster with an archive, a house in it, and the base backup that was made of it."""

    cluster: Cluster
    archive: Path
    base: Path
    house: House
    number: str


def begin(pattern: House, folder: Path, programs: Path, archive_timeout: int) -> Site:
    """Make a cluster that archives its WAL, furnish it, and back it up while it works."""
    cluster = Cluster(folder / "data", programs)
    cluster.make()
    archive = folder / "wal"
    archive.mkdir()
    own(archive)
    cluster.set(
        wal_level="replica",
        archive_mode="on",
        archive_command=f"cd {archive} && test ! -f %f && cp {cluster.data}/%p .%f && mv .%f %f",
        archive_timeout=str(archive_timeout),
    )
    cluster.start()
    store = Store(cluster.url)
    store.upgrade()
    store.close()
    fill(pattern, cluster.url)
    settings = houses.settings(Path(pattern.runtime.settings.data_dir), database_url=cluster.url)
    house = House(
        wiring.build(settings, lambda: datetime.now(UTC)),
        houses.Clock(datetime.now(UTC)),
        dict(pattern.actors),
    )
    number = bench.start(house, "bench_loop")
    cluster.base_backup(folder / "base")
    return Site(cluster, archive, folder / "base", house, number)


def archive_all(site: Site) -> None:
    """Close the segment that is being written and wait until it is in the archive."""
    with site.house.runtime.store.read() as tx:
        name = tx.scalar(text("SELECT pg_walfile_name(pg_current_wal_insert_lsn())"))
    store = Store(site.cluster.url)
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as alone:
        alone.execute(text("SELECT pg_switch_wal()"))
    store.close()
    end = time.monotonic() + 60
    while not (site.archive / str(name)).exists():
        assert time.monotonic() < end, "the segment does not come into the archive"
        time.sleep(0.05)


def lose_disk(site: Site) -> None:
    """Kill the server at once and throw its data directory away."""
    site.house.runtime.store.close()
    site.cluster.kill()
    site.cluster.data.rename(site.cluster.data.with_name("lost"))


def recover(site: Site, until: datetime | None = None) -> frozenset[str]:
    """Recover base backup and archive in the same place, up to a moment; return what is there."""
    copy_tree(site.base, site.cluster.data)
    target = {"recovery_target_time": until.isoformat()} if until else {}
    site.cluster.set(
        restore_command=f"cp {site.archive}/%f %p", recovery_target_action="promote", **target
    )
    (site.cluster.data / "recovery.signal").touch()
    own(site.cluster.data / "recovery.signal")
    site.cluster.start()
    wait_until_promoted(site)
    with site.house.runtime.store.read() as tx:
        return frozenset(str(row[0]) for row in tx.all(DONE))


def wait_until_promoted(site: Site) -> None:
    """Wait until the recovery is over and the server takes writes."""
    end = time.monotonic() + 60
    while True:
        with site.house.runtime.store.read() as tx:
            if not tx.scalar(text("SELECT pg_is_in_recovery()")):
                return
        assert time.monotonic() < end, "the recovery does not end"
        time.sleep(0.05)


def goes_on(site: Site) -> bool:
    """Tell whether the chains are whole and the case can be completed."""
    whole = history.verify(site.house.runtime).whole
    bench.complete(site.house, bench.open_task_id(site.house, site.number))
    return whole and history.verify(site.house.runtime).whole
