"""Fields whose class restricts who reads them: where they are, and a form without them.

No values, no conditions, no database, no clock, no network.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from engine.forms.schema import ROW, Form

Path = tuple[str, ...]
_TELLING = ("bron", "bronNaam", "vergelijk")


def confidential(form: Form) -> dict[Path, str]:
    """Return the class of every confidential field by its path, `*` for the number of a row."""
    return {
        tuple(key.split(".")): field.own.confidential
        for key, field in form.by_key.items()
        if field.own.confidential is not None
    }


def within(path: Path, hidden: frozenset[Path]) -> bool:
    """Tell whether a path is hidden, or stands inside something that is."""
    return any(path[:end] in hidden for end in range(1, len(path) + 1))


@lru_cache(maxsize=256)
def veiled(schema: bytes, hidden: frozenset[Path]) -> bytes:
    """Return the schema as somebody gets it who may not read the fields at the paths `hidden`.

    They are locked and take their value from nowhere; what computes one is left out. The rows of a
    list that has one are those of the case: else a value that is not seen would be lost with them.
    """
    raw = json.loads(schema)
    _veil(raw, (), hidden)
    return json.dumps(raw, ensure_ascii=False).encode()


def _veil(parent: dict[str, Any], at: Path, hidden: frozenset[Path]) -> bool:
    """Veil the components inside `parent`; tell whether one of them is hidden."""
    found = False
    kept = []
    for component in parent.get("components", ()):
        path = (*at, *_segments(component))
        kind = component.get("type")
        if kind == "dynamiclist":
            inside = _veil(component, (*path, ROW), hidden)
            if inside:
                _fix(component)
        elif kind == "group":
            inside = _veil(component, path, hidden)
        else:
            inside = "key" in component and _is_hidden(path, hidden)
            if inside and kind == "expression":
                found = True
                continue
            if inside:
                _lock(component)
        found = found or inside
        kept.append(component)
    if "components" in parent:
        parent["components"] = kept
    return found


def _segments(component: Mapping[str, Any]) -> Path:
    named = component.get("key") or component.get("path") or ""
    return tuple(named.split(".")) if named else ()


def _is_hidden(path: Path, hidden: frozenset[Path]) -> bool:
    """Tell whether a field is hidden; a verdict is two fields below its key."""
    return within(path, hidden) or any(each[: len(path)] == path for each in hidden)


def _lock(component: dict[str, Any]) -> None:
    component.pop("defaultValue", None)
    component["disabled"] = True
    component.pop("readonly", None)
    own = component.get("properties")
    if isinstance(own, dict):
        component["properties"] = {n: v for n, v in own.items() if n not in _TELLING}


def _fix(component: dict[str, Any]) -> None:
    component["allowAddRemove"] = False
    own = component.get("properties")
    if isinstance(own, dict):
        gone = ("minRijen", "maxRijen", "bron")
        component["properties"] = {n: v for n, v in own.items() if n not in gone}
