"""FEEL values as plain JSON and back: what documents, history and the database hold.

str, bool, null, lists and dicts stand as they are; Decimal → {"@number": "12.50"}, and so on with
"@date", "@time", "@datetime", "@duration" (both kinds, ISO 8601) and "@range". A dict with a key
that starts with "@" is wrapped in {"@context": …}. `decode(encode(v)) == v` always.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from engine.feel import temporal
from engine.feel.faults import Fault
from engine.feel.operators import DAYS, MOMENT, YEARS
from engine.feel.values import Range, Value, kind


class NotStorable(ValueError):
    """The value cannot be kept: a function, or something that is no FEEL value."""


_ENCODE: dict[str, tuple[str, Callable[[Value], str]]] = {
    "number": ("@number", str),
    "date": ("@date", temporal.date_text),
    "time": ("@time", temporal.time_text),
    MOMENT: ("@datetime", temporal.moment_text),
    DAYS: ("@duration", temporal.days_text),
    YEARS: ("@duration", temporal.months_text),
}
_DECODE: dict[str, Callable[[str], Value]] = {
    "@number": Decimal,
    "@date": temporal.parse_date,
    "@time": temporal.parse_time,
    "@datetime": temporal.parse_moment,
    "@duration": temporal.parse_duration,
}


def encode(value: Value) -> Value:
    """Return `value` as plain JSON.

    Python's own int, float and tuple are taken as the number or list they mean. Raises
    NotStorable for a function or anything that is no FEEL value.
    """
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, float):
        return {"@number": repr(value)}
    what = kind(value)
    if what in _ENCODE:
        tag, write = _ENCODE[what]
        return {tag: write(value)}
    if what == "list" or isinstance(value, tuple):
        return [encode(item) for item in value]
    if what == "context":
        return _encode_context(value)
    if what == "range":
        return {"@range": _encode_range(value)}
    raise NotStorable(what)


def encode_all(values: Mapping[str, Value]) -> dict[str, Value]:
    """Return named values, each as plain JSON; the names stay as they are."""
    return {name: encode(value) for name, value in values.items()}


def decode_all(stored: Mapping[str, Value]) -> dict[str, Value]:
    """Return the named values that `encode_all` wrote."""
    return {name: decode(value) for name, value in stored.items()}


def _encode_context(value: dict[str, Value]) -> dict[str, Value]:
    plain = {key: encode(item) for key, item in value.items()}
    return {"@context": plain} if any(key.startswith("@") for key in plain) else plain


def _encode_range(value: Range) -> dict[str, Value]:
    body = {
        "start": encode(value.start),
        "end": encode(value.end),
        "start_included": value.start_included,
        "end_included": value.end_included,
    }
    return body | {"sign": value.sign} if value.sign else body


def decode(tagged: Value) -> Value:
    """Return the value that `encode` wrote as `tagged`.

    Raises ValueError when it is no such thing. A plain JSON number is taken as a FEEL number.
    """
    if tagged is None or isinstance(tagged, str):
        return tagged
    if isinstance(tagged, dict):
        return _decode_dict(tagged)
    if isinstance(tagged, list):
        return [decode(item) for item in tagged]
    if isinstance(tagged, int | float) and not isinstance(tagged, bool):
        return Decimal(repr(tagged))
    return tagged


def _decode_dict(tagged: dict[str, Value]) -> Value:
    tag = next(iter(tagged), "")
    if len(tagged) != 1 or not tag.startswith("@"):
        return {key: decode(item) for key, item in tagged.items()}
    body = tagged[tag]
    if tag == "@context":
        return {key: decode(item) for key, item in body.items()}
    if tag == "@range":
        ends = decode(body["start"]), decode(body["end"])
        closed = body["start_included"], body["end_included"]
        return Range(*ends, *closed, body.get("sign", ""))
    if tag not in _DECODE:
        raise ValueError(f"unknown tag {tag[:20]!r}")
    try:
        return _DECODE[tag](body)
    except (Fault, ArithmeticError) as error:
        raise ValueError(f"{tag} {body!r:.60}") from error
