"""What the terminal says of what was refused, in plain words and with its place."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import Any, TextIO

from engine import trying
from engine.errors import InvalidInput, InvalidModel, NotFound, Unavailable
from engine.wording import say


def answered(work: Callable[[], int]) -> int:
    """Do the work of a command and return its status; what is refused is said, with its place."""
    try:
        return work()
    except OSError as error:
        if error.filename is None:
            raise  # of no file: not what somebody typed
        print(f"cannot read {error.filename}: {error.strerror}", file=sys.stderr)
    except InvalidModel as refused:
        print_findings(refused)
    except InvalidInput as refused:
        for problem in refused.problems:
            print(f"{problem.field}: {_told(problem.code, problem.facts)}", file=sys.stderr)
    except (NotFound, Unavailable) as missing:
        print(_told(missing.code, missing.facts), file=sys.stderr)
    return 1


def print_remark(weight: str, text: str, remark: trying.Remark) -> None:
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


def print_findings(refused: InvalidModel, to: TextIO | None = None) -> None:
    """Print every finding with its place and its sentence."""
    for finding in refused.findings:
        place = f"{finding.file}:{finding.line or 0} {finding.element or ''}"
        print(f"{place} [{finding.rule}] {say(finding.rule, finding.facts)}", file=to or sys.stderr)
