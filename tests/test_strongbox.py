"""The strongbox: what is sealed for one place opens there, with that key, and nowhere else."""

from __future__ import annotations

import hashlib

import pytest

from engine.errors import Unavailable
from engine.strongbox import Strongbox


def box(key: str = "een") -> Strongbox:
    return Strongbox(lambda purpose: hashlib.sha512(purpose + key.encode()).digest())


@pytest.mark.parametrize("text", ["", "true", "Ål\x80 \0 é", "x" * 5_000])
def test_what_is_sealed_opens_again(text: str) -> None:
    assert box().open(box().seal(text, "p/1/a"), "p/1/a") == text


def test_equal_values_differ_once_sealed_and_yes_is_as_long_as_no() -> None:
    sealed = [box().seal(text, "p/1/a") for text in ("true", "true", "false")]
    assert len(set(sealed)) == 3
    assert len({len(each) for each in sealed}) == 1


def test_a_value_does_not_open_in_another_place() -> None:
    with pytest.raises(Unavailable) as fault:
        box().open(box().seal("true", "p/1/a"), "p/2/a")
    assert fault.value.code == "record_damaged"


@pytest.mark.parametrize("spoil", [lambda s: s[:-8], lambda s: s[:40] + "AAAA" + s[44:]])
def test_a_value_that_was_changed_is_told(spoil: object) -> None:
    assert callable(spoil)
    with pytest.raises(Unavailable) as fault:
        box().open(spoil(box().seal("true", "p/1/a")), "p/1/a")
    assert fault.value.code == "record_damaged"


def test_another_key_is_told() -> None:
    with pytest.raises(Unavailable) as fault:
        box("twee").open(box().seal("true", "p/1/a"), "p/1/a")
    assert fault.value.code == "record_key_other"


def test_marks_are_equal_for_equal_values_of_one_place_and_one_key() -> None:
    assert box().mark("a", "x/y") == box().mark("a", "x/y")
    others = {box().mark("b", "x/y"), box().mark("a", "x/z"), box("twee").mark("a", "x/y")}
    assert box().mark("a", "x/y") not in others
