"""Commands about registers: making records up."""

from __future__ import annotations

import argparse
import time

from engine import registers
from engine import runtime as wiring
from engine.config import Settings
from engine.errors import NotAllowed

MOST = 1_000_000


def add_records(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands about registers."""
    words = "add made-up records with a history to the registers; only in demo mode"
    command = commands.add_parser("generate", help=words, description=words)
    command.add_argument("count", metavar="COUNT", type=_count, help="how many records in all")
    words = "only this register (default: spread over all)"
    command.add_argument("--register", metavar="NAME", help=words)
    words = "another number makes other records (default: 1)"
    command.add_argument("--seed", metavar="N", type=int, default=1, help=words)
    command.set_defaults(answer=_generate)


def _count(text: str) -> int:
    count = int(text)
    if not 0 < count <= MOST:
        raise argparse.ArgumentTypeError(f"from 1 to {MOST}")
    return count


def _generate(asked: argparse.Namespace, settings: Settings) -> int:
    runtime = wiring.build(settings)
    began = time.perf_counter()
    try:
        made = registers.generate(
            runtime, count=asked.count, register=asked.register, seed=asked.seed
        )
    except NotAllowed:
        print("only in demo mode: set PROCESREGIE_DEMO=1")
        return 1
    for name, count in made.items():
        print(f"{name}: {count}")
    print(f"{asked.count} records in {time.perf_counter() - began:.0f} s")
    return 0
