"""The command that tells who may take a decision, and on what power."""

from __future__ import annotations

import argparse
from datetime import date
from decimal import Decimal, InvalidOperation

from engine import mandates
from engine import runtime as wiring
from engine.config import Settings
from engine.model import SYSTEM


def add_deciding(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command about mandates."""
    words = "tell who may take a decision of a sort; the status is 1 when nobody may"
    command = commands.add_parser("deciders", help=words, description=words)
    command.add_argument("type", metavar="TYPE", help="a key of beslissingssoorten.toml")
    words = "the amount in euro; without it, more than any limit"
    command.add_argument("--amount", metavar="EURO", type=_amount, help=words)
    words = "on this day, as 2026-04-27 (default: today)"
    command.add_argument("--on", metavar="DAY", type=date.fromisoformat, help=words)
    command.set_defaults(answer=_deciders)


def _amount(text: str) -> Decimal:
    try:
        amount = Decimal(text)
    except InvalidOperation as wrong:
        raise argparse.ArgumentTypeError("an amount such as 10000.50") from wrong
    if not amount.is_finite() or amount < 0:
        raise argparse.ArgumentTypeError("an amount such as 10000.50")
    return amount


def _deciders(asked: argparse.Namespace, settings: Settings) -> int:
    runtime = wiring.build(settings)
    found = mandates.deciders(
        runtime, decision_type=asked.type, amount=asked.amount, on=asked.on, by=SYSTEM
    )
    runtime.store.close()
    if asked.type not in runtime.decision_types.types:
        print("this sort is in no list: only who may decide everything may decide it")
    for each in found:
        print(f"{each.name} ({each.login}), {each.capacity}: {each.source}")
    print(f"{len(found)} may" if found else "nobody may")
    return 0 if found else 1
