"""Two colleagues who write in one register at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from engine import errors, registers
from engine.registers import keeping, merging
from engine.store import record_keys
from tests import recording
from tests.house import House
from tests.recording import SARA

BOTH = ["house", pytest.param("postgresql_house", marks=pytest.mark.postgres)]
Act = Callable[[], object]


@pytest.fixture(params=BOTH)
def shared(request: pytest.FixtureRequest) -> House:
    house: House = request.getfixturevalue(request.param)
    return house


def at_once(monkeypatch: pytest.MonkeyPatch, where: Any, name: str, *acts: Act) -> list[str]:
    """Do acts that look both before either writes, where they are not held; return what failed."""
    together, looks = threading.Barrier(len(acts)), getattr(where, name)
    failed: list[str] = []

    def look(*args: Any, **more: Any) -> Any:
        found = looks(*args, **more)
        with suppress(threading.BrokenBarrierError):
            together.wait(timeout=0.5)
        return found

    def one(act: Act) -> None:
        try:
            act()
        except errors.InvalidInput as refused:
            failed.append(refused.problems[0].code)
        except errors.EngineError as refused:
            failed.append(refused.code)

    monkeypatch.setattr(where, name, look)
    both = [threading.Thread(target=one, args=(act,)) for act in acts]
    for each in both:
        each.start()
    for each in both:
        each.join()
    return failed


def test_what_must_be_unique_is_added_once(shared: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def add(name: str) -> Act:
        return lambda: recording.add(shared, recording.organiser(name), confirmed=True)

    failed = at_once(
        monkeypatch, record_keys, "with_key", add("Zonnebloem vzw"), add("Klaproos bv")
    )
    assert failed in (["register.not_unique"], ["duplicate"])  # the verb, or the database behind it


def test_a_page_that_is_sent_twice_at_once_adds_one_record(
    shared: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers: list[str] = []

    def add(name: str = "Madelief vzw") -> None:
        typed = recording.organiser(name, "")
        numbers.append(recording.add(shared, typed, confirmed=True, key="a page of Sara"))

    assert at_once(monkeypatch, keeping, "_must_be_alone", add, add) == []
    add("Madelieven vzw")
    assert numbers[0] == numbers[1] != numbers[2]


def test_two_records_never_lead_to_each_other(
    shared: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = recording.add(shared, recording.organiser())
    two = recording.add(shared, recording.organiser("Madelief", ""))

    def merge(number: str, into: str) -> Act:
        return lambda: registers.merge(
            shared.runtime,
            register="organisator",
            number=number,
            into=into,
            by=shared.actors[SARA],
            posted=recording.about(),
            seen=1,
        )

    failed = at_once(monkeypatch, merging, "follow", merge(one, two), merge(two, one))
    assert failed == ["register.merge_itself"]
