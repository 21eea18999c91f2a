"""The engine reads the clock of its machine in one place; durations are measured anywhere.

A monotonic clock tells no moment, so it may be read anywhere. (The ids of rows, UUIDv7, are made by
their library with the machine's clock too; nothing but the order of rows is read from them.)
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
THE_PLACES = [
    ("engine/runtime.py", "datetime.now"),
    ("engine/store/queue.py", "now()"),  # the database's, beside what Procrastinate wrote with it
]
READS = {
    "datetime": {"now", "utcnow", "today"},
    "date": {"today"},
    "time": {"time", "time_ns", "localtime", "gmtime", "ctime", "strftime", "clock_gettime"},
    "utils": {"formatdate", "localtime", "make_msgid"},  # of email
    "func": {"now", "current_timestamp", "current_date", "clock_timestamp", "localtimestamp"},
}
MEASURES = {"monotonic", "monotonic_ns", "perf_counter", "perf_counter_ns", "thread_time", "sleep"}
IN_SQL = ("current_timestamp", "current_date", "clock_timestamp(", "now()", "datetime('now")
MODULES = {"time", "datetime", "email.utils"}


def read_in(tree: ast.Module) -> Iterator[str]:
    """Yield every reading of the machine's clock in a module, also one that is only passed on."""
    known = dict(_imported(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            whose = ast.unparse(node.value).rpartition(".")[2]
            whose = known.get(whose, whose)
            if node.attr in READS.get(whose, ()):
                yield f"{whose}.{node.attr}"
        elif isinstance(node, ast.ImportFrom) and node.module in MODULES:
            whose = node.module.rpartition(".")[2]
            yield from (f"{whose}.{each.name}" for each in node.names if _reads(whose, each.name))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from (each for each in IN_SQL if _in_statement(node.value, each))


def _imported(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Yield the names under which a module knows clocks by another name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from ((each.asname, each.name) for each in node.names if each.asname)


def _reads(module: str, name: str) -> bool:
    return module in {"time", "utils"} and name in READS[module]


def _in_statement(said: str, call: str) -> bool:
    words = said.lower()
    return call in words and any(each in words for each in ("select ", "update ", "insert "))


def test_the_clock_of_the_machine_is_read_in_one_place() -> None:
    found = [
        (str(file.relative_to(ROOT)), what)
        for file in sorted((ROOT / "engine").rglob("*.py"))
        for what in read_in(ast.parse(file.read_text("utf-8")))
    ]
    assert found == THE_PLACES


PLANTED = (
    "from datetime import datetime\nx = datetime.now()",
    "import datetime\nx = datetime.datetime.utcnow()",
    "import datetime as dt\nx = dt.date.today()",
    "from datetime import datetime as moment\nx = moment.now",
    "import time\nx = time.time()",
    "import time as t\nx = field(default_factory=t.time_ns)",
    "from time import time\nx = time()",
    "import email.utils\nx = email.utils.formatdate()",
    "from sqlalchemy import func\nx = func.now()",
    "x = 'UPDATE job SET due_at = now()'",
)


@pytest.mark.parametrize("code", PLANTED)
def test_a_reading_elsewhere_is_found(code: str) -> None:
    assert len(list(read_in(ast.parse(code)))) == 1


@pytest.mark.parametrize("name", sorted(MEASURES))
def test_a_duration_may_be_measured_anywhere(name: str) -> None:
    assert list(read_in(ast.parse(f"import time\nx = time.{name}()"))) == []
