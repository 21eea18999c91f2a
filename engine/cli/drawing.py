"""The command that lays a diagram out, or tells what is wrong with how it is drawn: layout."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from engine import layout
from engine.cli.saying import print_findings
from engine.config import Settings
from engine.errors import InvalidModel


def add_layout(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command that draws a diagram anew."""
    words = "lay a diagram out anew: pools, lanes, left to right, arrows around shapes"
    command = commands.add_parser("layout", help=words, description=words)
    command.add_argument("file", metavar="FILE.bpmn")
    words = "write the result there (default: over FILE)"
    command.add_argument("--out", metavar="FILE", help=words)
    words = "change nothing; tell what overlaps, is crossed or cannot be read (status 1)"
    command.add_argument("--check", action="store_true", help=words)
    command.set_defaults(answer=_layout)


def _layout(asked: argparse.Namespace, settings: Settings) -> int:  # noqa: ARG001 - one shape for all
    path = Path(asked.file)
    data = path.read_bytes()
    if asked.check:
        return _check(data, path)
    made = layout.layout(data, path.name)
    into = Path(asked.out) if asked.out else path
    into.write_bytes(made)
    print(f"written: {into}")
    return 0


def _check(data: bytes, path: Path) -> int:
    found = layout.faults(data, path.name)
    if found:
        print_findings(InvalidModel(found), sys.stdout)
    print(f"{path}: {len(found)} faults" if found else f"{path}: ok")
    return 1 if found else 0
