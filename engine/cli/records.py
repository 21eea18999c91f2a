"""Commands about what is there before the first day: running procedures, records of registers."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from engine import registers, takeover
from engine import runtime as wiring
from engine.config import Settings
from engine.errors import Problem
from engine.model import SYSTEM
from engine.runtime import Runtime
from engine.wording import say


def add_records(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands about registers."""
    words = "take running procedures over from a CSV, each at its step; reports every line"
    command = commands.add_parser("takeover", help=words, description=words)
    command.add_argument("file", metavar="FILE.csv")
    words = "write what was tried; without it nothing is kept"
    command.add_argument("--write", action="store_true", help=words)
    command.set_defaults(answer=_take_over)

    words = "load records from a CSV into a register, or write them to one; reports every line"
    command = commands.add_parser("registers", help=words, description=words)
    command.add_argument("action", choices=["load", "export"], help="what to do")
    command.add_argument("register", metavar="REGISTER", help="the name of the register")
    command.add_argument("file", metavar="FILE.csv")
    words = "why these records hold (default: the name of the file)"
    command.add_argument("--reason", metavar="TEXT", help=words)
    words = "since when they hold, as 2026-04-27 (default: today)"
    command.add_argument("--since", metavar="DAY", type=date.fromisoformat, help=words)
    words = "write what was tried; without it nothing is kept"
    command.add_argument("--write", action="store_true", help=words)
    words = "write the lines that can go in, also when others cannot"
    command.add_argument("--rest", action="store_true", help=words)
    words = "add records that may be there already too"
    command.add_argument("--doubles", action="store_true", help=words)
    command.set_defaults(answer=_load_or_export)


def _take_over(asked: argparse.Namespace, settings: Settings) -> int:
    runtime = wiring.build(settings)
    text = Path(asked.file).read_text("utf-8-sig", errors="replace")
    report = takeover.take_over(runtime, text=text, by=SYSTEM, dry_run=not asked.write)
    for line in report.lines:
        why = " ".join(_said(each) for each in line.problems)
        print(f"line {line.row}: {line.reference} {line.outcome} {line.number}{why}".rstrip())
    counts = ", ".join(
        f"{report.count(each)} {each}"
        for each in (takeover.TAKEN, takeover.KNOWN, takeover.REFUSED)
    )
    print(f"{counts}{'' if asked.write else '; nothing was written'}")
    return 1 if report.count(takeover.REFUSED) else 0


def _load_or_export(asked: argparse.Namespace, settings: Settings) -> int:
    runtime = wiring.build(settings)
    if asked.action == "load":
        return _load(runtime, asked)
    made = registers.export(runtime, register=asked.register, by=SYSTEM)
    Path(asked.file).write_bytes(made)
    return 0


def _load(runtime: Runtime, asked: argparse.Namespace) -> int:
    file = Path(asked.file)
    loaded = registers.load(
        runtime,
        register=asked.register,
        data=file.read_bytes(),
        by=SYSTEM,
        posted=registers.since_when(runtime, asked.since, asked.reason or file.name),
        dry_run=not asked.write,
        all_or_nothing=not asked.rest,
        confirmed=asked.doubles,
    )
    for line in loaded.lines:
        why = " ".join(_said(each) for each in line.problems)
        alike = ", ".join(each.number for each in line.doubles)
        told = (f"line {line.row}:", line.outcome, line.number, line.title, why, alike)
        print(" ".join(filter(None, told)))
    kinds = dict.fromkeys(line.outcome for line in loaded.lines)
    counts = ", ".join(f"{loaded.count(each)} {each}" for each in kinds)
    print(f"{counts}{'' if loaded.written else '; nothing was written'}")
    return 1 if {"refused", "double"} & kinds.keys() else 0


def _said(problem: Problem) -> str:
    told = say(problem.code, problem.facts)
    return f"{problem.field}: {told}" if problem.field else told
