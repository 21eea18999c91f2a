"""A stored value as the FEEL text that gives it: what a person may read and change."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any

from engine.feel.values import Value

_PLAIN_NAME = re.compile(r"[^\W\d]\w*")
_WORDS = {None: "null", True: "true", False: "false"}
_CALLS = {"@date": "date", "@time": "time", "@datetime": "date and time", "@duration": "duration"}


def written(stored: Value) -> str:
    """Return the FEEL text of a tagged value (`engine.feel.tagged`): `date("2026-03-31")`, `1.5`.

    Evaluating the text gives the value again; DMN 1.5 §10.3.1.2.
    """
    if stored is None or isinstance(stored, bool):
        return _WORDS[stored]
    if isinstance(stored, str):
        return _text(stored)
    if isinstance(stored, list):
        return f"[{', '.join(written(each) for each in stored)}]"
    if isinstance(stored, dict):
        return _tagged(stored)
    return f"{Decimal(repr(stored)):f}"


def _tagged(stored: dict[str, Any]) -> str:
    tag = next(iter(stored), "")
    if len(stored) != 1 or not tag.startswith("@"):
        return _context(stored)
    body = stored[tag]
    if tag == "@number":
        return f"{Decimal(body):f}"
    if tag == "@context":
        return _context(body)
    if tag == "@range":
        return _range(body)
    return f"{_CALLS[tag]}({_text(body)})"


def _context(entries: dict[str, Any]) -> str:
    pairs = (f"{_name(name)}: {written(value)}" for name, value in entries.items())
    return f"{{{', '.join(pairs)}}}"


def _name(name: str) -> str:
    return name if _PLAIN_NAME.fullmatch(name) else _text(name)


def _range(body: dict[str, Any]) -> str:
    start, end = written(body["start"]), written(body["end"])
    if body.get("sign"):
        return f"({body['sign']} {start})"
    if body["start"] is None and not body["start_included"]:
        return f"({'<=' if body['end_included'] else '<'} {end})"
    if body["end"] is None and not body["end_included"]:
        return f"({'>=' if body['start_included'] else '>'} {start})"
    opened = "[" if body["start_included"] else "("
    closed = "]" if body["end_included"] else ")"
    return f"{opened}{start}..{end}{closed}"


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
