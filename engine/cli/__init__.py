"""The terminal's door: start it, set it up, check it."""

from __future__ import annotations

import argparse
import os
import select
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from engine import (
    codelists,
    demo,
    deployments,
    history,
    inbox,
    operations,
    people,
    registers,
    server,
)
from engine import runtime as wiring
from engine.cli.connecting import add_connectors
from engine.cli.deciding import add_deciding
from engine.cli.drawing import add_layout
from engine.cli.exporting import add_export
from engine.cli.generating import add_generate
from engine.cli.keeping import add_keeping
from engine.cli.keys import add_keys
from engine.cli.linting import add_lint
from engine.cli.migrating import add_migration
from engine.cli.promoting import add_bundle
from engine.cli.records import add_records
from engine.cli.saying import answered, print_findings
from engine.cli.scenarios import add_scenarios
from engine.cli.trials import add_import, add_trials
from engine.cli.working import add_worker, set_up_queue
from engine.config import Settings
from engine.errors import InvalidModel
from engine.model import SYSTEM
from engine.runtime import Runtime
from engine.wording import say


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status: 0 well, 1 not well, 2 wrong words.

    Whoever reads what it prints may stop reading, as `head` does: that is 1, without a word.
    """
    try:
        status = _run(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        if not _nobody_reads():
            raise  # another pipe than that of the answer
        return 1
    return status


def _nobody_reads() -> bool:
    """Tell whether the reader of the answer has gone; then what is left of it goes nowhere.

    The pipe itself is asked: when nothing is buffered (`PYTHONUNBUFFERED`) a flush says nothing.
    """
    try:
        answer = sys.stdout.fileno()
    except OSError:  # an answer that goes to no file
        return False
    watch = select.poll()
    watch.register(answer, 0)  # an error is told unasked
    if not watch.poll(0):
        return False
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, answer)
    os.close(nowhere)
    return True


def _run(arguments: Sequence[str] | None) -> int:
    asked = _parser().parse_args(arguments)
    settings = Settings.from_environment(os.environ)
    if hasattr(asked, "answer"):
        return answered(lambda: int(asked.answer(asked, settings)))
    if getattr(asked, "port", None):
        settings = replace(settings, port=asked.port)
    return answered(lambda: int(asked.run(settings)))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="procesregie", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, run, words in (
        ("serve", _serve, "serve the pages (gunicorn); prints a set-up link the first time"),
        ("demo", _demo, "serve with invented people and dossiers, to try things out"),
        ("upgrade", _upgrade, "bring the database and the deployed procedures up to date"),
        ("seal", _seal, "seal the audit trail now"),
        ("incidents", _incidents, "list what stands still and waits for an operator"),
        ("setup", _setup, "make a new one-time link for the first administrator"),
    ):
        command = commands.add_parser(name, help=words, description=words)
        command.set_defaults(run=run)
        if name in {"serve", "demo"}:
            command.add_argument("--port", type=int, help="port to listen on")
    _add_verify(commands)
    add_worker(commands)
    add_trials(commands)
    add_scenarios(commands)
    add_import(commands)
    add_layout(commands)
    add_lint(commands)
    add_export(commands)
    add_bundle(commands)
    add_migration(commands)
    add_generate(commands)
    add_records(commands)
    add_keeping(commands)
    add_deciding(commands)
    add_connectors(commands)
    add_keys(commands)
    return parser


def _upgrade(settings: Settings) -> int:
    return 0 if _prepared(settings) else 1


def _prepared(settings: Settings) -> Runtime | None:
    Path(settings.data_dir).mkdir(parents=True, exist_ok=True)
    try:
        runtime = wiring.build(settings)
    except InvalidModel as refused:
        print_findings(refused)
        return None
    print("database: upgrading")
    if not runtime.store.upgrade():
        print("database: newer than this program, which still works on it; nothing is changed")
        return runtime
    if not set_up_queue(runtime):
        return None
    gone = list(registers.misfits(runtime))
    if gone:
        print_findings(InvalidModel(gone))
        return None
    if registers.other_key(runtime):
        print(say("record_key_other", {}))
    else:
        print(f"registers: {registers.seal(runtime)} versions sealed")
    print(f"task list: {inbox.put_in_order(runtime)} fields put in order")
    history.make_seal_key(runtime)
    added = deployments.load_terms(runtime)
    print(f"terms: {added} new dated rows")
    _print_codes(codelists.load(runtime))
    try:
        for report in deployments.deploy_folder(runtime):
            print(f"procedure {report.process_key}: version {report.version} {report.outcome}")
    except InvalidModel as refused:
        print_findings(refused)
        return None
    return runtime


def _print_codes(loaded: codelists.Loaded) -> None:
    print(f"code lists: {loaded.added} new codes")
    for code in loaded.differs:
        print(f"code lists: {code.rstrip('@')} is another in the file; what was there stays")
    for code in loaded.gone:
        print(f"code lists: {code} is not in the file any more; it stays until somebody ends it")


def _serve(settings: Settings) -> int:
    if not _servable(settings):
        return 1
    runtime = _prepared(settings)
    if runtime is None:
        return 1
    _print_set_up_link(runtime)
    runtime.store.close()
    server.serve(settings)
    return 0


def _servable(settings: Settings) -> bool:
    sentence = server.refused(settings)
    if sentence is not None:
        print(sentence)
    return sentence is None


def _demo(settings: Settings) -> int:
    settings = replace(settings, demo=True)
    if not _servable(settings):
        return 1
    runtime = _prepared(settings)
    if runtime is None:
        return 1
    print("demo: people and dossiers")
    signs = demo.fill(runtime)
    print(f"\n  DEMO - invented people and dossiers. Address: {_address(settings)}\n")
    for login, name, roles in signs:
        print(f"  {login:<18} {name:<20} {roles}")
    print(f"\n  Password of each: {demo.PASSWORD}\n")
    runtime.store.close()
    server.serve(settings)
    return 0


def _setup(settings: Settings) -> int:
    runtime = wiring.build(settings)
    runtime.store.upgrade()
    return 0 if _print_set_up_link(runtime) else 1


def _print_set_up_link(runtime: Runtime) -> bool:
    token = people.set_up_link(runtime)
    if token is None:
        print("set-up: done before; an administrator makes further accounts")
        return False
    print("set-up: open this link once, within 48 hours, to make the first administrator:")
    print(f"  {_address(runtime.settings)}/inrichten/{token}")
    return True


def _add_verify(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    words = "check the audit trail: every chain and every seal"
    command = commands.add_parser("verify", help=words, description=words)
    words = "every seal, but only the chains of N cases, drawn by chance"
    command.add_argument("--sample", metavar="N", type=int, help=words)
    command.set_defaults(answer=_verify)


def _verify(asked: argparse.Namespace, settings: Settings) -> int:
    verdict = history.verify(wiring.build(settings), sample=asked.sample)
    print(
        f"{verdict.cases} cases, {verdict.events} events, {verdict.seals} seals, "
        f"{verdict.redacted} redacted, {verdict.unsealed} not sealed yet"
    )
    for fault in verdict.faults:
        print(f"FAULT {fault.kind} found by {fault.found_by}: {fault.case} {fault.seq or ''}")
    print("ok" if verdict.whole else f"{len(verdict.faults)} faults")
    return 0 if verdict.whole else 1


def _incidents(settings: Settings) -> int:
    """Print the newest incidents; the status is 1 when there are any."""
    runtime = wiring.build(settings)
    found = operations.incidents(runtime, by=SYSTEM)
    runtime.store.close()
    for each in found.rows:
        place = f"{each.number or '-'} {each.element or '-'}"
        told = say(each.code, {**each.facts, "element": each.element or None})
        print(f"{each.opened_at:%Y-%m-%d %H:%M} {place} [{each.code}] {told}")
    print(f"{found.total} open" if found.total else "nothing stands still")
    return 1 if found.total else 0


def _seal(settings: Settings) -> int:
    print("sealed" if history.seal(wiring.build(settings)) else "nothing new to seal")
    return 0


def _address(settings: Settings) -> str:
    return f"http://{settings.host}:{settings.port}"
