"""Our answers beside feelin's: how both are written alike, and where a difference begins."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from engine.feel import FeelSyntaxError, Value, evaluate
from engine.feel.texts import text_of
from engine.feel.values import Range, kind
from tests.feel.expressions import Grown

DOOR = Path(__file__).parent / "feelin_door.mjs"
NEAR = Decimal("1e-9")  # feelin counts in binary numbers of some 16 digits


@dataclass(frozen=True)
class Difference:
    """An expression whose parts are equal in both and which itself is not."""

    made_by: str
    text: str
    kinds: tuple[str, ...]  # of its parts' values
    ours: str
    theirs: str

    @property
    def signature(self) -> str:
        """Return what a class of differences is known by."""
        return (
            f"{self.made_by} | {', '.join(self.kinds)} | {_sort(self.ours)} ≠ {_sort(self.theirs)}"
        )


def _sort(answer: str) -> str:
    """Return what an answer is, without saying which number or text."""
    plain = answer.split("(", 1)[0]
    return plain if plain in ("number", "string", "list", "context", "range") else answer


BEYOND = {"too_many_steps", "list_too_long", "string_too_long", "value_too_large", "too_deep"}


def is_endless(text: str) -> bool:
    """Return whether our limits stop an expression; feelin has none and would take all memory."""
    try:
        return any(warning.code in BEYOND for warning in evaluate(text).warnings)
    except FeelSyntaxError:
        return False


def ours(texts: Iterable[str]) -> list[Any]:
    """Return what our interpreter gives for each text."""
    answers: list[Any] = []
    for text in texts:
        try:
            answers.append(plain(evaluate(text).value))
        except FeelSyntaxError:
            answers.append(["refused"])
    return answers


def plain(value: Value) -> Any:
    """Return a value as nested lists that compare with feelin's."""
    what = kind(value)
    if what in ("null", "boolean"):
        return value
    if what == "number":
        return ["number", value]
    if what == "list":
        return ["list", *map(plain, value)]
    if what == "context":
        return ["context", *([key, plain(item)] for key, item in sorted(value.items()))]
    if isinstance(value, Range):
        closed = value.start_included, value.end_included
        return ["range", plain(value.start), plain(value.end), *closed]
    return [what] if what == "function" else [what, text_of(value)]


_CLASSES = {"FeelDate": "date", "FeelTime": "time", "FeelDateTime": "date and time"}


def feelin(node: str, texts: Sequence[str]) -> list[Any]:
    """Return what feelin gives for each text."""
    lines = "".join(json.dumps(text) + "\n" for text in texts)
    done = subprocess.run(
        [node, str(DOOR)], input=lines, capture_output=True, text=True, check=True, timeout=300
    )
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(answers) == len(texts)
    return [["refused"] if "error" in one else _read(one["value"]) for one in answers]


def _read(value: Any) -> Any:
    if isinstance(value, list):
        return ["list", *map(_read, value)]
    if isinstance(value, str):
        return ["string", value]
    if not isinstance(value, dict):
        return value
    if "@number" in value:
        return ["number", Decimal(value["@number"])]
    if "@range" in value:
        found = value["@range"]
        ends = _read(found["start"]), _read(found["end"])
        return ["range", *ends, found["start_included"], found["end_included"]]
    if "iso" in value:
        return _read_time(value["class"], value["iso"])
    if "entries" in value:
        return ["context", *sorted([key, _read(item)] for key, item in value["entries"])]
    return [next(iter(value))]


def _read_time(which: str, iso: str) -> Any:
    """Return a date, time or duration of feelin as we would write it."""
    if which in _CLASSES:
        iso = re.sub(r"^\+?(-?)0*(\d{4,}-)", r"\1\2", iso)  # +010000 is 10000, -000044 is -0044
        made = evaluate(f"{_CLASSES[which]}({json.dumps(iso)})").value
        return [_CLASSES[which], iso if made is None else text_of(made)]
    return plain(evaluate(f"duration({json.dumps(iso)})").value) or ["duration", iso]


def alike(one: Any, other: Any) -> bool:
    """Return whether two answers are the same, numbers but for what binary numbers lose."""
    if not (isinstance(one, list) and isinstance(other, list)):
        return type(one) is type(other) and bool(one == other)
    if len(one) != len(other):
        return False
    if one[:1] == other[:1] == ["number"]:
        return bool(abs(one[1] - other[1]) <= NEAR * max(abs(one[1]), 1))
    return all(map(alike, one, other))


def shown(answer: Any) -> str:
    """Return an answer in a few words."""
    if not isinstance(answer, list):
        return {True: "true", False: "false", None: "null"}[answer]
    if len(answer) == 1:
        return str(answer[0])
    inside = ", ".join(
        shown(x) if isinstance(x, list | bool | None) else str(x) for x in answer[1:]
    )
    return f"{answer[0]}({inside})"


def differences(node: str, grown: Sequence[Grown]) -> list[Difference]:
    """Return where the answers to `grown` begin to differ: each smallest part that does."""
    found: dict[str, Difference] = {}
    grown = [one for one in grown if not is_endless(one.text)]
    texts = [one.text for one in grown]
    suspects = [
        one
        for one, mine, other in zip(grown, ours(texts), feelin(node, texts), strict=True)
        if not alike(mine, other)
    ]
    every = {part.text: part for one in suspects for part in _all_parts(one)}
    texts = list(every)
    answers = dict(zip(texts, zip(ours(texts), feelin(node, texts), strict=True), strict=True))
    for text, one in every.items():
        mine, other = answers[text]
        if alike(mine, other) or not all(alike(*answers[part.text]) for part in one.parts):
            continue
        kinds = tuple(_kind(answers[part.text][0]) for part in one.parts)
        found[text] = Difference(one.made_by, text, kinds, shown(mine), shown(other))
    return list(found.values())


def _all_parts(one: Grown) -> Iterable[Grown]:
    yield one
    for part in one.parts:
        yield from _all_parts(part)


def _kind(answer: Any) -> str:
    if isinstance(answer, list):
        return str(answer[0])
    return "null" if answer is None else "boolean"
