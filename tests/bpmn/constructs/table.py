"""Writes the construct table into the page: `python -m tests.bpmn.constructs.table`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from engine.bpmn.rules.unsupported import UNSUPPORTED
from tests.bpmn.constructs.all import CONSTRUCTS, FAMILIES, REFUSALS

PAGE = Path(__file__).parents[3] / "docs" / "bpmn.md"
MARK = "<!-- generated: python -m tests.bpmn.constructs.table -->\n"
RUN = """{count} models, each with the trace that it must give written by hand beside the § of the
standard. Each is played in four ways: as a case that is never saved beside one that is saved and
loaded at every step (`tests/bpmn/test_constructs.py`), and in SQLite and in PostgreSQL, one
transaction a step, where the rows of tasks, jobs, subscriptions and activities must be those of the
trace after every command (`tests/store/test_constructs.py`).
"""


def rows() -> Iterator[str]:
    """Yield how many there are and the table: what is executed first, then what is refused."""
    yield RUN.format(count=len(CONSTRUCTS))
    yield "| construct | BPMN 2.0.2 | executed or refused | the model that proves it |"
    yield "|---|---|---|---|"
    for family in FAMILIES:
        where = family.__name__.rpartition(".")[2]
        for construct in family.CONSTRUCTS:
            proof = f"`tests/bpmn/constructs/{where}.py`"
            yield f"| {construct.name} | {construct.section} | executed | {proof} |"
    for family in REFUSALS:
        where = family.__name__.rpartition(".")[2]
        for refused in family.REFUSED:
            proof = f"`tests/bpmn/constructs/{where}.py`"
            yield f"| {refused.name} | | refused: `{refused.rule}` | {proof} |"
    for name in UNSUPPORTED:
        proof = "`tests/bpmn/rules/test_feel_to_schema.py`"
        yield f"| {name.replace('_', ' ')} | | refused: `bpmn.unsupported.{name}` | {proof} |"


def page() -> str:
    """Return the page with the table of today."""
    text, _, _ = PAGE.read_text(encoding="utf-8").partition(MARK)
    return text + MARK + "\n" + "\n".join(rows()) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
