"""Measure FEEL and decision tables beside the same logic in compiled Python.

Everything is measured in one run, interleaved, so that a busy machine weighs on both alike;
figures are medians. Writes `bench/results/feel.json` and ends with 1 when a budget is broken.
"""

from __future__ import annotations

import json
import platform
import statistics
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

from engine import dmn, feel

RESULTS = Path(__file__).parent / "results" / "feel.json"
CONDITION = 'aanvraag.plaatsen <= 8 and aanvraag.opvangvorm = "gezinsopvang"'
PYTHON = 'aanvraag["plaatsen"] <= 8 and aanvraag["opvangvorm"] == "gezinsopvang"'
CONTEXT = {"aanvraag": {"plaatsen": Decimal(6), "opvangvorm": "gezinsopvang"}}
ROWS, ROUNDS = 500, 60
BUDGETS = {"condition.us": 3.0, "table_500.us": 1000.0}


def main() -> int:
    """Measure, write the figures down, print them; 1 when a budget is broken."""
    figures = {**condition(), **table()}
    broken = [
        f"{name} {figures[name]} > {most}" for name, most in BUDGETS.items() if figures[name] > most
    ]
    report = {
        "python": platform.python_version(),
        "machine": platform.machine(),
        "rounds": ROUNDS,
        "budgets": BUDGETS,
        "figures": figures,
    }
    RESULTS.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    for name, figure in figures.items():
        print(f"{name:<28}{figure:>12}")
    for line in broken:
        print(f"over budget: {line}")
    return 1 if broken else 0


def beside(one: Callable[[], Any], other: Callable[[], Any], times: int) -> tuple[float, float]:
    """Return the microseconds that each takes, the median of interleaved rounds."""
    took: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        for kept, work in zip(took, (one, other), strict=True):
            began = time.perf_counter()
            for _ in range(times):
                work()
            kept.append((time.perf_counter() - began) / times * 1e6)
    return statistics.median(took[0]), statistics.median(took[1])


def condition() -> dict[str, float]:
    """Return what a condition on a sequence flow costs, and compiling its text the first time."""
    expression = feel.compile(CONDITION, CONTEXT)
    code = compile(PYTHON, "condition", "eval")
    assert expression.evaluate(CONTEXT).value is eval(code, dict(CONTEXT)) is True
    ours, python = beside(
        lambda: expression.evaluate(CONTEXT), lambda: eval(code, {}, CONTEXT), 500
    )
    fresh = iter(range(10**9))
    first, _ = beside(lambda: feel.compile(f"{CONDITION} or {next(fresh)} = 1"), int, 5)
    return {
        "condition.us": round(ours, 3),
        "condition.python_us": round(python, 3),
        "condition.over_python": round(ours / python, 2),
        "condition.compile_us": round(first, 1),
    }


def table() -> dict[str, float]:
    """Return what a UNIQUE table of 500 rows costs: a postcode, a number of places → a team."""
    model = dmn.parse(table_xml(), "bench.dmn")
    python = table_python()
    places = iter(range(10**9))

    def inputs() -> dict[str, Any]:
        row = next(places) * 7919 % ROWS
        return {"postcode": str(1000 + row // 2), "plaatsen": Decimal(4 if row % 2 else 14)}

    def ours() -> Any:
        return model.evaluate("team", inputs())

    def theirs() -> Any:
        return python(**inputs())

    for row in (0, 1, 250, ROWS - 1):
        given = {"postcode": str(1000 + row // 2), "plaatsen": Decimal(4 if row % 2 else 14)}
        assert model.evaluate("team", given).value == python(**given), given
    mine, other = beside(ours, theirs, 20)
    return {
        "table_500.us": round(mine, 1),
        "table_500.python_us": round(other, 2),
        "table_500.over_python": round(mine / other, 2),
    }


def table_xml() -> bytes:
    """Return the table as DMN."""
    rules = "".join(
        f'<rule id="r{row}"><inputEntry id="a{row}"><text>"{1000 + row // 2}"</text></inputEntry>'
        f'<inputEntry id="b{row}"><text>{"&lt;= 8" if row % 2 else "&gt; 8"}</text></inputEntry>'
        f'<outputEntry id="o{row}"><text>"team-{row}"</text></outputEntry></rule>'
        for row in range(ROWS)
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="bench" name="bench"
    namespace="bench">
  <decision id="team" name="team"><decisionTable id="table" hitPolicy="UNIQUE">
    <input id="i1"><inputExpression id="e1" typeRef="string"><text>postcode</text>
    </inputExpression></input>
    <input id="i2"><inputExpression id="e2" typeRef="number"><text>plaatsen</text>
    </inputExpression></input>
    <output id="o" name="team" typeRef="string"/>{rules}
  </decisionTable></decision>
</definitions>""".encode()


def table_python() -> Callable[..., str | None]:
    """Return the table as a compiled Python function, one `if` a row."""
    lines = [
        f"    if postcode == '{1000 + row // 2}' and plaatsen {'<=' if row % 2 else '>'} 8:"
        f" return 'team-{row}'"
        for row in range(ROWS)
    ]
    names: dict[str, Any] = {}
    exec("\n".join(["def decide(postcode, plaatsen):", *lines]), names)
    return names["decide"]  # type: ignore[no-any-return] # what the text defines


if __name__ == "__main__":
    sys.exit(main())
