"""Run the checks in phases, and tell at the end what each took, what was skipped and why.

With CI=true nothing may be missing: a skipped or empty PostgreSQL or browser phase is a failure.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

BIN = Path(sys.executable).parent
SEED = 2611
NO_TESTS = 5
MEMORY, MEMORY_BYTES = Path("/dev/shm"), 6 * 1024**3  # noqa: S108 - pytest makes a folder of its own

LINT = (
    ("ruff", "check"),
    ("ruff", "format", "--check"),
    ("mypy",),
    ("lint-imports",),
)
MARKS = {
    "sqlite": "not postgres and not browser and not e2e",
    "postgresql": "postgres and not browser and not e2e",
    "browser": "browser",
    "rest": "e2e and not browser",
}
NEVER_MISSING = ("postgresql", "browser")


@dataclass
class Phase:
    """How one phase went; `notes` are the reasons of what was skipped, with their number."""

    name: str
    seconds: float = 0.0
    ok: bool = True
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    notes: Counter[str] = field(default_factory=Counter)


def main(arguments: Sequence[str]) -> int:
    """Run the phases that were asked for; return 0 when all of them went well."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("phases", nargs="*", choices=["lint", *MARKS, []], help="default: all")
    parser.add_argument("--long", action="store_true", help="with the tests that take minutes")
    chosen = parser.parse_args(arguments)
    names = chosen.phases or ["lint", *MARKS]
    complete = os.environ.get("CI", "").lower() in ("1", "true", "yes")
    phases = []
    for name in names:
        print(f"\n== {name}", flush=True)
        started = time.monotonic()
        phase = lint() if name == "lint" else tests(name, long=chosen.long)
        phase.seconds = time.monotonic() - started
        if complete and name in NEVER_MISSING:
            refuse_missing(phase)
        phases.append(phase)
    report(phases)
    return 0 if all(phase.ok for phase in phases) else 1


def lint() -> Phase:
    """Check style, types and import contracts; go on after a failure, to show them all."""
    phase = Phase("lint")
    for program, *options in LINT:
        print(f"   {program} {' '.join(options)}".rstrip(), flush=True)
        code = subprocess.run([str(BIN / program), *options], check=False).returncode
        phase.passed += code == 0
        phase.failed += code != 0
    phase.ok = not phase.failed
    return phase


def tests(name: str, *, long: bool) -> Phase:
    """Run the tests of one phase, and read from their report what was skipped.

    The short form has the same generated examples in the same order each time, so that the same
    code has the same verdict; the long form looks for others.
    """
    phase = Phase(name)
    marks = MARKS[name] if long else f"({MARKS[name]}) and not long"
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder) / "report.xml"
        workers = str(min(4, os.cpu_count() or 1))
        command = [str(BIN / "pytest"), "-q", "-r", "fE", "-n", workers, "-m", marks]
        examples = os.environ | {"HYPOTHESIS_PROFILE": "other" if long else "same"} | in_memory()
        command += [] if long else [f"--randomly-seed={SEED}"]
        code = subprocess.run(
            [*command, f"--junitxml={written}"], check=False, env=examples
        ).returncode
        if written.exists():
            count(phase, written)
    phase.ok = code in (0, NO_TESTS)
    return phase


def in_memory() -> dict[str, str]:
    """Return where tests keep their houses: in memory, where there is room, for no disk is tried.

    A process that is killed leaves the same there as on a disk.
    """
    roomy = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > MEMORY_BYTES
    return {"TMPDIR": str(MEMORY)} if roomy and "TMPDIR" not in os.environ else {}


def count(phase: Phase, written: Path) -> None:
    """Add up pytest's report."""
    # Our own pytest wrote this file a moment ago; nobody else can have.
    for case in ElementTree.parse(written).iter("testcase"):  # noqa: S314 - see above
        skipped = case.find("skipped")
        if skipped is not None:
            phase.skipped += 1
            phase.notes[skipped.get("message", "no reason given")] += 1
        elif case.find("failure") is not None or case.find("error") is not None:
            phase.failed += 1
        else:
            phase.passed += 1


def refuse_missing(phase: Phase) -> None:
    """In CI a test that did not run has not passed."""
    if phase.skipped or not phase.passed:
        phase.ok = False
        phase.notes["in CI this phase has to run, and to run whole"] += 1


def report(phases: Sequence[Phase]) -> None:
    """Print the table, and why anything was skipped."""
    print(f"\n{'phase':<12}{'time':>9}{'passed':>9}{'failed':>9}{'skipped':>9}")
    for phase in phases:
        verdict = "ok" if phase.ok else "NOT OK"
        print(
            f"{phase.name:<12}{phase.seconds:>7.1f} s{phase.passed:>9}{phase.failed:>9}"
            f"{phase.skipped:>9}   {verdict}"
        )
    print(f"{'together':<12}{sum(phase.seconds for phase in phases):>7.1f} s")
    for phase in phases:
        for reason, times in phase.notes.most_common():
            print(f"  {phase.name}: {times} x {reason}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
