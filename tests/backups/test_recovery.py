"""PostgreSQL after the loss of its disk: base backup and archived WAL bring back every answer."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import URL

from tests.backups import recovery
from tests.backups.recovery import Site, Told
from tests.house import House
from tests.store.programs import programs, version_of

pytestmark = [pytest.mark.postgres, pytest.mark.timeout(300)]


@pytest.fixture
def site(house: House, postgresql_server: URL) -> Iterator[Site]:
    folder = Path(tempfile.mkdtemp(prefix="procesregie-wal-"))
    folder.chmod(0o755)
    begun = recovery.begin(house, folder, programs(version_of(postgresql_server)), 60)
    yield begun
    begun.house.runtime.store.close()
    begun.cluster.kill()
    shutil.rmtree(folder)


def test_a_lost_disk_is_recovered_to_the_last_answer_before_a_mistake(site: Site) -> None:
    told = Told()
    for _ in range(5):
        told.complete(site.house, site.number)
    moment = datetime.now(UTC)
    time.sleep(0.01)
    mistake = Told()
    mistake.complete(site.house, site.number)
    recovery.archive_all(site)
    recovery.lose_disk(site)
    kept = recovery.recover(site, moment)
    assert told.lost(kept) == []
    assert len(mistake.lost(kept)) == 1
    assert recovery.goes_on(site)
