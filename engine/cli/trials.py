"""Commands that try something or take something over: feel, decide, import."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from engine import importing, trying
from engine import runtime as wiring
from engine.cli.saying import print_findings, print_remark
from engine.config import Settings
from engine.errors import InvalidModel
from engine.model import Tagged, Value


def add_trials(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands that try an expression or a decision."""
    words = "try a FEEL expression: prints its value as JSON"
    command = commands.add_parser("feel", help=words, description=words)
    command.add_argument("text", metavar="EXPRESSION")
    command.add_argument("--context", metavar="FILE", help="JSON object with the variables")
    command.add_argument("--unary", metavar="VALUE", help="take EXPRESSION as a cell, test VALUE")
    command.set_defaults(answer=_feel)
    words = "try a decision: prints its outputs, the rules that matched, and the trace"
    command = commands.add_parser("decide", help=words, description=words)
    command.add_argument("file", metavar="FILE.dmn")
    command.add_argument("decision", metavar="DECISION", nargs="?", default="")
    words = "one input, e.g. --input 'leeftijd=18'; may be repeated"
    command.add_argument("--input", metavar="NAME=FEEL", action="append", default=[], help=words)
    command.add_argument("--input-file", metavar="FILE", help="JSON object with the inputs")
    command.set_defaults(answer=_decide)


def add_import(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command that takes files over from another system."""
    words = "take over diagrams, tables and forms of another system; reports line by line"
    command = commands.add_parser("import", help=words, description=words)
    command.add_argument("files", metavar="FILE", nargs="+")
    words = "folder of the procedure (default: the name of the first file, among the procedures)"
    command.add_argument("--into", metavar="DIR", help=words)
    command.add_argument("--write", action="store_true", help="write the result, not only report")
    command.add_argument("--force", action="store_true", help="write over files that are there")
    command.set_defaults(answer=_import)


def _feel(asked: argparse.Namespace, settings: Settings) -> int:
    now = wiring.clock_of(settings)()
    tried = trying.evaluate(asked.text, _values(asked.context), now, asked.unary)
    for remark in tried.warnings:
        print_remark("warning", asked.text, remark)
    if tried.error is not None:
        print_remark("error", asked.text, tried.error)
        return 1
    print(_json(tried.value))
    return 0


def _decide(asked: argparse.Namespace, settings: Settings) -> int:
    now = wiring.clock_of(settings)()
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


def _import(asked: argparse.Namespace, settings: Settings) -> int:
    taken = importing.take_over(importing.read([Path(one) for one in asked.files]))
    for line in taken.lines:
        becomes = f" -> {line.becomes}" if line.becomes else ""
        place = f"{line.file}:{line.line or 0} {line.element or '-'}"
        print(f"{place} {line.level}: {line.written}{becomes}")
        if line.level != "rewritten":
            print(f"    {line.sentence}")
    if taken.findings:
        print("check of the result:")
        print_findings(InvalidModel(taken.findings), sys.stdout)
    if asked.write:
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


def _json(value: Tagged) -> str:
    return json.dumps(value, ensure_ascii=False)
