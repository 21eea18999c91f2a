"""procesregie generate: made-up records, or made-up cases by the hundred thousand."""

from __future__ import annotations

import argparse
import time

from engine import demo, inventing, registers
from engine import runtime as wiring
from engine.config import Settings
from engine.errors import Conflict, NotAllowed, Unavailable

MOST = 1_000_000


def add_generate(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command that makes things up."""
    words = "add made-up records to the registers, or (--bulk) cases with tasks; only in demo mode"
    command = commands.add_parser("generate", help=words, description=words)
    words = "how many records in all"
    command.add_argument("count", metavar="COUNT", type=_count, nargs="?", help=words)
    words = "only this register (default: spread over all)"
    command.add_argument("--register", metavar="NAME", help=words)
    words = "another number makes other records or cases (default: 1)"
    command.add_argument("--seed", metavar="N", type=int, default=1, help=words)
    words = "make cases with open and finished tasks, as many as --open and --finished say"
    command.add_argument("--bulk", action="store_true", help=words)
    words = "with --bulk: how many open tasks (default: 0)"
    command.add_argument("--open", metavar="N", type=_tasks, default=0, help=words)
    words = "with --bulk: how many finished tasks, in finished cases (default: 0)"
    command.add_argument("--finished", metavar="N", type=_tasks, default=0, help=words)
    words = "with --bulk: also where there are cases already"
    command.add_argument("--add", action="store_true", help=words)
    command.set_defaults(answer=_generate)


def _count(text: str) -> int:
    count = int(text)
    if not 0 < count <= MOST:
        raise argparse.ArgumentTypeError(f"from 1 to {MOST}")
    return count


def _tasks(text: str) -> int:
    return 0 if text == "0" else _count(text)


def _generate(asked: argparse.Namespace, settings: Settings) -> int:
    if asked.bulk == (asked.count is not None) or (asked.bulk and not asked.open + asked.finished):
        print("COUNT records, or --bulk with --open N or --finished N")
        return 2
    try:
        return _bulk(asked, settings) if asked.bulk else _records(asked, settings)
    except NotAllowed:
        print("only in demo mode: set PROCESREGIE_DEMO=1")
    except Conflict:
        print("there are cases already: --add makes more beside them")
    except Unavailable:
        print("what is in force is not what is in the folder of procedures: deploy that first")
    return 1


def _records(asked: argparse.Namespace, settings: Settings) -> int:
    runtime = wiring.build(settings)
    began = time.perf_counter()
    made = registers.generate(runtime, count=asked.count, register=asked.register, seed=asked.seed)
    for name, count in made.items():
        print(f"{name}: {count}")
    print(f"{asked.count} records in {time.perf_counter() - began:.0f} s")
    return 0


def _bulk(asked: argparse.Namespace, settings: Settings) -> int:
    runtime = wiring.build(settings)
    if settings.demo:
        demo.add_people(runtime)
    wanted = inventing.Wanted(asked.open, asked.finished, asked.seed, add=asked.add)
    made = inventing.generate(runtime, wanted=wanted, told=_tell)
    _tell(made)
    print("ok: check it with procesregie verify")
    return 0


def _tell(made: inventing.Made) -> None:
    print(
        f"{made.cases} cases, {made.open} open tasks, {made.finished} finished tasks, "
        f"{made.rows} rows in {made.seconds:.0f} s",
        flush=True,
    )
