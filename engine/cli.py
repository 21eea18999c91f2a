"""The terminal's door: start it, set it up, check it."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

from engine import demo, deployments, history, importing, people, server, trying
from engine import runtime as wiring
from engine.config import Settings
from engine.errors import InvalidInput, InvalidModel, NotFound
from engine.model import Tagged, Value
from engine.runtime import Runtime
from engine.wording import say


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status: 0 well, 1 not well, 2 wrong words."""
    asked = _parser().parse_args(arguments)
    settings = Settings.from_environment(os.environ)
    if hasattr(asked, "trial"):
        return _tried(asked, wiring.clock_of(settings)())
    if getattr(asked, "port", None):
        settings = replace(settings, port=asked.port)
    return int(asked.run(settings))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="procesregie", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, run, words in (
        ("serve", _serve, "serve the pages (gunicorn); prints a set-up link the first time"),
        ("demo", _demo, "serve with invented people and dossiers, to try things out"),
        ("upgrade", _upgrade, "bring the database and the deployed procedures up to date"),
        ("verify", _verify, "check the audit trail: every chain and every seal"),
        ("seal", _seal, "seal the audit trail now"),
        ("setup", _setup, "make a new one-time link for the first administrator"),
    ):
        command = commands.add_parser(name, help=words, description=words)
        command.set_defaults(run=run)
        if name in {"serve", "demo"}:
            command.add_argument("--port", type=int, help="port to listen on")
    _add_trials(commands)
    _add_import(commands)
    return parser


