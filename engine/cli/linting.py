"""procesregie lint: what is wrong in a folder of models, line by line or as JSON."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from engine import linting, scenarios, wording
from engine.config import Settings
from engine.errors import Finding

WEIGHTS: Mapping[str, str] = {"error": "fout", "warning": "opmerking", "info": "weetje"}


def add_lint(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command that looks a folder of models over."""
    words = "tell what is wrong in a folder of models: all that a deployment checks, and drawings"
    command = commands.add_parser("lint", help=words, description=words)
    folder = "procedures in folders of their own, or one of them (default: the process repository)"
    command.add_argument("folder", metavar="FOLDER", nargs="?", help=folder)
    words = "where the forms are (default: a folder `forms` beside or in FOLDER, else the setting)"
    command.add_argument("--forms", metavar="DIR", help=words)
    words = "leave remarks and warnings out; only what keeps a version out of force"
    command.add_argument("--errors", action="store_true", help=words)
    words = "print one JSON object instead of lines"
    command.add_argument("--json", action="store_true", help=words)
    command.set_defaults(answer=_lint)


def _lint(asked: argparse.Namespace, settings: Settings) -> int:
    models = scenarios.models_of(
        Path(asked.folder) if asked.folder else None,
        Path(settings.processes),
        Path(settings.forms),
        None,
        Path(asked.forms) if asked.forms else None,
    )
    looked = linting.look(models)
    shown = [each for each in looked.findings if each.severity == "error" or not asked.errors]
    if asked.json:
        print(json.dumps(_facts(looked, shown), ensure_ascii=False, indent=2))
    else:
        _print(looked, shown)
    return 0 if looked.clean else 1


def _facts(looked: linting.Looked, shown: list[Finding]) -> Mapping[str, Any]:
    return {
        "clean": looked.clean,
        "procedures": list(looked.procedures),
        "diagrams": looked.diagrams,
        **{f"{weight}s": looked.count(weight) for weight in ("error", "warning")},
        "findings": [
            {
                "file": each.file,
                "line": each.line,
                "column": each.column,
                "element": each.element,
                "rule": each.rule,
                "severity": each.severity,
                "message": wording.finding(each),
            }
            for each in shown
        ],
    }


def _print(looked: linting.Looked, shown: list[Finding]) -> None:
    for each in shown:
        place = " ".join(filter(None, [f"{each.file}:{each.line or 1}", each.element]))
        weight = WEIGHTS.get(each.severity, each.severity)
        print(f"{place}: {weight}: {wording.finding(each)} [{each.rule}]")
    print(
        f"{len(looked.procedures)} procedures, {looked.diagrams} diagrams: "
        f"{looked.count('error')} errors, {looked.count('warning')} warnings"
    )
    print("ok" if looked.clean else "not clean")
