"""procesregie worker: a process that does jobs, beside the web and beside others like it."""

from __future__ import annotations

import argparse
import os
import platform

from engine import queueing, telemetry
from engine import runtime as wiring
from engine.config import Settings
from engine.runtime import Runtime

THREADS = 4


def add_worker(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command that does jobs."""
    words = "do timers, letters and all other jobs (PostgreSQL, with PROCESREGIE_WORKERS=1)"
    command = commands.add_parser("worker", help=words, description=words)
    words = "how many jobs at once"
    command.add_argument("--concurrency", metavar="N", type=_positive, default=THREADS, help=words)
    words = "what it is called in the log; else the name of this machine and the process"
    command.add_argument("--name", metavar="NAME", default="", help=words)
    command.set_defaults(answer=_work)


def set_up_queue(runtime: Runtime) -> bool:
    """Make the queue of the workers or leave it alone, as the settings say; say what was done."""
    try:
        applied = queueing.set_up(runtime)
    except ValueError as wrong:
        print(f"queue: {wrong}")
        return False
    if runtime.settings.workers:
        print(f"queue: {len(applied)} changes")
    return True


def _work(asked: argparse.Namespace, settings: Settings) -> int:
    """Work until told to stop; 1 when this installation hands nothing over to workers."""
    telemetry.set_up()
    runtime = wiring.build(settings)
    if not settings.workers or not queueing.is_on(runtime):
        print("no jobs for workers: set PROCESREGIE_WORKERS=1 and run procesregie upgrade")
        return 1
    from engine import crew  # noqa: PLC0415 - needs what is there with PostgreSQL only

    name = asked.name or f"{platform.node()}:{os.getpid()}"
    crew.Worker(runtime, name=name, concurrency=asked.concurrency).run()
    runtime.store.close()
    return 0


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number
