"""The figures of `docs/reliability.md` and the README are those that were measured."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tools import figures

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.parametrize("file", figures.FILES)
def test_the_figures_are_those_that_were_measured(file: str) -> None:
    text = (ROOT / file).read_text("utf-8")
    assert figures.filled(text) == text, "run: python tools/figures.py"


@pytest.mark.parametrize(
    "name", ["core", "growth", "faults", "registers", "timers", "throughput", "tasklist"]
)
def test_what_was_measured_keeps_its_promises(name: str) -> None:
    found: dict[str, Any] = json.loads((ROOT / "bench" / "results" / f"{name}.json").read_text())
    measured = found["figures"]
    for figure, limit in found.get("budgets", {}).items():
        assert measured[figure] <= limit
    for figure, limit in found.get("floors", {}).items():
        assert measured[figure] >= limit
    for kind in ("lost", "doubled", "torn", "chain"):
        assert measured.get(f"kill.{kind}", 0) == 0
    for kind in ("lost", "doubled", "stuck", "chain_errors"):
        assert measured.get(kind, 0) == 0


def test_the_simulation_started_from_what_was_measured() -> None:
    folder = ROOT / "bench" / "results"
    measured, simulated = (
        json.loads((folder / f"{name}.json").read_text("utf-8"))["figures"]
        for name in ("throughput", "scaling")
    )
    said = measured["postgresql.completions_per_second"]
    assert simulated["closed.measured"] == said, "run: make bench-scaling"
