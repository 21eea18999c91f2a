"""Run the standard's own tests (DMN TCK) that lie beside the project, and keep the floor.

Level 2 and 3 go through the XML with `engine.dmn`, the same cases in neutral form through
`engine.feel`. Prints per folder and in sum, writes `bench/results/tck.json`, fails under
`bench/tck_floor.json` and raises that when more passes. Without `../shared/tck` it says so.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools import tck_cases  # noqa: E402 - the project is found by the line above

DEFAULT = ROOT.parent / "shared" / "tck"
RESULTS = ROOT / "bench" / "results" / "tck.json"
FLOOR = ROOT / "bench" / "tck_floor.json"


class Miss(NamedTuple):
    """One result that is not the expected one."""

    folder: str
    case: str
    node: str
    expected: Any
    got: Any


@dataclass
class Score:
    """How many results of a folder were right, and which were not."""

    folder: str
    right: int = 0
    total: int = 0
    misses: list[Miss] = field(default_factory=list)

    def add(self, outcome: tck_cases.Outcome) -> None:
        """Count one result."""
        self.total += 1
        if outcome.right:
            self.right += 1
        else:
            self.misses.append(Miss(self.folder, *outcome[1:]))


def figures(scores: dict[str, list[Score]]) -> dict[str, float | int]:
    """Return the flat figures: per part the percentage, the right ones, all of them."""
    made: dict[str, float | int] = {}
    for part, many in scores.items():
        right, total = sum(one.right for one in many), sum(one.total for one in many)
        made[f"{part}.percent"] = round(100 * right / total, 2) if total else 0.0
        made[f"{part}.right"] = right
        made[f"{part}.results"] = total
    return made


def measure(where: Path) -> dict[str, list[Score]]:
    """Run everything in a folder that holds the kit."""
    return {
        "dmn.level2": list(_levels(where / "compliance-level-2")),
        "dmn.level3": list(_levels(where / "compliance-level-3")),
        "feel": list(_neutral(where / "cases.json")),
    }


def below(found: dict[str, float | int], floor: dict[str, float]) -> list[str]:
    """Return the figures that are under the floor, as lines."""
    return [
        f"{name}: {found.get(name, 0)} % is under the floor of {least} %"
        for name, least in floor.items()
        if found.get(name, 0) < least
    ]


def read_floor() -> dict[str, float]:
    """Return the least percentages, by figure."""
    made: dict[str, float] = json.loads(FLOOR.read_text()) if FLOOR.exists() else {}
    return made


def _levels(where: Path) -> Iterator[Score]:
    """Run every folder of one level."""
    for folder in sorted(where.iterdir()) if where.is_dir() else ():
        score = Score(folder.name)
        for outcome in tck_cases.run_folder(folder):
            score.add(outcome)
        yield score


def _neutral(path: Path) -> Iterator[Score]:
    """Run the neutral form of the cases, by folder."""
    scores: dict[str, Score] = {}
    for case in json.loads(path.read_text()) if path.is_file() else ():
        score = scores.setdefault(case["dir"], Score(case["dir"]))
        score.add(tck_cases.run_neutral(case))
    yield from scores.values()


def _print(scores: dict[str, list[Score]], *, misses: bool) -> None:
    """Print per folder and in sum."""
    for part, many in scores.items():
        for score in many:
            print(f"{part:11} {score.right:5}/{score.total:<5} {score.folder}")
            for miss in score.misses if misses else ():
                print(f"{'':12}{miss.case} {miss.node}: {miss.got!r}, not {miss.expected!r}")
    made = figures(scores)
    for part in scores:
        right, total = made[f"{part}.right"], made[f"{part}.results"]
        print(f"{part:11} {right:5}/{total:<5} {made[f'{part}.percent']:.2f} %")


def main(arguments: Sequence[str]) -> int:
    """Run the kit; return 1 when a figure is under the floor."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("where", nargs="?", type=Path, default=DEFAULT)
    parser.add_argument("--misses", action="store_true", help="show every result that is wrong")
    chosen = parser.parse_args(arguments)
    if not chosen.where.is_dir():
        print("skipped: the tests of the standard are not there (../shared/tck)")
        return 0
    scores = measure(chosen.where)
    _print(scores, misses=chosen.misses)
    found = figures(scores)
    if chosen.where != DEFAULT:
        return 0
    RESULTS.write_text(json.dumps({"figures": found}, indent=2) + "\n")
    floor = read_floor()
    under = below(found, floor)
    print("\n".join(under), end="\n" if under else "")
    if not under:
        raised = {f"{part}.percent": found[f"{part}.percent"] for part in scores}
        FLOOR.write_text(json.dumps(raised, indent=2) + "\n")
    return 1 if under else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
