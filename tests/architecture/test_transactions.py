"""Every write transaction has a name of its own, which the code says literally."""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path

import pytest

from tools import transactions

NAME = re.compile(r"[a-z]+(_[a-z]+)*\.[a-z]+(_[a-z]+)*")


def test_every_transaction_of_the_engine_has_one_name_of_its_own() -> None:
    found = transactions.named("engine")
    assert len(found) > 150
    assert [each for each in found if not each.name] == []
    assert [name for name, count in Counter(each.name for each in found).items() if count > 1] == []
    assert [each for each in found if not NAME.fullmatch(each.name)] == []


@pytest.mark.parametrize("folder", ["bench", "tests", "tools"])
def test_what_tests_write_has_a_name_that_the_engine_does_not_use(folder: str) -> None:
    taken = {each.name for each in transactions.named("engine")}
    found = transactions.named(folder)
    assert [each for each in found if not NAME.fullmatch(each.name)] == []
    assert [each for each in found if each.name in taken] == []


UNNAMED = (
    "def one(store, name):\n    with store.write(name): pass\n",
    "with store.write(): pass\n",
    "with store.write(f'{noun}.write'): pass\n",
    "lambda store, word: begun(store, transaction=word)\n",
    "opened = store.write\n",
)


@pytest.mark.parametrize("code", UNNAMED)
def test_a_name_that_is_not_said_literally_is_found(code: str) -> None:
    assert [each.name for each in transactions.in_code(Path("x.py"), ast.parse(code))] == [""]


def test_a_name_that_a_caller_gives_counts_at_the_caller() -> None:
    code = (
        "def two(store, *, transaction):\n    with store.write(transaction): pass\n"
        "def three(store):\n    two(store, transaction='cases.begin')\n"
    )
    found = transactions.in_code(Path("x.py"), ast.parse(code))
    assert [each.name for each in found] == ["cases.begin"]
