"""Pieces of an axis as intervals: in FEEL, and in parts that can be put in words.

Pure: no XML, no database, no clock, no network.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from engine.dmn.analysis.axes import Axis
from engine.dmn.analysis.boxes import Box, bits_of
from engine.dmn.analysis.pieces import Piece
from engine.dmn.analysis.scales import Scale
from engine.feel.values import Value

_MOST_WORDS = 8
_MADE_OF_TEXT = frozenset({"number", "integer"})

Where = list[dict[str, Any]]


def where(axes: Sequence[Axis], box: Box) -> Where:
    """Return a box as facts, one entry per axis.

    `column`; `intervals` as FEEL unary tests; `parts` for words, none when the axis is whole:
    {kind, low, high, low_in, high_in} (null: no end), {kind, value}, {kind: "other", except},
    {kind: "null"} or {kind: "filled"}: everything but null.
    """
    return [
        {"column": axis.label, "intervals": intervals(axis, held), "parts": parts(axis, held)}
        for axis, held in zip(axes, box, strict=True)
    ]


def parts(axis: Axis, held: int) -> list[Mapping[str, Any]]:
    """Return what is held of an axis in parts; nothing when it is all that may come."""
    if held & axis.usual == axis.usual:
        return []
    if held & axis.usual == axis.usual & ~axis.null:
        return [{"kind": "filled"}]
    found = list(_points(axis, held))
    if axis.scale is not None:
        found = [*_runs(axis, held, axis.scale), *found]
    return found


def intervals(axis: Axis, held: int) -> list[str]:
    """Return what is held of an axis as FEEL unary tests; `-` when it is all that may come."""
    return [_test(part) for part in parts(axis, held)] or ["-"]


def _points(axis: Axis, held: int) -> Iterator[Mapping[str, Any]]:
    """Iterate over what is no interval: booleans, texts, null."""
    for at in bits_of(held):
        piece = axis.pieces[at]
        if piece.what == "null":
            yield {"kind": "null"}
        elif piece.what == "rest":
            missing = [one for at, one in enumerate(axis.pieces) if not held >> at & 1]
            yield {
                "kind": "other",
                "except": [one.witness for one in missing if one.what == "point"],
            }
        elif axis.scale is None and piece.what == "point" and not _has_rest(axis, held):
            kind = "boolean" if isinstance(piece.witness, bool) else "string"
            yield {"kind": kind, "value": piece.witness}


def _has_rest(axis: Axis, held: int) -> bool:
    """Return whether "all the rest" is held, which takes the texts that are held with it."""
    return any(axis.pieces[at].what == "rest" for at in bits_of(held))


def _runs(axis: Axis, held: int, scale: Scale) -> Iterator[Mapping[str, Any]]:
    """Iterate over stretches of neighbouring pieces."""
    run: list[Piece] = []
    for at, piece in enumerate(axis.pieces):
        if held >> at & 1 and piece.what in {"point", "between"}:
            run.append(piece)
        elif run:
            yield _interval(run[0], run[-1], scale)
            run = []


def _interval(first: Piece, last: Piece, scale: Scale) -> Mapping[str, Any]:
    low, low_in = (first.witness, True) if first.what == "point" else (first.low, False)
    high, high_in = (last.witness, True) if last.what == "point" else (last.high, False)
    if scale.step is not None:
        low, low_in = _closed(low, low_in, scale, 1)
        high, high_in = _closed(high, high_in, scale, -1)
    return {
        "kind": scale.kind,
        "low": None if low is None else scale.text(low),
        "high": None if high is None else scale.text(high),
        "low_in": low_in,
        "high_in": high_in,
    }


def _closed(end: Value, included: bool, scale: Scale, by: int) -> tuple[Value, bool]:  # noqa: FBT001 - an end and whether it is in belong together
    """Return an end that is in, for kinds that have neighbours."""
    assert scale.step is not None
    if end is None or included:
        return end, included
    return scale.step(end, by), True


def _test(part: Mapping[str, Any]) -> str:
    """Return one part as a FEEL unary test."""
    kind = part["kind"]
    if kind in {"string", "boolean"}:
        return _word(part["value"])
    if kind == "other":
        words = part["except"]
        shown = ", ".join(_word(word) for word in words[:_MOST_WORDS])
        return f"not({shown}{', ...' if len(words) > _MOST_WORDS else ''})"
    return {"null": "null", "filled": "not(null)"}.get(kind) or _range(part)


def _range(part: Mapping[str, Any]) -> str:
    low, high = (_literal(part[end], part["kind"]) for end in ("low", "high"))
    if part["low"] is None:
        return f"{'<=' if part['high_in'] else '<'} {high}"
    if part["high"] is None:
        return f"{'>=' if part['low_in'] else '>'} {low}"
    return f"{'[' if part['low_in'] else '('}{low}..{high}{']' if part['high_in'] else ')'}"


def _literal(text: str | None, kind: str) -> str:
    return text or "" if kind in _MADE_OF_TEXT else f'@"{text}"'


def _word(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'
