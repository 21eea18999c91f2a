"""A worker with a handler `stamp` that says when it begins, and takes its time.

It writes its process number into the file `STAMPS`, then waits until the file `GO` is there.
"""

from __future__ import annotations

import os
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from engine import cli, jobs
from engine.handler import Handler, Kind
from engine.runtime import Runtime

STAMPS, GO = "stamps", "go"


def stamp(runtime: Runtime, *_: Any) -> str:
    folder = Path(runtime.settings.data_dir)
    with (folder / STAMPS).open("a") as stamps:
        stamps.write(f"{os.getpid()}\n")
    while not (folder / GO).exists():
        time.sleep(0.02)
    return "stamped"


def inside(_runtime: Any, _tx: Any, _locked: Any, _values: Any, made: str) -> dict[str, Any]:
    return {"stamp": made}


KNOWN = {**jobs.HANDLERS, "stamp": Handler("stamp", inside, stamp, Kind.EFFECT, open=True)}

if __name__ == "__main__":
    jobs.HANDLERS = KNOWN
    jobs.LEASE = timedelta(seconds=4)
    sys.exit(cli.main())
