"""The page about the analysis names every finding with its weight, and no other."""

import re
from pathlib import Path

from engine.wording.nl.tables import SENTENCES

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "dmn-analysis.md").read_text("utf-8")
SOURCE = "\n".join(one.read_text("utf-8") for one in (ROOT / "engine/dmn/analysis").glob("*.py"))


def test_every_finding_is_on_the_page_and_in_the_source() -> None:
    listed = re.findall(r"(?m)^\| `(dmn\.analysis\.\w+)` \| (\w+) \|", PAGE)
    said = {f"dmn.{code}" for code in re.findall(r'"(analysis\.\w+)"', SOURCE)}
    assert {code for code, _ in listed} == said
    assert said == {code for code in SENTENCES if code.startswith("dmn.")}


def test_the_weights_are_those_of_the_page() -> None:
    told = dict(re.findall(r'"(analysis\.\w+)", (ERROR|WARNING|INFO)\b', SOURCE))
    assert len(told) > 8
    for code, weight in told.items():
        assert f"| `dmn.{code}` | {weight.lower()} |" in PAGE
