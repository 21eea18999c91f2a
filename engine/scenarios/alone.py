"""Playing for a page, in a process of its own: models come in as JSON, the report goes out.

It begins with nothing of the environment, so it knows no database but its own, gives way to every
other process, and is stopped by the system when it asks for too much.
"""

from __future__ import annotations

import base64
import json
import os
import resource
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from engine.errors import Finding
from engine.scenarios.covering import Place
from engine.scenarios.playing import Limits
from engine.scenarios.running import Report, run
from engine.scenarios.staging import Models

CPU_SECONDS = 240
FILE_BYTES = 512 * 1024 * 1024
SCENARIO_SECONDS = 60.0
MOST = 200
POLITE = 10


def asked(processes: Path, forms: Path, procedure: str, draft: Mapping[str, bytes]) -> bytes:
    """Return what `main` reads: which procedure, and the files that lie over the folders."""
    coded = {path: base64.b64encode(data).decode("ascii") for path, data in draft.items()}
    folders = {"processes": str(processes), "forms": str(forms)}
    return json.dumps({**folders, "procedure": procedure, "draft": coded}).encode()


def main() -> None:
    """Play what stands on the standard input; write a line per scenario, and then the report."""
    os.nice(POLITE)
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_BYTES, FILE_BYTES))
    wanted = json.load(sys.stdin)
    processes, forms = Path(wanted["processes"]), Path(wanted["forms"])
    draft = {path: base64.b64decode(data) for path, data in wanted["draft"].items()}
    models = Models(processes, forms, processes, forms, wanted["procedure"], draft)
    limits = Limits(SCENARIO_SECONDS)
    report = run(models, mutants=False, limits=limits, workers=1, told=_told)
    _say({"report": facts_of(report)})


def facts_of(report: Report) -> dict[str, Any]:
    """Return what a page shows of a report, as JSON: codes and places, no sentences."""
    failed = report.failed
    return {
        "played": report.played,
        "files": report.files,
        "trials": report.trials,
        "failed": len({found.file for found in failed}),
        "findings": [_finding(found) for found in failed[:MOST]],
        "nodes": [_place(place) for place in report.nodes_uncovered[:MOST]],
        "rules": [_place(place) for place in report.rules_uncovered[:MOST]],
        "seconds": round(report.seconds),
    }


def _finding(found: Finding) -> dict[str, Any]:
    facts = {name: value if _plain(value) else str(value) for name, value in found.facts.items()}
    return {
        "file": found.file,
        "rule": found.rule,
        "element": found.element,
        "line": found.line,
        "facts": facts,
    }


def _plain(value: Any) -> bool:
    if isinstance(value, list | tuple):
        return all(isinstance(each, str) for each in value)
    return value is None or isinstance(value, str | int | float | bool)


def _place(place: Place) -> dict[str, str]:
    return {"file": place.file, "inside": place.inside, "id": place.id}


def _told(done: int, total: int) -> None:
    _say({"done": done, "total": total})


def _say(what: Mapping[str, Any]) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
