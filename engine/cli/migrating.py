"""The command that brings running cases to another version of their procedure, and back."""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from engine import deployments
from engine import runtime as wiring
from engine.config import Settings
from engine.deployments import MigrationReport
from engine.model import SYSTEM
from engine.runtime import Runtime
from engine.wording import finding


def add_migration(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command; it only tells what would happen until it is told to apply."""
    words = "bring running cases to another version of their procedure; a dry run by default"
    command = commands.add_parser("migrate", help=words, description=words)
    command.add_argument("process", metavar="PROCESS", nargs="?", help="key of the procedure")
    command.add_argument("--from", dest="old", type=int, metavar="N", help="version they run in")
    command.add_argument("--to", dest="new", type=int, metavar="M", help="version to bring them to")
    words = "an element and its counterpart; `OLD=` says there is none; may be repeated"
    command.add_argument("--map", metavar="OLD=NEW", action="append", default=[], help=words)
    words = "JSON object of elements and their counterparts (null: none); `--map` goes first"
    command.add_argument("--map-file", metavar="FILE", help=words)
    words = "only the case with this number; may be repeated"
    command.add_argument("--case", metavar="NUMBER", action="append", help=words)
    words = "bring the cases of this migration back to where they came from"
    command.add_argument("--undo", metavar="ID", help=words)
    command.add_argument("--reason", default="", help="why; demanded by `--apply`")
    command.add_argument("--apply", action="store_true", help="do it, not only tell what would be")
    command.set_defaults(answer=lambda asked, settings: _migrate(command, asked, settings))


def _migrate(
    command: argparse.ArgumentParser, asked: argparse.Namespace, settings: Settings
) -> int:
    """Carry out the command; the status is 1 when a case does not go along."""
    forward = (asked.process, asked.old, asked.new)
    others = [*forward, *asked.map, asked.map_file, asked.case]
    if asked.undo and any(each is not None for each in others):
        command.error("--undo stands alone, with --reason and --apply")
    if not asked.undo and None in forward:
        command.error("PROCESS, --from and --to are needed, or --undo")
    runtime = wiring.build(settings)
    try:
        report = _undone(runtime, asked) if asked.undo else _brought(runtime, asked)
    finally:
        runtime.store.close()
    _print(report)
    return 0 if report.whole else 1


def _undone(runtime: Runtime, asked: argparse.Namespace) -> MigrationReport:
    return deployments.undo_migration(
        runtime, migration=asked.undo, by=SYSTEM, reason=asked.reason, dry_run=not asked.apply
    )


def _brought(runtime: Runtime, asked: argparse.Namespace) -> MigrationReport:
    text = Path(asked.map_file).read_text("utf-8") if asked.map_file else "{}"
    return deployments.migrate(
        runtime,
        process_key=asked.process,
        from_version=asked.old,
        to_version=asked.new,
        mapping=deployments.read_mapping(text, asked.map),
        by=SYSTEM,
        reason=asked.reason,
        dry_run=not asked.apply,
        cases=asked.case,
    )


def _print(report: MigrationReport) -> None:
    """Print what is no counterpart of itself, a line a case, and the total."""
    print(f"{report.process_key}: version {report.from_version} -> {report.to_version}")
    for line in report.lines:
        if line.how != "same":
            print(f"  {line.process}/{line.element} -> {line.target or '-'} ({line.how})")
    for case in report.cases:
        more = " and goes on at once" if case.goes_on else ""
        print(f"{case.number} {case.outcome}{more}")
        for reason in case.reasons:
            print(f"    {reason.element or '-'} [{reason.rule}] {finding(reason)}")
    told = Counter(str(case.outcome) for case in report.cases)
    counted = ", ".join(f"{count} {outcome}" for outcome, count in sorted(told.items()))
    print(f"{len(report.cases)} cases" + (f": {counted}" if counted else ""))
    print(f"migration {report.id}" if report.id else "nothing was written; --apply does")
