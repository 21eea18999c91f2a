"""The command about keys of programs that do work for diagrams."""

from __future__ import annotations

import argparse

from engine import keys
from engine import runtime as wiring
from engine.config import Settings
from engine.model import SYSTEM


def add_keys(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command about keys."""
    words = "keys with which programs fetch work over HTTP: list them, make one, end one"
    command = commands.add_parser("keys", help=words, description=words)
    command.add_argument("what", choices=("list", "make", "end"), metavar="list|make|end")
    command.add_argument("name", nargs="?", metavar="NAME", help="of the program")
    words = "make: work that it may fetch, as kbo.opzoeken; may be repeated"
    command.add_argument("--topic", action="append", default=[], metavar="TOPIC", help=words)
    command.set_defaults(answer=_keys)


def _keys(asked: argparse.Namespace, settings: Settings) -> int:
    runtime = wiring.build(settings)
    try:
        if asked.what == "make":
            print(keys.make(runtime, name=asked.name or "", topics=asked.topic, by=SYSTEM))
        elif asked.what == "end":
            keys.end(runtime, name=asked.name or "", by=SYSTEM)
        else:
            for each in keys.listing(runtime, by=SYSTEM):
                until = f"ended {each.ended_at:%Y-%m-%d}" if each.ended_at else "in use"
                print(f"{each.name:<30} {until:<18} {' '.join(each.topics)}")
    finally:
        runtime.store.close()
    return 0
