"""procesregie export: what is in force, written back to a folder of models."""

from __future__ import annotations

import argparse
from pathlib import Path

from engine import deployments
from engine import runtime as wiring
from engine.config import Settings
from engine.model import SYSTEM


def add_export(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command that writes versions in force to a folder."""
    words = "write what is in force to a folder of models; deploying that gives the same hashes"
    command = commands.add_parser("export", help=words, description=words)
    words = "gets `processes` and `forms`; the one where they are now writes pages' versions back"
    command.add_argument("folder", metavar="FOLDER", help=words)
    words = "only this procedure, with what it shares"
    command.add_argument("--procedure", metavar="NAME", help=words)
    words = "write over what was changed there, and remove what no version in force has"
    command.add_argument("--force", action="store_true", help=words)
    command.set_defaults(answer=_export)


def _export(asked: argparse.Namespace, settings: Settings) -> int:
    done = deployments.export(
        wiring.build(settings),
        into=Path(asked.folder),
        by=SYSTEM,
        procedure=asked.procedure,
        force=asked.force,
    )
    for path in done.written:
        print(f"written: {path}")
    for path in done.removed:
        print(f"removed: {path}")
    for key, version, digest in done.versions:
        print(f"procedure {key}: version {version} {digest}")
    print(f"{len(done.written)} files written, {len(done.removed)} removed")
    return 0
