"""Write what was measured into the pages that quote it: between marks, as tables."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
RESULTS = ROOT / "bench" / "results"
FILES = ("docs/reliability.md", "README.md")
END = "<!-- end -->\n"
Row = tuple[str, str, str]

CORE: Sequence[Row] = (
    ("SQL statements per completed task, at most", "completion.statements", ""),
    ("commits per completed task", "completion.commits", ""),
    ("processor time per completed task", "completion.cpu_ms", " ms"),
    ("a completed task on the small diagram", "completion.linear_cpu_ms", " ms"),
    ("the same step on SpiffWorkflow alone, in memory", "bare_step.cpu_ms", " ms"),
    ("the same task completed here, against that bare step", "completion.over_bare_step", " times"),
    (
        "a completed task against one committed INSERT, by the clock",
        "completion.over_insert",
        " times",
    ),
    ("step 10,000 of a case against step 10", "loop.step_10000_over_10", " times"),
    ("size of a running case's state, at most", "state.bytes", " bytes"),
)
RACES: Sequence[Row] = (
    ("rounds of two completing one task", "complete.rounds", ""),
    ("rounds with exactly one who succeeded", "complete.one_winner", ""),
    ("rounds in which both were inside at once", "complete.overlapping", ""),
    ("rounds of two taking one task", "claim.rounds", ""),
    ("rounds with exactly one who got it", "claim.one_winner", ""),
    ("rounds in which both were inside at once ", "claim.overlapping", ""),
)
KILLS: Sequence[Row] = (
    ("kills", "kill.kills", ""),
    ("completions acknowledged", "kill.acknowledged", ""),
    ("requests in flight at a kill", "kill.in_flight", ""),
    ("answered again", "kill.answered_again", ""),
    ("lost", "kill.lost", ""),
    ("doubled", "kill.doubled", ""),
    ("torn", "kill.torn", ""),
    ("faults in the chain or the file", "kill.chain", ""),
)
README: Sequence[tuple[str, str, str, str]] = (
    *(
        (*row, "core")
        for row in CORE
        if not row[1].startswith(("completion.linear", "completion.over_bare", "bare"))
    ),
    (
        "a small task completed, against a bare SpiffWorkflow step in memory",
        "completion.over_bare_step",
        " times",
        "core",
    ),
    ("kills under load: lost / doubled / torn", "kill.lost kill.doubled kill.torn", "", "faults"),
    ("two at one task, 1,000 times: exactly one succeeds", "complete.one_winner", "", "faults"),
)


def filled(text: str) -> str:
    """Return `text` with the tables between its marks as they were measured."""
    core, faults = _read("core"), _read("faults")
    for mark, table in (
        ("core", _table(CORE, core)),
        ("races", _table(RACES, faults)),
        ("kills", _table(KILLS, faults)),
        ("figures", _readme({"core": core, "faults": faults})),
    ):
        before, found, rest = text.partition(f"<!-- {mark} -->\n")
        if found:
            _, end, after = rest.partition(END)
            text = before + found + table + end + after
    return text


def _read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((RESULTS / f"{name}.json").read_text("utf-8"))
    return found


def _table(rows: Sequence[Row], found: dict[str, Any]) -> str:
    lines = ["| figure | measured |", "|---|---|"]
    lines += [f"| {said.strip()} | {_value(found, key)}{unit} |" for said, key, unit in rows]
    machine = found["machine"]
    lines.append(
        f"| machine | {machine['cores']} cores of {machine['processor']}, Python "
        f"{machine['python']}, SQLite {machine['sqlite']}; load {machine['load_before']} before, "
        f"{machine['load_after']} after |"
    )
    return "\n".join(lines) + "\n"


def _readme(found: dict[str, dict[str, Any]]) -> str:
    lines = ["| figure | value | how |", "|---|---|---|"]
    for said, key, unit, name in README:
        lines.append(f"| {said} | {_value(found[name], key)}{unit} | `{found[name]['command']}` |")
    return "\n".join(lines) + "\n"


def _value(found: dict[str, Any], keys: str) -> str:
    return " / ".join(_said(found["figures"][key]) for key in keys.split())


def _said(value: float) -> str:
    if isinstance(value, int):
        return f"{value:,}"
    return f"{value:.2f}" if value < 10 else f"{value:g}"


def main() -> None:
    """Fill in every page."""
    for name in FILES:
        file = ROOT / name
        file.write_text(filled(file.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
