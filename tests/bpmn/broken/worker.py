"""Judges models in a process of its own and says what each took; `python -m` runs that process.

It reads one JSON object a line (`name`, `files`: name to base64, `seed`) and writes one.
"""

from __future__ import annotations

import base64
import faulthandler
import json
import random
import resource
import subprocess
import sys
import time
import traceback
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.bpmn.broken.judge import drive, judge, judge_names

HOUSE = Path(__file__).parents[3]
SECONDS = 10.0  # of processor time: checked, prepared, loaded and drawn
MEGABYTES = 512  # at its peak, the whole process
_SAFETY = 4 << 30  # bytes of address space: the process stops before the machine does
_PATIENCE = 120.0  # seconds by the wall: what hangs is shown and stopped
_EVERY = 4  # models of which the names are looked at too
_STATUS, _CLEAR = Path("/proc/self/status"), Path("/proc/self/clear_refs")


@dataclass(frozen=True)
class Measured:
    """What one model took; `raised` says what should not have been, "" when all held."""

    name: str
    raised: str
    seconds: float
    megabytes: float
    rules: list[str]
    loaded: bool
    commands: int

    @property
    def broke(self) -> bool:
        """Say whether this model broke a promise."""
        return bool(self.raised) or self.seconds > SECONDS or self.megabytes > MEGABYTES


def measured(models: Iterable[tuple[str, Mapping[str, bytes]]]) -> Iterator[Measured]:
    """Yield what became of each model; those that load are driven, each with its own number."""
    with _child() as child:
        assert child.stdin is not None
        assert child.stdout is not None
        for seed, (name, files) in enumerate(models):
            sent = {file: base64.b64encode(data).decode() for file, data in files.items()}
            child.stdin.write(json.dumps({"name": name, "files": sent, "seed": seed}) + "\n")
            child.stdin.flush()
            line = child.stdout.readline()
            assert line, f"the process stopped at {name}"
            yield Measured(**json.loads(line))


@contextmanager
def _child() -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.bpmn.broken.worker"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=HOUSE) as child:
        try:
            yield child
        finally:
            child.kill()


def _measure(name: str, files: Mapping[str, bytes], seed: int) -> Measured:
    _CLEAR.write_text("5", encoding="ascii")  # the peak begins again
    faulthandler.dump_traceback_later(_PATIENCE, exit=True)
    raised, verdict, commands = "", None, 0
    told: frozenset[str] = frozenset()
    began = time.process_time()
    took = 0.0
    try:
        verdict = judge(files)
        took = time.process_time() - began
        told = verdict.rules
        if verdict.bundle is not None:
            commands = drive(verdict.bundle, random.Random(seed))
        if seed % _EVERY == 0:
            told |= judge_names(files)
    except Exception:  # noqa: BLE001 - whatever it is, the parent shows it
        raised = traceback.format_exc()[-3_000:]
    faulthandler.cancel_dump_traceback_later()
    loaded = verdict is not None and verdict.bundle is not None
    return Measured(name, raised, took, _peak(), sorted(told), loaded, commands)


def _peak() -> float:
    lines = _STATUS.read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def _main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_SAFETY, _SAFETY))
    for line in sys.stdin:
        asked = json.loads(line)
        files = {name: base64.b64decode(text) for name, text in asked["files"].items()}
        sys.stdout.write(json.dumps(asdict(_measure(asked["name"], files, asked["seed"]))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    _main()
