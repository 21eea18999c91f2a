"""procesregie connectors: how systems outside are connected, if they answer, and their files."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from engine import connectors
from engine import runtime as wiring
from engine.config import Settings
from engine.connectors import Standing, Way
from engine.model import SYSTEM
from engine.runtime import Runtime
from engine.wording import say

WORDS: Mapping[Standing, str] = {each: str(each) for each in Standing}


def add_connectors(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command about systems outside."""
    words = "list the systems outside, test them, and write, compare or load their files"
    command = commands.add_parser("connectors", help=words, description=words)
    actions = command.add_subparsers(metavar="ACTION")
    command.set_defaults(answer=_with(_list))
    words = "how each system is connected, what last went well or not, and what waits"
    _action(actions, "list", words, _list)
    tests = _action(actions, "test", "ask systems whether they are there", _test)
    tests.add_argument("system", nargs="*", metavar="SYSTEM", help="default: all over HTTP")
    words = "write what has to stand in a system as a CSV"
    _sheet(_action(actions, "export", words, _export)).add_argument(
        "--since", metavar="DAY", type=date.fromisoformat, help="only what was written since"
    )
    words = "compare a CSV of a system with our register; the status is 1 when anything differs"
    compare = _sheet(_action(actions, "compare", words, _compare))
    compare.add_argument("--out", metavar="REPORT.csv", help="also write the report there")
    words = "take a CSV of a system into our register; reports every line"
    _sheet(_action(actions, "import", words, _import)).add_argument(
        "--write", action="store_true", help="write what was tried; without it nothing is kept"
    )


Run = Callable[[Runtime, argparse.Namespace], int]


def _action(
    actions: argparse._SubParsersAction[argparse.ArgumentParser], name: str, words: str, run: Run
) -> argparse.ArgumentParser:
    command = actions.add_parser(name, help=words, description=words)
    command.set_defaults(answer=_with(run))
    return command


def _sheet(command: argparse.ArgumentParser) -> argparse.ArgumentParser:
    command.add_argument("system", metavar="SYSTEM", help="such as edison")
    command.add_argument("sheet", metavar="SHEET", help="such as voorzieningen")
    command.add_argument("file", metavar="FILE.csv")
    return command


def _with(run: Run) -> Callable[[argparse.Namespace, Settings], int]:
    return lambda asked, settings: run(wiring.build(settings), asked)


def _list(runtime: Runtime, _: argparse.Namespace) -> int:
    for each in connectors.overview(runtime, by=SYSTEM):
        done = f"{each.last_done:%Y-%m-%d %H:%M}" if each.last_done else "never"
        waits = f"{each.waits} waiting, {each.stuck} stuck, {each.by_hand} by hand"
        problem = say(each.problem, {"system": each.system.title, "endpoint": each.setup.endpoint})
        told = (
            f"{each.system.name:<20} {each.setup.way:<7} last well {done}; {waits}",
            each.address,
        )
        print(" ".join(filter(None, [*told, problem if each.problem else ""])))
        if each.fault is not None:
            print(f"{'':<20} last fault {each.fault.at:%Y-%m-%d %H:%M} [{each.fault.code}]")
        sheets = ", ".join(each.system.sheets)
        print(f"{'':<20} files: {sheets}" if sheets else f"{'':<20} no files")
    return 0


def _test(runtime: Runtime, asked: argparse.Namespace) -> int:
    chosen = connectors.setups(runtime)
    over_http = [name for name, setup in chosen.items() if setup.way is Way.HTTP]
    failed = 0
    for name in asked.system or over_http:
        reached = connectors.reach(runtime, system=name, by=SYSTEM)
        told = say(reached.code, dict(reached.facts)) if reached.code else "ok"
        print(f"{name}: {reached.way} {told}")
        failed += bool(reached.code)
    return 1 if failed else 0


def _export(runtime: Runtime, asked: argparse.Namespace) -> int:
    table = connectors.table_of(runtime, asked.system, asked.sheet, SYSTEM)
    with Path(asked.file).open("wb") as file:
        for line in connectors.export(runtime, table, SYSTEM, asked.since):
            file.write(line)
    return 0


def _compare(runtime: Runtime, asked: argparse.Namespace) -> int:
    table = connectors.table_of(runtime, asked.system, asked.sheet, SYSTEM)
    count = connectors.Count()
    with Path(asked.file).open("rb") as file:
        found = connectors.compare(runtime, table, file, SYSTEM, count)
        if asked.out:
            with Path(asked.out).open("wb") as out:
                for line in connectors.report(found, WORDS):
                    out.write(line)
        else:
            for each in found:
                _print(each)
    for column in count.strange:
        print(f"column {column}: not known, not compared")
    print(", ".join(f"{number} {each}" for each, number in count.of.items()))
    return 1 if any(n for each, n in count.of.items() if each is not Standing.EQUAL) else 0


def _print(each: connectors.Compared) -> None:
    if each.standing is Standing.EQUAL:
        return
    place = f"line {each.row}: " if each.row else ""
    print(f"{place}{each.standing} {each.key} {each.number} {each.title}".rstrip())
    for one in each.differences:
        print(f"    {one.column}: here {one.here or '-'}, there {one.there or '-'}")


def _import(runtime: Runtime, asked: argparse.Namespace) -> int:
    table = connectors.table_of(runtime, asked.system, asked.sheet, SYSTEM)
    counts: dict[str, int] = {}
    with Path(asked.file).open("rb") as file:
        found = connectors.load(
            runtime, table, file, SYSTEM, write=asked.write, reason=Path(asked.file).name
        )
        for at, line in enumerate(found, start=1):
            counts[line.outcome] = counts.get(line.outcome, 0) + 1
            why = " ".join(f"{p.field}: {say(p.code, p.facts)}" for p in line.problems)
            alike = ", ".join(each.number for each in line.doubles)
            told = (f"record {at}:", line.outcome, line.number, line.title, why, alike)
            print(" ".join(filter(None, told)))
    summary = ", ".join(f"{number} {outcome}" for outcome, number in counts.items())
    print(f"{summary}{'' if asked.write else '; nothing was written'}")
    return 1 if {"refused", "double"} & counts.keys() else 0