def _add_trials(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    words = "try a FEEL expression: prints its value as JSON"
    command = commands.add_parser("feel", help=words, description=words)
    command.add_argument("text", metavar="EXPRESSION")
    command.add_argument("--context", metavar="FILE", help="JSON object with the variables")
    command.add_argument("--unary", metavar="VALUE", help="take EXPRESSION as a cell, test VALUE")
    command.set_defaults(trial=_feel)
    words = "try a decision: prints its outputs, the rules that matched, and the trace"
    command = commands.add_parser("decide", help=words, description=words)
    command.add_argument("file", metavar="FILE.dmn")
    command.add_argument("decision", metavar="DECISION", nargs="?", default="")
    words = "one input, e.g. --input 'leeftijd=18'; may be repeated"
    command.add_argument("--input", metavar="NAME=FEEL", action="append", default=[], help=words)
    command.add_argument("--input-file", metavar="FILE", help="JSON object with the inputs")
    command.set_defaults(trial=_decide)


def _add_import(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    words = "take over diagrams, tables and forms of another system; reports line by line"
    command = commands.add_parser("import", help=words, description=words)
    command.add_argument("files", metavar="FILE", nargs="+")
    words = "folder of the procedure (default: the name of the first file, among the procedures)"
    command.add_argument("--into", metavar="DIR", help=words)
    command.add_argument("--write", action="store_true", help="write the result, not only report")
    command.add_argument("--force", action="store_true", help="write over files that are there")
    command.set_defaults(trial=_import)


def _upgrade(settings: Settings) -> int:
    return 0 if _prepared(settings) else 1


def _prepared(settings: Settings) -> Runtime | None:
    Path(settings.data_dir).mkdir(parents=True, exist_ok=True)
    runtime = wiring.build(settings)
    print("database: upgrading")
    runtime.store.upgrade()
    history.make_seal_key(runtime)
    added = deployments.load_terms(runtime)
    print(f"terms: {added} new dated rows")
    try:
        for report in deployments.deploy_folder(runtime):
            print(f"procedure {report.process_key}: version {report.version} {report.outcome}")
    except InvalidModel as refused:
        _print_findings(refused)
        return None
    return runtime


def _serve(settings: Settings) -> int:
    runtime = _prepared(settings)
    if runtime is None:
        return 1
    _print_set_up_link(runtime)
    runtime.store.close()
    server.serve(settings)
    return 0


def _demo(settings: Settings) -> int:
    settings = replace(settings, demo=True)
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


def _verify(settings: Settings) -> int:
    verdict = history.verify(wiring.build(settings))
    print(
        f"{verdict.cases} cases, {verdict.events} events, {verdict.seals} seals, "
        f"{verdict.redacted} redacted, {verdict.unsealed} not sealed yet"
    )
    for fault in verdict.faults:
        print(f"FAULT {fault.kind} found by {fault.found_by}: {fault.case} {fault.seq or ''}")
    print("ok" if verdict.whole else f"{len(verdict.faults)} faults")
    return 0 if verdict.whole else 1


def _seal(settings: Settings) -> int:
    print("sealed" if history.seal(wiring.build(settings)) else "nothing new to seal")
    return 0


def _tried(asked: argparse.Namespace, now: datetime) -> int:
    """Run a command that tries something; what is refused is said, with its place."""
    try:
        return int(asked.trial(asked, now))
    except OSError as error:
        print(f"cannot read {error.filename}: {error.strerror}", file=sys.stderr)
    except InvalidModel as refused:
        _print_findings(refused)
    except InvalidInput as refused:
        for problem in refused.problems:
            print(f"{problem.field}: {_told(problem.code, problem.facts)}", file=sys.stderr)
    except NotFound as missing:
        print(_told(missing.code, missing.facts), file=sys.stderr)
    return 1


def _feel(asked: argparse.Namespace, now: datetime) -> int:
    tried = trying.evaluate(asked.text, _values(asked.context), now, asked.unary)
    for remark in tried.warnings:
        _print_remark("warning", asked.text, remark)
    if tried.error is not None:
        _print_remark("error", asked.text, tried.error)
        return 1
    print(_json(tried.value))
    return 0


def _decide(asked: argparse.Namespace, now: datetime) -> int:
    path = Path(asked.file)
    others = {one.name: one.read_bytes() for one in path.parent.glob("*.dmn") if one != path}
    values = {**_values(asked.input_file), **trying.inputs(asked.input, now)}
    made = trying.decide(path.read_bytes(), path.name, asked.decision, values, now, others)
    print(_json(made.outputs))
    print(f"matched: {', '.join(made.matched) or '-'}")
    for one in made.trace:
        print(f"trace: {one.decision}")
        for name, value in one.inputs.items():
            print(f"  input   {name} = {_json(value)}")
        print(f"  matched {', '.join(one.matched) or '-'}")
        print(f"  output  {_json(one.outputs)}")
        for problem in one.problems:
            print(f"  problem {problem}")
    return 0


def _import(asked: argparse.Namespace, _now: datetime) -> int:
    taken = importing.take_over(importing.read([Path(one) for one in asked.files]))
    for line in taken.lines:
        becomes = f" -> {line.becomes}" if line.becomes else ""
        place = f"{line.file}:{line.line or 0} {line.element or '-'}"
        print(f"{place} {line.level}: {line.written}{becomes}")
        if line.level != "rewritten":
            print(f"    {line.sentence}")
    if taken.findings:
        print("check of the result:")
        _print_findings(InvalidModel(taken.findings), sys.stdout)
    if asked.write:
        settings = Settings.from_environment(os.environ)
        first = Path(asked.files[0]).name.partition(".")[0]
        into = Path(asked.into) if asked.into else Path(settings.processes) / first
        folder = Path(settings.forms) / into.name
        for path in importing.write(taken, into, folder, force=asked.force):
            print(f"written: {path}")
    else:
        print("nothing was written; --write does")
    return 0 if taken.complete else 1


def _values(file: str | None) -> dict[str, Value]:
    return trying.read_values(Path(file).read_text("utf-8")) if file else {}


def _print_remark(weight: str, text: str, remark: trying.Remark) -> None:
    """Print what is wrong with an expression, the line, and a mark under the place."""
    place = f"line {remark.line}, column {remark.column}"
    lines = text.splitlines()
    print(f"{weight}: {place}: {_told(remark.code, remark.facts)}", file=sys.stderr)
    if remark.line <= len(lines):
        print(f"  {lines[remark.line - 1]}\n  {' ' * (remark.column - 1)}^", file=sys.stderr)


def _told(code: str, facts: Mapping[str, Any]) -> str:
    """Return a code and its facts in plain words of a terminal."""
    meant = facts.get("did_you_mean")
    shown = [f"{key}: {value}" for key, value in facts.items() if key != "did_you_mean" and value]
    told = code.replace("_", " ") + (f" ({', '.join(shown)})" if shown else "")
    return f"{told}; did you mean {meant}?" if meant else told


def _json(value: Tagged) -> str:
    return json.dumps(value, ensure_ascii=False)


def _print_findings(refused: InvalidModel, to: TextIO | None = None) -> None:
    for finding in refused.findings:
        place = f"{finding.file}:{finding.line or 0} {finding.element or ''}"
        print(f"{place} [{finding.rule}] {say(finding.rule, finding.facts)}", file=to or sys.stderr)


def _address(settings: Settings) -> str:
    return f"http://{settings.host}:{settings.port}"


if __name__ == "__main__":
    sys.exit(main())
