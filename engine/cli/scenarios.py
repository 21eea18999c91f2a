"""procesregie scenarios: play what analysts expect of their procedures, and say what it shows."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from engine import scenarios, wording
from engine.config import Settings
from engine.errors import Finding

WORKERS = 2


def add_scenarios(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command that plays scenarios."""
    words = "play the scenarios of a folder of models in a throw-away house, and judge them"
    command = commands.add_parser("scenarios", help=words, description=words)
    folder = "procedures in folders of their own, or one of them (default: the process repository)"
    command.add_argument("folder", metavar="FOLDER", nargs="?", help=folder)
    words = "play and judge only this procedure"
    command.add_argument("--procedure", metavar="NAME", help=words)
    words = "where the forms are (default: a folder `forms` beside or in FOLDER, else the setting)"
    command.add_argument("--forms", metavar="DIR", help=words)
    words = "turn every condition at a gateway round, and look whether a scenario fails (default)"
    command.add_argument(
        "--mutants", action=argparse.BooleanOptionalAction, default=True, help=words
    )
    words = (
        f"processes that play side by side (default: {WORKERS}, or the number of cores if fewer)"
    )
    command.add_argument("--workers", metavar="N", type=int, default=_cores(), help=words)
    words = "print one JSON object instead of lines"
    command.add_argument("--json", action="store_true", help=words)
    command.set_defaults(answer=_scenarios)


def _cores() -> int:
    return min(WORKERS, os.cpu_count() or 1)


def _scenarios(asked: argparse.Namespace, settings: Settings) -> int:
    models = scenarios.models_of(
        Path(asked.folder) if asked.folder else None,
        Path(settings.processes),
        Path(settings.forms),
        asked.procedure,
        Path(asked.forms) if asked.forms else None,
    )
    report = scenarios.run(models, mutants=asked.mutants, workers=asked.workers)
    if asked.json:
        print(json.dumps(_facts(report, mutants=asked.mutants), ensure_ascii=False, indent=2))
    else:
        _print(report, mutants=asked.mutants)
    return 0 if report.clean else 1


def _facts(report: scenarios.Report, *, mutants: bool) -> Mapping[str, Any]:
    """Return the report as JSON; `mutants_missed` is null when no mutant was made."""
    return {
        "played": report.played,
        "files": report.files,
        "trials": report.trials,
        "failed": [_finding(one) for one in report.failed],
        "nodes_uncovered": [_place(one) for one in report.nodes_uncovered],
        "flows_uncovered": [_place(one) for one in report.flows_uncovered],
        "rules_uncovered": [_place(one) for one in report.rules_uncovered],
        "mutants": report.mutants,
        "mutants_missed": [
            {"process": m.process, "gateway": m.gateway, "flow": m.flow, "condition": m.condition}
            for m in report.mutants_missed
        ]
        if mutants
        else None,
        "alike": dict(report.alike),
        "unasserted": {file: list(names) for file, names in report.unasserted.items()},
        "seconds": round(report.seconds, 1),
    }


def _finding(found: Finding) -> Mapping[str, Any]:
    return {
        "file": found.file,
        "line": found.line,
        "element": found.element,
        "rule": found.rule,
        "message": wording.finding(found),
    }


def _place(place: scenarios.Place) -> Mapping[str, str]:
    return {"file": place.file, "in": place.inside, "id": place.id}


def _print(report: scenarios.Report, *, mutants: bool) -> None:
    for found in report.failed:
        print(f"FAILED {found.file}:{found.line or 1} {wording.finding(found)}")
    for title, places in (
        ("node on no scenario", report.nodes_uncovered),
        ("flow on no scenario", report.flows_uncovered),
        ("rule on no scenario", report.rules_uncovered),
    ):
        for place in places:
            print(f"{title}: {place.file} {place.inside} {place.id}")
    for flip in report.mutants_missed:
        print(f"no scenario fails when turned round: {flip.process} {flip.gateway} {flip.flow}")
        print(f"    {flip.condition}")
    for file, other in report.alike.items():
        print(f"same path and rules: {file} = {other}")
    for file, names in report.unasserted.items():
        print(f"never looks at {', '.join(names)}: {file}")
    failed = len({found.file for found in report.failed})
    turned = f"{report.mutants} conditions turned round" if mutants else "no condition turned round"
    print(
        f"{report.files} scenarios, {report.played} of them different, {report.trials} trials of "
        f"decisions, {failed} files failed, {turned}, {report.seconds:.0f} s"
    )
    print("ok" if report.clean else "not clean")
