"""Write a small database of this release, with running cases, as a golden file for upgrades.

The scenario that its cases follow is kept beside it: what later scenarios type, its forms may not
know.
"""

from __future__ import annotations

import gzip
import shutil
import sqlite3
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))


def main() -> None:
    """Play two cases half way and dump the database as SQL text."""
    from engine import __version__  # noqa: PLC0415 - the path is set above
    from tests import house as houses  # noqa: PLC0415
    from tests.migrations import test_releases as releases  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        house = houses.build(Path(folder))
        releases.live(house)
        house.runtime.store.close()
        text = dump(Path(folder) / "house.db")
    file = releases.FOLDER / f"{__version__}.sql.gz"
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(gzip.compress(text.encode(), mtime=0))
    shutil.copyfile(releases.TODAY, releases.FOLDER / f"{__version__}.yaml")
    print(f"{file.relative_to(ROOT)}: {file.stat().st_size} bytes")


def dump(database: Path) -> str:
    """Return the whole database as SQL."""
    connection = sqlite3.connect(database)
    try:
        return "\n".join(connection.iterdump()) + "\n"
    finally:
        connection.close()


if __name__ == "__main__":
    main()
